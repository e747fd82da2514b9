/** The roll of a filter as a file. Who exports says why; that stands in the log before the first row is read. */
import type { Readable } from 'node:stream'
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import { authorise, type Context } from '../../access/index.ts'
import { getElection, homeCounty } from '../../election/index.ts'
import { chinaDate } from '../../platform/clock/index.ts'
import { tableStream } from '../../platform/files/index.ts'
import { type Written, write } from '../../platform/write/index.ts'
import type { VotersFailure } from './errors.ts'
import type { ExportBody, ExportColumn } from './schema.export.ts'
import type { VoterItem } from './schema.ts'
import { findPeople, openSearch, type Search, toVoterItem } from './service.ts'
import type { RollPlace } from './store.ts'

type Failure = { readonly code: VotersFailure }
type Language = ExportBody['language']

/** People that are read and written at a time. */
const BATCH = 2_000

const TITLES: Readonly<Record<ExportColumn, Text>> = {
  name: { zh: '姓名', en: 'Name' },
  sex: { zh: '性别', en: 'Sex' },
  birthDate: { zh: '出生日期', en: 'Birth date' },
  maskedNumber: { zh: '公民身份号码（部分）', en: 'ID number (masked)' },
  community: { zh: '社区（村）', en: 'Community' },
  countyDistrict: { zh: '县级选区', en: 'County district' },
  townshipDistrict: { zh: '乡级选区', en: 'Township district' },
  voterGroup: { zh: '选民小组', en: 'Voter group' },
  unit: { zh: '单位', en: 'Unit' },
  basis: { zh: '登记依据', en: 'Basis' },
  channel: { zh: '来源', en: 'Channel' },
  status: { zh: '状态', en: 'Status' },
  registrationId: { zh: '登记编号', en: 'Registration' },
}

const WORDS: Readonly<Record<'sex' | 'basis' | 'channel' | 'status', Readonly<Record<string, Text>>>> = {
  sex: { M: { zh: '男', en: 'male' }, F: { zh: '女', en: 'female' } },
  basis: {
    hukou: { zh: '户籍', en: 'household registration' },
    residence: { zh: '居住', en: 'residence' },
    work: { zh: '工作', en: 'work' },
    study: { zh: '就学', en: 'study' },
  },
  channel: {
    roster: { zh: '单位或社区报送的名单', en: 'roster' },
    'previous-roll': { zh: '上届名册沿用', en: 'previous roll' },
    online: { zh: '网上登记', en: 'online' },
    station: { zh: '选民登记站', en: 'station' },
    door: { zh: '上门登记', en: 'home visit' },
  },
  status: {
    registered: { zh: '已登记', en: 'registered' },
    review: { zh: '待审核', en: 'under review' },
    pending: { zh: '待比对', en: 'waiting for a register' },
    refused: { zh: '未予登记', en: 'refused' },
    moved: { zh: '已转出', en: 'moved' },
    removed: { zh: '已除名', en: 'removed' },
  },
}

const cellOf = (item: VoterItem, column: ExportColumn, language: Language): string => {
  const value = item[column]
  if (value === null) return ''
  if (typeof value === 'object') return value.name
  if (column === 'sex' || column === 'basis' || column === 'channel' || column === 'status')
    return WORDS[column][String(value)]?.[language] ?? String(value)
  return String(value)
}

/** People of a search in batches, by keyset: no statement is long, and the service goes on beside it. */
async function* rowsOf(ctx: Context, search: Search | null, { columns, language }: ExportBody): AsyncGenerator<string[][]> {
  let after: RollPlace | null = null
  while (search !== null) {
    const found: Awaited<ReturnType<typeof findPeople>> = await findPeople(ctx, search, after, BATCH)
    yield found.rows.map(row => {
      const item = toVoterItem(ctx, row)
      return columns.map(column => cellOf(item, column, language))
    })
    if (found.next === null) return
    after = found.next
  }
}

export interface ExportedRoll {
  readonly name: string
  readonly content: Readable
}

/** The file of a filter, in the columns that were chosen. */
export const exportVoters = async (
  ctx: Context,
  electionId: string,
  body: ExportBody,
): Promise<Result<ExportedRoll, Failure>> => {
  const found = await getElection(ctx, electionId)
  if (!found.ok) return found
  if (!authorise(ctx.actor, 'decide', ctx.actor.areaCode).ok) return fail({ code: 'voters.not-exported' })
  const election = found.value
  const search = await openSearch(ctx, electionId, body.filter)
  if (!search.ok) return search
  const { columns, format, reason, language } = body
  const written = await write(
    ctx,
    { action: `export ${electionId}`, always: true },
    async (): Promise<Result<Written<object>, Failure>> => {
      const details = {
        reason,
        format,
        columns,
        filter: body.filter,
        election: electionId,
        office: ctx.actor.areaCode,
        officer: ctx.actor.id,
      }
      return ok({
        answer: {},
        audit: { countyCode: homeCounty(election), action: 'voters.exported', subject: electionId, details },
      })
    },
  )
  if (!written.ok) return written
  const title = language === 'zh' ? '名册' : 'roll'
  const content = tableStream(format, {
    name: title,
    header: columns.map(column => TITLES[column][language]),
    rows: rowsOf(ctx, search.value, body),
  })
  return ok({ name: `${title}-${election.areaName}-${chinaDate(ctx.clock.now())}.${format}`, content })
}
