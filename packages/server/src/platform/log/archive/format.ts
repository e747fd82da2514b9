/**
 * The files of an exported log. Checkpoint, tiles and bundles of entries are at their tlog-tiles paths, so that the directory can be served as
 * a log; beside them are what is known of each event, and earlier checkpoints that someone else has.
 */
import { TILE_WIDTH, tilePath } from '@mingce/domain/log'
import { z } from 'zod'

export const FORMAT = 'mingce-log/1'
export const ABOUT = 'log.json'
export const CHECKPOINT = 'checkpoint'
/** Folder of earlier checkpoints, each in a file named after its size. */
export const CHECKPOINTS = 'checkpoints'

/** Keys as vkeys. A verifier should have them from elsewhere. */
export const About = z.object({
  format: z.literal(FORMAT),
  origin: z.string(),
  keys: z.array(z.string()),
  /** Keys of logs that ended and whose entries this one begins with, the first one first. */
  former: z.array(z.string()).default([]),
})
export type About = z.infer<typeof About>

const Event = z.object({
  countyCode: z.string(),
  at: z.string(),
  actor: z.string(),
  role: z.string(),
  action: z.string(),
  subject: z.string(),
  details: z.record(z.string(), z.unknown()),
  requestId: z.string().nullable(),
})

/** One line of a file of events: the opening of an entry's commitment, or that the event was erased. */
export const EventLine = z.union([
  z.object({ position: z.number().int(), salt: z.string().regex(/^[0-9a-f]{64}$/), event: Event }),
  z.object({ position: z.number().int(), erasedAt: z.string() }),
])
export type EventLine = z.infer<typeof EventLine>

/** The file with the events of a bundle. */
export const eventsPath = (index: number): string =>
  `${tilePath('entries', { index, width: TILE_WIDTH }).replace('tile/entries', 'events')}.jsonl`
