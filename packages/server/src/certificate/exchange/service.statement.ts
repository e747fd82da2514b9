/** What this installation's books say of a partner that was restored from a backup, page by page. */
import { findElectionById } from '../../election/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import { findReleasedTo, findTakenFrom } from '../ledger/index.ts'
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
const takenFrom = async (sql: Sql, partner: string, after: string | null): Promise<{ entries: StatedEntry[]; next: string }> => {
  const nameOf = placeNames(sql)
  const [at = '', id = ''] = after?.split('/') ?? []
  const rows = await findTakenFrom(sql, partner, after === null ? null : { at: new Date(at), id }, PAGE)
  const entries: StatedEntry[] = []
  for (const { countyCode, electionId, takenAt: _, ...row } of rows)
    entries.push({ side: 'taken', ...row, place: { code: countyCode, name: await nameOf(electionId, countyCode) } })
  const last = rows.at(-1)
  const isMore = rows.length === PAGE && last !== undefined
  return { entries, next: isMore ? `taken/${last.takenAt.toISOString()}/${last.acceptance}` : 'released/' }
}

const releasedTo = async (sql: Sql, partner: string, after: string | null): Promise<StatedEntry[]> =>
  (await findReleasedTo(sql, partner, after, PAGE)).map(row => ({ side: 'released', ...row, place: null, presented: null }))

/** Answers a page: first what was taken from the partner, then what was released to it. It is told even while this one waits for answers. */
export const answerInquiry = async ({ database }: Services, inquiry: Inquiry, from: string): Promise<Statement> => {
  await setTheirRestore(database, from, new Date(inquiry.restoredAt))
  const [, side = 'taken', id = null] = /^(taken|released)\/(.*)$/.exec(inquiry.after) ?? []
  const after = id === '' ? null : id
  if (side === 'taken') return { kind: 'statement', ...(await takenFrom(database, from, after)) }
  const entries = await releasedTo(database, from, after)
  const last = entries.at(-1)
  return { kind: 'statement', entries, next: entries.length === PAGE && last ? `released/${last.certificate}` : null }
}
