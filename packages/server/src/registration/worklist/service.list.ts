/** People not yet registered, and refused rows, as lists to take out of the system. */
import { explainCode } from '@mingce/domain/registration'
import type { Text } from '@mingce/domain/result'
import type { Context } from '../../access/index.ts'
import type { Election, ListRow, ListSource } from '../../election/index.ts'
import { findRefusedFigures } from '../counts/index.ts'
import { scopeOf } from './service.contacts.ts'
import { countMissing, readMissingOf, toPersonToVisit } from './service.missing.ts'
import { findRefusedIn, type RefusedPlace } from './store.refused.ts'
import { namesOfCommunities } from './store.ts'

type Language = 'zh' | 'en'

const PAGE = 2_000
const SEXES: Readonly<Record<'M' | 'F', Text>> = { M: { zh: '男', en: 'male' }, F: { zh: '女', en: 'female' } }
const YES: Text = { zh: '是', en: 'yes' }

const OUTCOMES: Readonly<Record<string, Text>> = {
  found: { zh: '已见到', en: 'Met' },
  out: { zh: '家中无人', en: 'Nobody at home' },
  abroad: { zh: '在国外', en: 'Abroad' },
  moved: { zh: '已迁走', en: 'Moved away' },
  unknown: { zh: '查无此人', en: 'Not known here' },
  closed: { zh: '终止走访', en: 'No further visits' },
}

/** A community after the other: their people are read, and their contacts opened, once. */
async function* missingPages(
  ctx: Context,
  election: Election,
  codes: readonly string[],
  state: string | undefined,
  language: Language,
): AsyncGenerator<ListRow[]> {
  const names = await namesOfCommunities(ctx.database, codes)
  for (const code of codes) {
    const community = { code, name: names.get(code) ?? code }
    const people = (await readMissingOf(ctx, election, code)).map(person => toPersonToVisit(election, person))
    const wanted = people.filter(({ visit }) => {
      const isOpen = visit === null || visit.outcome === 'out'
      return state === undefined || isOpen === (state === 'open')
    })
    for (let from = 0; from < wanted.length; from += PAGE)
      yield wanted.slice(from, from + PAGE).map(person => ({
        community,
        cells: {
          name: person.name,
          sex: person.sex && SEXES[person.sex][language],
          birthYear: String(person.birthYear),
          community: community.name,
          address: person.address,
          phone: person.maskedPhone,
          migrant: person.migrant ? YES[language] : '',
          outcome: person.visit && (OUTCOMES[person.visit.outcome]?.[language] ?? null),
        },
      }))
  }
}

export const missingList: ListSource = {
  list: 'not-yet-registered',
  permission: 'contact',
  title: { zh: '尚未登记', en: 'Not yet registered' },
  columns: {
    name: { zh: '姓名', en: 'Name' },
    sex: { zh: '性别', en: 'Sex' },
    birthYear: { zh: '出生年', en: 'Born' },
    community: { zh: '社区（村）', en: 'Community' },
    address: { zh: '现住地址', en: 'Address' },
    phone: { zh: '联系电话', en: 'Phone' },
    migrant: { zh: '户口在外地', en: 'Registered elsewhere' },
    outcome: { zh: '走访结果', en: 'Visit' },
  },
  async open(ctx, election, { community, state, ...rest }, language) {
    if (Object.keys(rest).length > 0 || (state !== undefined && state !== 'open' && state !== 'visited')) return null
    const counted = (await countMissing(ctx, election)).filter(({ code }) => community === undefined || code === community)
    const people = counted.reduce((sum, { total, visited }) => {
      if (state === undefined) return sum + total
      return sum + (state === 'open' ? total - visited : visited)
    }, 0)
    const codes = counted.map(({ code }) => code)
    return { people, pages: () => missingPages(ctx, election, codes, state, language) }
  },
}

/** Nobody is listed by these outside the work of the officers who decide (docs/privacy.md). */
const NOT_LISTED = new Set(['eligibility.deprived', 'eligibility.suspended', 'remark.reported'])
const NOT_LISTED_TEXT: Text = { zh: '由工作人员核对', en: 'An officer looks into it' }

const reasonsOf = (codes: readonly string[], language: Language): string =>
  [...new Set(codes.map(code => (NOT_LISTED.has(code) ? NOT_LISTED_TEXT : explainCode(code).title)[language]))].join('；')

interface RefusedWanted {
  readonly code: string | null
  readonly state: 'open' | 'mended'
}

async function* refusedPages(
  ctx: Context,
  election: Election,
  wanted: RefusedWanted,
  language: Language,
): AsyncGenerator<ListRow[]> {
  const { electionArea, area } = scopeOf(ctx, election)
  let after: RefusedPlace | null = null
  for (;;) {
    const rows: Awaited<ReturnType<typeof findRefusedIn>> = await findRefusedIn(
      ctx.database,
      { electionId: election.id, electionArea, area, ...wanted },
      after,
      PAGE,
    )
    yield rows.map(row => ({
      community: row.community,
      cells: {
        file: row.fileName,
        row: String(row.rowNo),
        name: row.name,
        community: row.community?.name ?? null,
        unit: row.unit,
        reason: reasonsOf(row.codes, language),
      },
    }))
    const last = rows.at(-1)
    if (rows.length < PAGE || !last) return
    after = { importId: last.importId, rowNo: last.rowNo, at: last.exactAt, digest: last.digest }
  }
}

export const refusedList: ListSource = {
  list: 'refused',
  permission: 'decide',
  title: { zh: '退回的登记', en: 'Refused rows' },
  columns: {
    file: { zh: '文件', en: 'File' },
    row: { zh: '行', en: 'Row' },
    name: { zh: '姓名', en: 'Name' },
    community: { zh: '社区（村）', en: 'Community' },
    unit: { zh: '单位', en: 'Unit' },
    reason: { zh: '退回原因', en: 'Refused because' },
  },
  async open(ctx, election, { code, state = 'open', ...rest }, language) {
    if (Object.keys(rest).length > 0 || (state !== 'open' && state !== 'mended')) return null
    if (code !== undefined && NOT_LISTED.has(code)) return null
    const pages = () => refusedPages(ctx, election, { code: code ?? null, state }, language)
    if (state === 'open' && code === undefined) {
      const { refused } = await findRefusedFigures(ctx, election, scopeOf(ctx, election).area)
      return { people: refused, pages }
    }
    let people = 0
    for await (const rows of pages()) people += rows.length
    return { people, pages }
  },
}
