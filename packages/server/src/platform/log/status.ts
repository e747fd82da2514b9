/** How far the log is, for offices and administrators. */
import { formatVerifierKey, readCheckpoint, readNote, shortCode } from '../tlog/index.ts'
import { logOrigin, logSigner } from './keys.ts'
import type { LogServices } from './sequencer.ts'
import { findLogNumber } from './store.former.ts'
import { countQueued, findCheckpoint } from './store.ts'
import { findWitnesses, type WitnessRow } from './store.witness.ts'

export interface LogStatus {
  readonly origin: string
  /** The key that checkpoints are verified with, as a vkey. */
  readonly key: string
  readonly size: number
  /** Audit rows that are not in the log yet. */
  readonly waiting: number
  /** Null before the first checkpoint. */
  readonly checkpoint: { readonly shortCode: string; readonly root: string; readonly madeAt: Date } | null
  /** The newest checkpoint that each witness cosigned, and why it did not since. */
  readonly witnesses: WitnessRow[]
}

export const findLogStatus = async ({ database, keys }: Pick<LogServices, 'database' | 'keys'>): Promise<LogStatus> => {
  const row = await findCheckpoint(database)
  const note = row && readNote(row.note)
  const checkpoint = note && readCheckpoint(note.text)
  const number = await findLogNumber(database)
  return {
    origin: logOrigin(keys, number),
    key: formatVerifierKey(logSigner(keys, number).verifier),
    size: row?.size ?? 0,
    waiting: await countQueued(database),
    checkpoint:
      row && checkpoint
        ? { shortCode: shortCode(checkpoint), root: Buffer.from(row.root).toString('base64'), madeAt: row.madeAt }
        : null,
    witnesses: await findWitnesses(database),
  }
}
