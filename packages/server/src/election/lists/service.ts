/**
 * Lists as files. Who takes one is in the audit trail; a list of many people takes a reason and a second officer, and so do several smaller ones
 * of one day that together name as many.
 */
import { randomUUID } from 'node:crypto'
import type { Readable } from 'node:stream'
import { fail, ok, type Result } from '@mingce/domain/result'
import {
  authorise,
  type Change,
  type ChangeSource,
  type Context,
  CountedSecond,
  checkSecondOfficer,
  type SecondGiven,
  visibleArea,
} from '../../access/index.ts'
import { chinaDate, readCount } from '../../platform/clock/index.ts'
import type { Failure } from '../../platform/http/index.ts'
import { write } from '../../platform/write/index.ts'
import { type Election, getElection, homeCounty } from '../lifecycle/index.ts'
import type { ListFailure } from './errors.ts'
import type { ListExport, ListKinds, NewListExport } from './schema.ts'
import { listFile, MOST_ROWS } from './service.file.ts'
import type { ListSource } from './service.source.ts'
import {
  confirmListExport,
  countPeopleAsked,
  countToConfirm,
  findListExport,
  findListExports,
  forgetListExports,
  insertListExport,
  type ListExportRow,
  lockListExport,
} from './store.ts'

type Answer<T> = Promise<Result<T, Failure<ListFailure>>>

const DAY_MS = 86_400_000
/** How long a file may be taken, and how long it is known that it was asked for. */
const OPEN_MS = DAY_MS
const KEPT_MS = 30 * DAY_MS
const SHOWN = 100
/** By this share a list may have grown since it was confirmed. */
const GROWTH = 1.1

const LIMIT = 5_000

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** People that one officer takes out in a day without a second one, from `MINGCE_EXPORT_PEOPLE`. @throws ClockSettingInvalid */
export const exportLimitFrom = (env: Readonly<Record<string, string | undefined>>): number =>
  readCount(env, 'MINGCE_EXPORT_PEOPLE', LIMIT, 100_000_000)

export interface ListFile {
  readonly name: string
  readonly content: Readable
}

const exportChange = (row: ListExportRow, { title }: ListSource): Change => ({
  kind: 'list.export',
  countyCode: row.countyCode,
  first: { id: row.askedById, name: row.askedBy },
  content: [row.id, row.electionId, row.list, JSON.stringify(row.request), String(row.people)],
  summary: {
    zh: `导出“${title.zh}”，${row.people}人，用途：${row.reason ?? '未写'}`,
    en: `Export “${title.en}”, ${row.people} people; reason: ${row.reason ?? 'none'}`,
  },
})

/** The lists of an installation. */
interface Lists {
  readonly sources: readonly ListSource[]
  /** People that one officer takes in a day without a second one. */
  readonly limit: number
  /** Rows beyond which a file is a ZIP. */
  readonly mostRows: number
}

const sourceOf = ({ sources }: Lists, list: string): ListSource | undefined => sources.find(source => source.list === list)

const stateOf = (ctx: Context, row: ListExportRow): ListExport['state'] => {
  if (ctx.clock.now().getTime() - row.askedAt.getTime() > OPEN_MS) return 'over'
  return row.needsSecond && row.confirmedBy === null ? 'waiting' : 'ready'
}

const toListExport = (lists: Lists, ctx: Context, row: ListExportRow): ListExport => ({
  id: row.id,
  list: row.list,
  title: sourceOf(lists, row.list)?.title ?? { zh: row.list, en: row.list },
  people: row.people,
  reason: row.reason,
  askedBy: row.askedBy,
  askedAt: row.askedAt.toISOString(),
  own: row.askedById === ctx.actor.id,
  state: stateOf(ctx, row),
  confirmedBy: row.confirmedBy,
})

/** The source of a list, with its election, where the actor may take it. */
const openSource = async (lists: Lists, ctx: Context, electionId: string, list: string) => {
  const source = sourceOf(lists, list)
  if (!source) return fail({ code: 'list.unknown' } as const)
  const election = await getElection(ctx, electionId, source.permission)
  return election.ok ? ok({ source, election: election.value }) : election
}

/** Lists that another officer of the actor's area asked for and that wait for a second one. */
export const countListsToConfirm = async (ctx: Context, election: Election): Promise<number> =>
  countToConfirm(ctx.database, election.id, ctx.actor.areaCode, ctx.actor.id, new Date(ctx.clock.now().getTime() - OPEN_MS))

/** The lists that the actor may take. */
const findListsOf = async (lists: Lists, ctx: Context, electionId: string): Answer<ListKinds> => {
  const election = await getElection(ctx, electionId)
  if (!election.ok) return election
  const mine = lists.sources.filter(({ permission }) => authorise(ctx.actor, permission, ctx.actor.areaCode).ok)
  return ok({ limit: lists.limit, lists: mine.map(({ list, title }) => ({ list, title })) })
}

/** Asks for a list as a file. It can be taken at once, or when a second officer has confirmed. */
const askListExportOf = async (lists: Lists, ctx: Context, electionId: string, input: NewListExport): Answer<ListExport> => {
  const opened = await openSource(lists, ctx, electionId, input.list)
  if (!opened.ok) return opened
  const { source, election } = opened.value
  const { list, reason, ...request } = input
  if (request.columns?.some(column => source.columns[column] === undefined)) return fail({ code: 'list.filter' })
  const listed = await source.open(ctx, election, request.filter, request.language)
  if (!listed) return fail({ code: 'list.filter' })
  return write<ListExport, Failure<ListFailure>>(ctx, { action: `export ${electionId}` }, async (tx, at) => {
    await forgetListExports(tx, new Date(at.getTime() - KEPT_MS))
    const before = listed.people === 0 ? 0 : await countPeopleAsked(tx, ctx.actor.id, new Date(at.getTime() - DAY_MS))
    const needsSecond = listed.people + before > lists.limit && listed.people > 0
    if (needsSecond && reason === undefined) return fail({ code: 'list.reason' })
    const row = {
      id: randomUUID(),
      electionId,
      countyCode: homeCounty(election),
      areaCode: ctx.actor.areaCode,
      list,
      request,
      reason: reason ?? null,
      people: listed.people,
      needsSecond,
      askedById: ctx.actor.id,
      askedBy: ctx.actor.name,
      askedAt: at,
    }
    await insertListExport(tx, row)
    return ok({
      answer: toListExport(lists, ctx, { ...row, confirmedBy: null }),
      audit: {
        countyCode: row.countyCode,
        action: 'list.asked',
        subject: electionId,
        details: { list, people: row.people, waits: needsSecond, reason: row.reason },
      },
    })
  })
}

/** What officers of the actor's area asked for, the latest first. */
const findListExportsOf = async (lists: Lists, ctx: Context, electionId: string): Answer<ListExport[]> => {
  const election = await getElection(ctx, electionId)
  if (!election.ok) return election
  const area = visibleArea(ctx.actor, election.value.areaCode) ?? ctx.actor.areaCode
  const rows = await findListExports(ctx.database, electionId, area, SHOWN)
  return ok(rows.map(row => toListExport(lists, ctx, row)))
}

/** Confirms a list of many people as the second officer, or with what the first one enters of the level above. */
const confirmListExportOf = async (
  lists: Lists,
  ctx: Context,
  electionId: string,
  id: string,
  second?: SecondGiven,
): Answer<ListExport> => {
  const found = await findListExport(ctx.database, id)
  if (found?.electionId !== electionId || !found.areaCode.startsWith(ctx.actor.areaCode)) return fail({ code: 'list.unknown' })
  const opened = await openSource(lists, ctx, electionId, found.list)
  if (!opened.ok) return opened
  const entered = await CountedSecond.count(ctx.database, second)
  return write<ListExport, Failure<ListFailure>>(ctx, { action: `confirm export ${id}` }, async (tx, at) => {
    const row = await lockListExport(tx, id)
    if (!row) return fail({ code: 'list.unknown' })
    if (!row.needsSecond || row.confirmedBy !== null) return fail({ code: 'list.confirmed' })
    const other = await checkSecondOfficer(tx, ctx, exportChange(row, opened.value.source), entered)
    if (!other.ok) return other
    await confirmListExport(tx, id, other.value, at)
    return ok({
      answer: toListExport(lists, ctx, { ...row, confirmedBy: other.value.name }),
      audit: {
        countyCode: row.countyCode,
        action: 'list.confirmed',
        subject: electionId,
        details: {
          list: row.list,
          people: row.people,
          askedBy: row.askedById,
          officer: other.value.id,
          ...other.value.details,
        },
      },
    })
  })
}

/** The file, written as it is taken; the audit trail has it before the first row is read. */
const openListFileOf = async (lists: Lists, ctx: Context, electionId: string, id: string): Answer<ListFile> => {
  const row = await findListExport(ctx.database, id)
  if (row?.electionId !== electionId || row.askedById !== ctx.actor.id || row.areaCode !== ctx.actor.areaCode)
    return fail({ code: 'list.unknown' })
  const opened = await openSource(lists, ctx, electionId, row.list)
  if (!opened.ok) return opened
  const state = stateOf(ctx, row)
  if (state === 'waiting') return fail({ code: 'list.waits' })
  const { source, election } = opened.value
  const { filter, columns = Object.keys(source.columns), format, language } = row.request
  const listed = await source.open(ctx, election, filter, language)
  if (!listed) return fail({ code: 'list.filter' })
  if (state === 'over' || listed.people > Math.max(lists.limit, row.people * GROWTH)) return fail({ code: 'list.over' })
  const written = await write<true, Failure<ListFailure>>(ctx, { action: `take export ${id}`, always: true }, async () =>
    ok({
      answer: true,
      audit: {
        countyCode: row.countyCode,
        action: 'list.exported',
        subject: electionId,
        details: {
          list: row.list,
          filter,
          columns,
          format,
          people: listed.people,
          reason: row.reason,
          second: row.confirmedBy,
        },
      },
    }),
  )
  if (!written.ok) return written
  const title = source.title[language]
  const header = columns.map(column => source.columns[column]?.[language] ?? column)
  const file = listFile({ name: title, format, header, columns }, listed.pages(), listed.people > lists.mostRows)
  return ok({
    name: `${title}-${election.areaName}-${chinaDate(ctx.clock.now())}.${file.ending}`,
    content: file.content,
  })
}

export const openLists = (sources: readonly ListSource[], limit = LIMIT, mostRows = MOST_ROWS) => {
  const lists: Lists = { sources, limit, mostRows }
  const waiting: ChangeSource = {
    kinds: ['list.export'],
    async find(ctx, _, subject) {
      const row = UUID.test(subject) ? await findListExport(ctx.database, subject) : undefined
      const source = row && sourceOf(lists, row.list)
      return row && source && row.needsSecond && row.confirmedBy === null ? exportChange(row, source) : undefined
    },
  }
  return {
    waiting,
    findLists: (ctx: Context, electionId: string) => findListsOf(lists, ctx, electionId),
    askListExport: (ctx: Context, electionId: string, input: NewListExport) => askListExportOf(lists, ctx, electionId, input),
    findListExports: (ctx: Context, electionId: string) => findListExportsOf(lists, ctx, electionId),
    confirmListExport: (ctx: Context, electionId: string, id: string, second?: SecondGiven) =>
      confirmListExportOf(lists, ctx, electionId, id, second),
    openListFile: (ctx: Context, electionId: string, id: string) => openListFileOf(lists, ctx, electionId, id),
  }
}
