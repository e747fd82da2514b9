/** Erases events about a person from the audit log (PIPL 47). Their entries stay in the tree, and every proof stays valid. */
import type { Sql } from '../database/index.ts'
import { appendAllQueued } from './sequencer.ts'
import { type ErasedSubject, eraseRows } from './store.erase.ts'

/**
 * Erases what is recorded about these subjects, in the caller's transaction. What is still queued is first added to the tree as it was, so
 * that nothing is erased that the log does not cover. The caller records that it was done, and why. @returns how many events
 */
export const eraseEvents = async (tx: Sql, subjects: readonly ErasedSubject[], at: Date): Promise<number> => {
  await appendAllQueued(tx)
  return eraseRows(tx, subjects, at)
}
