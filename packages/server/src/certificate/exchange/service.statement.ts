/** What this installation's books say of a partner that was restored from a backup, page by page. */
import { findElectionById } from '../../election/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import { findLostGivenBack, findReleasedTo, findTakenFrom } from '../ledger/index.ts'
import { type Services, setTheirRestore } from '../partner/index.ts'
import type { Inquiry, StatedEntry, Statement } from './schema.envelope.ts'

const PAGE = 40

/** Where voters of an election are, as the place of origin keeps it. */
const placeNames = (sql: Sql) => {
  const known = new Map<string, string>()
  return async (electionId: string, code: string): Promise<string> => {
    const name = known.get(electionId) ?? (await findElectionById(sql, electionId))?.areaName ?? code
    known.set(electionId, name)
    return name
  }
}

/** A page of what was taken, and what `after` names for the next one. */
const takenFrom = async (
  sql: Sql,
  partner: string,
  after: string | null,
): Promise<{ entries: StatedEntry[]; next: string | null }> => {
  const nameOf = placeNames(sql)
  const [at = '', id = ''] = after?.split('/') ?? []
  const rows = await findTakenFrom(sql, partner, after === null ? null : { at: new Date(at), id }, PAGE)
  const entries: StatedEntry[] = []
  for (const { countyCode, electionId, takenAt: _, ...row } of rows)
    entries.push({ side: 'taken', ...row, place: { code: countyCode, name: await nameOf(electionId, countyCode) } })
  const last = rows.at(-1)
  const isMore = rows.length === PAGE && last !== undefined
  return { entries, next: isMore ? `taken/${last.takenAt.toISOString()}/${last.acceptance}` : null }
}

/** Voters that were given back because their arrival was lost: the partner may have lost that it took them back. */
const givenBackTo = async (sql: Sql, partner: string, after: string | null): Promise<StatedEntry[]> =>
  (await findLostGivenBack(sql, partner, after, PAGE)).map(row => ({
    side: 'taken',
    ...row,
    state: 'given-back',
    place: null,
    presented: null,
  }))

const releasedTo = async (sql: Sql, partner: string, after: string | null): Promise<StatedEntry[]> =>
  (await findReleasedTo(sql, partner, after, PAGE)).map(row => ({ side: 'released', ...row, place: null, presented: null }))

/** The page after this one: the rest of this list, or the next list. */
const nextAfter = (
  entries: readonly StatedEntry[],
  list: string,
  key: 'certificate' | 'acceptance',
  nextList: string,
): string => {
  const last = entries.at(-1)
  return entries.length === PAGE && last ? `${list}/${last[key]}` : `${nextList}/`
}

/**
 * Answers a page, in the order in which it is to be applied: what was released to the partner, which may have left it again since; what was
 * given back to it; what was taken from it. It is told even while this one waits for answers.
 */
export const answerInquiry = async ({ database }: Services, inquiry: Inquiry, from: string): Promise<Statement> => {
  await setTheirRestore(database, from, new Date(inquiry.restoredAt))
  const [, list = 'released', id = ''] = /^(released|lost|taken)\/(.*)$/.exec(inquiry.after) ?? []
  const after = id === '' ? null : id
  if (list === 'taken') return { kind: 'statement', ...(await takenFrom(database, from, after)) }
  const entries = await (list === 'lost' ? givenBackTo : releasedTo)(database, from, after)
  const next =
    list === 'lost' ? nextAfter(entries, 'lost', 'acceptance', 'taken') : nextAfter(entries, 'released', 'certificate', 'lost')
  return { kind: 'statement', entries, next }
}
