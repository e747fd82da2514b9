/** Work lists as files: people not yet registered, one CSV per community, and the rows that were refused. */
import { createWriteStream } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { ok, type Result, type Text } from '@mingce/domain/result'
import type { Context } from '../../access/index.ts'
import { authorise } from '../../access/index.ts'
import { type Election, getElection } from '../../election/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import { BYTE_ORDER_MARK, type CsvCell, csvLines } from '../../platform/files/index.ts'
import type { ListScope } from '../counts/index.ts'
import type { WorklistFailure } from './errors.ts'
import { isMigrant, type Located, openContactReader, scopeOf } from './service.contacts.ts'
import { countMissing } from './service.missing.ts'
import { findRefusedIn } from './store.refused.ts'
import { namesOfCommunities, pagesOfMissing } from './store.ts'

type Failure = { readonly code: WorklistFailure; readonly text?: Text; readonly next?: Text }

const PAGE = 2_000
const MISSING_HEADER = ['姓名', '性别', '出生年', '现住地址', '联系电话', '流动人口', '走访结果']
const REFUSED_HEADER = ['文件', '行', '姓名', '社区', '单位', '代码']
const SEXES = { M: '男', F: '女' } as const

const rowOf = (election: Election, person: Located): CsvCell[] => [
  person.name,
  person.sex === null ? '' : SEXES[person.sex],
  person.birthYear,
  person.address,
  person.maskedPhone,
  isMigrant(election, person) ? '是' : '',
  person.visit?.outcome ?? '',
]

interface CommunityRun {
  readonly code: string
  /** To be read to its end before the next run is asked for. */
  readonly people: AsyncIterable<Located[]>
}

/** People in the order of their communities, divided where the community changes. One page of people is in memory. */
async function* runsByCommunity(pages: AsyncIterable<Located[]>): AsyncGenerator<CommunityRun> {
  const iterator = pages[Symbol.asyncIterator]()
  let page: Located[] = []
  const findNext = async (): Promise<Located | undefined> => {
    while (page.length === 0) {
      const read = await iterator.next()
      if (read.done) return undefined
      page = read.value
    }
    return page[0]
  }
  async function* peopleOf(code: string): AsyncGenerator<Located[]> {
    while ((await findNext())?.communityCode === code) {
      const others = page.findIndex(person => person.communityCode !== code)
      yield page.splice(0, others < 0 ? page.length : others)
    }
  }
  try {
    for (let next = await findNext(); next; next = await findNext())
      yield { code: next.communityCode, people: peopleOf(next.communityCode) }
  } finally {
    await iterator.return?.()
  }
}

async function* pagesWithContacts(ctx: Context, tx: Sql, scope: ListScope): AsyncGenerator<Located[]> {
  const read = openContactReader(ctx, tx)
  for await (const page of pagesOfMissing(tx, scope, PAGE)) yield await read(page)
}

const writeRefused = async (ctx: Context, electionId: string, scope: ListScope, path: string): Promise<void> => {
  const { electionArea, area } = scope
  const items = await findRefusedIn(ctx.database, { electionId, electionArea, area, code: null, state: 'open' }, null, 1_000_000)
  const rows = items.map(row => [row.fileName, row.rowNo, row.name, row.community?.name ?? '', row.unit, row.codes.join(' ')])
  await writeFile(path, BYTE_ORDER_MARK + csvLines([REFUSED_HEADER, ...rows]))
}

/**
 * Writes the work lists of people not yet registered, one CSV per community, and the refused rows, into `directory`. Streams: one page of
 * people is in memory. Returns how many people are listed.
 */
export const exportWorkLists = async (
  ctx: Context,
  electionId: string,
  directory: string,
): Promise<Result<{ listed: number; files: number }, Failure>> => {
  const found = await getElection(ctx, electionId, 'contact')
  if (!found.ok) return found
  const election = found.value
  const scope = scopeOf(ctx, election)
  const allowed = authorise(ctx.actor, 'contact', scope.area)
  if (!allowed.ok) return allowed
  const folder = join(directory, 'not-yet-registered')
  await mkdir(folder, { recursive: true })
  const codes = (await countMissing(ctx, election)).map(community => community.code)
  const names = await namesOfCommunities(ctx.database, codes)
  let listed = 0
  let files = 0
  async function* csvOf(people: AsyncIterable<Located[]>): AsyncGenerator<string> {
    yield BYTE_ORDER_MARK + csvLines([MISSING_HEADER])
    for await (const page of people) {
      yield csvLines(page.map(person => rowOf(election, person)))
      listed += page.length
    }
  }
  await ctx.database.transaction(async tx => {
    for await (const { code, people } of runsByCommunity(pagesWithContacts(ctx, tx, scope))) {
      await pipeline(csvOf(people), createWriteStream(join(folder, `${code} ${names.get(code) ?? ''}.csv`)))
      files += 1
    }
  })
  await writeRefused(ctx, electionId, scope, join(directory, 'refused.csv'))
  return ok({ listed, files: files + 1 })
}
