/**
 * Tables whose rows are counted by community (registration/counts): whoever writes them does so inside `countedWrites`, so that the counts change
 * in the same transaction. Tests hold it on every statement that is sent (platform/testing/check-statements.ts).
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Sql } from './database.ts'

/** The transaction whose counts are being kept, and the people for whom they are. */
interface CountedWrites {
  readonly tx: Sql
  /** Person keys; null: everybody is counted afterwards. */
  readonly people: ReadonlySet<string> | null
}

export const countedWrites = new AsyncLocalStorage<CountedWrites>()

const WRITES =
  /\b(?:INSERT INTO (?:claim|finding|visit|identity_document|registration|refused_row)|DELETE FROM (?:claim|finding|visit|registration)|UPDATE (?:claim|finding|visit))\b/
/** What an update of registrations sets. */
const SET = /\bUPDATE registration(?: AS)?(?: \w+)? SET (.*?)(?: FROM | WHERE |$)/
const COUNTED_COLUMNS = /\b(?:name|status|community_code|evidence) = /

/** Whether a statement, on one line, changes something that is counted. */
export const changesCounts = (text: string): boolean => WRITES.test(text) || COUNTED_COLUMNS.test(SET.exec(text)?.[1] ?? '')
