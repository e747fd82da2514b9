/**
 * Who has sent nothing yet: communities of the districts, and units that the committee listed or
 * that sent their people for an earlier election of the area.
 */
import type { Readable } from 'node:stream'
import { ok, type Result, type Text } from '@mingce/domain/result'
import { type Context, visibleArea } from '../../../access/index.ts'
import { type Election, getElection } from '../../../election/index.ts'
import { chinaDate } from '../../../platform/clock/index.ts'
import { tableStream } from '../../../platform/files/index.ts'
import { findFigures } from '../../counts/index.ts'
import type { RosterFailure } from '../errors.ts'
import type { SenderExport, SenderFilter, SenderPage } from './schema.ts'
import { countSenders, findSenderRows, type SenderRow, type SenderSearch } from './store.ts'

type Failed = { readonly code: RosterFailure; readonly text?: Text; readonly next?: Text }

const PAGE = 100
const BATCH = 1_000

const searchOf = (ctx: Context, election: Election, { of, state, q }: SenderExport & { readonly q?: string | undefined }) =>
  ({
    electionId: election.id,
    electionArea: election.areaCode,
    area: visibleArea(ctx.actor, election.areaCode) ?? election.areaCode,
    of,
    state,
    q: q === undefined || q === '' ? null : q,
  }) satisfies SenderSearch

const CURSOR = 'base64url'
const readCursor = (cursor: string | undefined): string => Buffer.from(cursor ?? '', CURSOR).toString('utf8')

const registeredIn = async (
  ctx: Context,
  election: Election,
  { of, area }: SenderSearch,
): Promise<ReadonlyMap<string, number>> => {
  if (of === 'units') return new Map()
  const figures = await findFigures(ctx.database, election, area, ctx.clock.now())
  return new Map(figures.map(({ code, registered }) => [code, registered]))
}

export const findSenders = async (
  ctx: Context,
  electionId: string,
  filter: SenderFilter,
): Promise<Result<SenderPage, Failed>> => {
  const found = await getElection(ctx, electionId)
  if (!found.ok) return found
  const search = searchOf(ctx, found.value, filter)
  const [rows, total, registered] = await Promise.all([
    findSenderRows(ctx.database, search, readCursor(filter.cursor), PAGE + 1),
    countSenders(ctx.database, search),
    registeredIn(ctx, found.value, search),
  ])
  const page = rows.slice(0, PAGE)
  const last = page.at(-1)
  return ok({
    items: page.map(({ key, lastAt, ...row }) => ({
      ...row,
      lastAt: lastAt as SenderPage['items'][number]['lastAt'],
      registered: search.of === 'communities' ? (registered.get(key) ?? 0) : null,
    })),
    total,
    next: rows.length > PAGE && last ? Buffer.from(last.key).toString(CURSOR) : null,
  })
}

const HEADERS = {
  communities: ['社区代码', '社区（村）', '报送行数', '最近报送'],
  units: ['单位', '社区（村）', '报送行数', '最近报送'],
} as const

async function* rowsOf(ctx: Context, search: SenderSearch): AsyncGenerator<string[][]> {
  let after = ''
  for (;;) {
    const rows: SenderRow[] = await findSenderRows(ctx.database, search, after, BATCH)
    yield rows.map(({ key, community, rows: sent, lastAt }) => [
      key,
      community?.name ?? '',
      String(sent),
      lastAt === null ? '' : chinaDate(new Date(lastAt)),
    ])
    const last = rows.at(-1)
    if (!last || rows.length < BATCH) return
    after = last.key
  }
}

/** The list as a workbook; it is of communities and units, not of people. */
export const exportSenders = async (
  ctx: Context,
  electionId: string,
  wanted: SenderExport,
): Promise<Result<{ readonly name: string; readonly content: Readable }, Failed>> => {
  const found = await getElection(ctx, electionId)
  if (!found.ok) return found
  const search = searchOf(ctx, found.value, wanted)
  const content = tableStream('xlsx', { name: '报送情况', header: HEADERS[search.of], rows: rowsOf(ctx, search) })
  return ok({ name: `报送情况-${found.value.areaName}-${chinaDate(ctx.clock.now())}.xlsx`, content })
}
