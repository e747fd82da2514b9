/**
 * Purging by date, in two steps. The first marks what is due; the second carries it out after a delay, and only where it was seen to be due
 * again after an hour of uptime or at a start on another day. So one wrong clock purges nothing: a date that passed by mistake is no longer
 * due when the clock is right, and the mark goes.
 */
import { type Clock, chinaDate, readClock, readCount } from '../clock/index.ts'
import type { Database, Sql } from '../database/index.ts'
import { extensionPoint } from '../modules/index.ts'
import { type AuditEntry, writeAsSystem } from '../write/index.ts'
import { countBeats, findSighted, removeSightings, type Sighted, saveSighting } from './store.ts'

/** Something whose end date has passed. */
export interface DuePurge {
  /** As the module names it; no personal data. */
  readonly subject: string
  readonly areaCode: string
}

/** Data of one kind that is kept until a day. */
export interface Purge {
  /** Lower-case words joined by hyphens. */
  readonly kind: string
  /** What is due on the day `today` (China). */
  findDue(tx: Sql, today: string): Promise<readonly DuePurge[]>
  /** The second step, for what was due on the day `today`, in one transaction with the audit rows that it returns. */
  carryOut(tx: Sql, due: DuePurge, today: string, at: Date): Promise<readonly AuditEntry[]>
}

/** Everything that is purged by date. */
export const PURGES = extensionPoint<Purge>('platform.purges')

const DAY_MS = 86_400_000
const DELAY_DAYS = 3
/** Heartbeats in an hour of uptime. */
const BEATS_APART = 60
const LEAST_SIGHTINGS = 2

/** Days between the two steps, from `MINGCE_PURGE_DELAY_DAYS`. @throws ClockSettingInvalid */
export const purgeDelayFrom = (env: Readonly<Record<string, string | undefined>>): number =>
  readCount(env, 'MINGCE_PURGE_DELAY_DAYS', DELAY_DAYS, 30)

/** What is known of `due` after it was seen at `at`. A sighting soon after another one in the same day does not count. */
const sightingOf = (due: DuePurge, known: Sighted | undefined, beats: number, at: Date): Sighted => {
  const day = chinaDate(at)
  if (!known) return { ...due, since: at, sightings: 1, lastBeat: beats, lastDay: day }
  const apart = beats - known.lastBeat >= BEATS_APART || (beats > known.lastBeat && day !== known.lastDay)
  return apart ? { ...known, sightings: known.sightings + 1, lastBeat: beats, lastDay: day } : known
}

const markOf = (kind: string, { subject, areaCode }: DuePurge): AuditEntry => ({
  countyCode: areaCode.slice(0, 6),
  action: 'purge.due',
  subject,
  details: { kind },
})

export interface Purged {
  readonly purged: number
  /** Marked, and purged later. */
  readonly waiting: number
}

interface Services {
  readonly database: Database
  readonly clock: Clock
}

const runPurge = (services: Services, purge: Purge, delayMs: number): Promise<Purged> =>
  writeAsSystem(services, { action: `purge ${purge.kind}`, effect: 'destroys' }, async (tx, at) => {
    const { kind } = purge
    const known = new Map((await findSighted(tx, kind)).map(row => [row.subject, row]))
    const beats = await countBeats(tx)
    const all = await purge.findDue(tx, chinaDate(at))
    const audit: AuditEntry[] = []
    const gone: string[] = []
    for (const due of all) {
      const before = known.get(due.subject)
      known.delete(due.subject)
      const now = sightingOf(due, before, beats, at)
      if (now.sightings >= LEAST_SIGHTINGS && at.getTime() - now.since.getTime() >= delayMs) {
        // What became due since the first step waits for steps of its own.
        audit.push(...(await purge.carryOut(tx, due, chinaDate(now.since), at)))
        gone.push(due.subject)
      } else if (now !== before) {
        await saveSighting(tx, kind, now)
        if (!before) audit.push(markOf(kind, due))
      }
    }
    // What is left of `known` is no longer due.
    await removeSightings(tx, kind, [...gone, ...known.keys()])
    return { answer: { purged: gone.length, waiting: all.length - gone.length }, audit }
  })

/** Runs both steps of each purge; at every start, and each hour while the server runs. Waits while the clock is in doubt. */
export const runPurges = async (
  services: Services,
  purges: readonly Purge[],
  delayDays: number = purgeDelayFrom(process.env),
): Promise<Purged> => {
  const sum = { purged: 0, waiting: 0 }
  if ((await readClock(services.database, services.clock.now())).doubt !== null) return sum
  for (const purge of purges) {
    const { purged, waiting } = await runPurge(services, purge, delayDays * DAY_MS)
    sum.purged += purged
    sum.waiting += waiting
  }
  return sum
}
