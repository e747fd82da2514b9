/** Registers are added, ended on their last day, and shown with the state they are in. */
import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { resolve } from 'node:path'
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import { isDate } from '@mingce/domain/standards'
import type { Context } from '../../access/index.ts'
import { authorise } from '../../access/index.ts'
import { findArea, normaliseAreaCode } from '../../platform/areas/index.ts'
import { chinaDate } from '../../platform/clock/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import type { Purge } from '../../platform/purge/index.ts'
import { type AuditEntry, write } from '../../platform/write/index.ts'
import { ASK_FAILURES } from './errors.connector.ts'
import type { PopulationFailure } from './errors.ts'
import type { SourceAnswer } from './schema.ts'
import { lineState } from './service.ts'
import { hastenQuestions } from './store.questions.ts'
import {
  closeSource,
  countPendingBySource,
  findEndedSources,
  findExtractSources,
  findSourcesIn,
  insertSource,
  type RegisterSource,
} from './store.ts'

type Failure = {
  readonly code: PopulationFailure
  readonly field?: string
  readonly text?: Text
  readonly next?: Text
}

export interface NewSource {
  readonly areaCode: string
  readonly name: string
  /** Base address, https; the protocol's paths are added to it. */
  readonly url: string
  readonly certFile: string
  readonly keyFile: string
  readonly caFile: string
  /** Why the office may ask it, as the law says it (PIPL 13). */
  readonly legalBasis: string
  readonly asOf?: string | undefined
  /** The last day it is asked; no longer than its purpose needs (PIPL 19). */
  readonly endsOn: string
}

const invalid = (field: keyof NewSource, zh: string, en: string): Result<never, Failure> =>
  fail({ code: 'source.invalid', field, text: { zh, en } })

const readable = (file: string): Promise<boolean> =>
  access(file, constants.R_OK).then(
    () => true,
    () => false,
  )

const isHttps = (url: string): boolean => URL.canParse(url) && new URL(url).protocol === 'https:'

/** Adds a register that elections in its area ask from now on. The files stay where they are; only their paths are kept. */
export const addSource = async (ctx: Context, input: NewSource): Promise<Result<RegisterSource, Failure>> => {
  const areaCode = normaliseAreaCode(input.areaCode)
  if (areaCode === null || (await findArea(ctx.database, areaCode)) === null)
    return invalid('areaCode', `没有行政区划代码“${input.areaCode}”`, `There is no area with the code “${input.areaCode}”`)
  const allowed = authorise(ctx.actor, 'import-registers', areaCode)
  if (!allowed.ok) return fail({ code: 'forbidden' })
  if (input.name.trim() === '') return invalid('name', '请写明来源名称', 'Enter the name of the source')
  if (!isHttps(input.url)) return invalid('url', '网址要以 https:// 开头', 'The address must begin with https://')
  if (input.legalBasis.trim() === '')
    return invalid(
      'legalBasis',
      '请写明使用依据（个人信息保护法第十三条）',
      'Enter the legal basis (Personal Information Protection Law, Art. 13)',
    )
  const today = chinaDate(ctx.clock.now())
  if (!isDate(input.endsOn) || input.endsOn < today)
    return invalid(
      'endsOn',
      '截止日期应为今天或以后，格式如 2026-12-31',
      'The end date must be today or later, in the form 2026-12-31',
    )
  if (input.asOf !== undefined && !isDate(input.asOf))
    return invalid('asOf', '数据日期应为 2026-12-31 的格式', 'The date of the data must have the form 2026-12-31')
  const files = { certFile: resolve(input.certFile), keyFile: resolve(input.keyFile), caFile: resolve(input.caFile) }
  for (const field of ['certFile', 'keyFile', 'caFile'] as const)
    if (!(await readable(files[field]))) return invalid(field, `读不到文件 ${files[field]}`, `Cannot read ${files[field]}`)
  return write(ctx, { action: `source.add ${areaCode}` }, async (tx, at) => {
    const source = await insertSource(tx, {
      areaCode,
      name: input.name.trim(),
      url: input.url,
      ...files,
      legalBasis: input.legalBasis.trim(),
      asOf: input.asOf ?? null,
      endsOn: input.endsOn,
      addedAt: at,
      addedBy: ctx.actor.name,
    })
    const { name, url, legalBasis, endsOn } = source
    return ok({ answer: source, audit: sourceAudit('source.added', source, { name, url, legalBasis, endsOn }) })
  })
}

const sourceAudit = (
  action: AuditEntry['action'],
  source: Pick<RegisterSource, 'id' | 'areaCode'>,
  details: AuditEntry['details'],
): AuditEntry => ({ countyCode: source.areaCode.slice(0, 6), action, subject: String(source.id), details })

/** Ends a source: what it answered is purged, and registrations that waited for it are judged again without it. */
const endSource = async (
  tx: Sql,
  source: RegisterSource,
  state: 'ended' | 'removed',
  at: Date,
): Promise<{ readonly answers: number; readonly audit: AuditEntry }> => {
  const answers = await closeSource(tx, source.id, state, at)
  await hastenQuestions(tx, source.areaCode, at)
  const action = state === 'ended' ? 'source.purged' : 'source.removed'
  return { answers, audit: sourceAudit(action, source, { name: source.name, answers }) }
}

/** Removes a source before its end date. Returns how many answers were purged. */
export const removeSource = async (ctx: Context, id: number): Promise<Result<{ readonly answers: number }, Failure>> => {
  const source = (await findSourcesIn(ctx.database, ctx.actor.areaCode)).find(s => s.id === id && s.state === 'active')
  if (!source?.areaCode.startsWith(ctx.actor.areaCode)) return fail({ code: 'source.unknown' })
  const allowed = authorise(ctx.actor, 'import-registers', source.areaCode)
  if (!allowed.ok) return fail({ code: 'forbidden' })
  return write(ctx, { action: `source.remove ${id}`, effect: 'destroys' }, async (tx, at) => {
    const { answers, audit } = await endSource(tx, source, 'removed', at)
    return ok({ answer: { answers }, audit })
  })
}

/** Sources whose last day is over (PIPL 19). They are not asked after that day, whether or not they are purged yet. */
export const sourcesPurge: Purge = {
  kind: 'register-source',
  findDue: async (tx, today) =>
    (await findEndedSources(tx, today)).map(({ id, areaCode }) => ({ subject: String(id), areaCode })),
  async carryOut(tx, { subject }, today, at) {
    const source = (await findEndedSources(tx, today)).find(({ id }) => String(id) === subject)
    return source ? [(await endSource(tx, source, 'ended', at)).audit] : []
  },
}

/** All sources that the actor's area has to do with, extracts first, each with the state it is in. */
export const findSources = async (ctx: Context): Promise<Result<SourceAnswer[], Failure>> => {
  const { database, actor } = ctx
  const extracts = await findExtractSources(database, actor.areaCode)
  const sources = await findSourcesIn(database, actor.areaCode)
  const pending = new Map((await countPendingBySource(database, actor.areaCode)).map(row => [row.sourceId, row.pending]))
  const areas = new Map<string, string>()
  for (const { areaCode } of [...extracts, ...sources])
    if (!areas.has(areaCode)) areas.set(areaCode, (await findArea(database, areaCode))?.name ?? areaCode)
  const area = (code: string) => ({ code, name: areas.get(code) ?? code })
  return ok([
    ...extracts.map(
      (extract): SourceAnswer => ({
        id: `extract-${extract.id}`,
        kind: 'extract',
        name: extract.electionName,
        area: area(extract.areaCode),
        legalBasis: extract.legalBasis,
        asOf: extract.asOf,
        endsOn: extract.endsOn,
        state: 'local',
        lastSuccessAt: null,
        lastError: null,
        medianMs: null,
        pending: 0,
      }),
    ),
    ...sources.map((source): SourceAnswer => {
      const line = lineState(database, source.id)
      return {
        id: `register-${source.id}`,
        kind: 'register',
        name: source.name,
        area: area(source.areaCode),
        legalBasis: source.legalBasis,
        asOf: source.asOf,
        endsOn: source.endsOn,
        state: source.state === 'active' ? (line?.circuit ?? 'not-asked') : source.state,
        lastSuccessAt: line?.lastSuccessAt ?? null,
        lastError:
          line?.lastErrorAt && line.lastError
            ? { at: line.lastErrorAt, code: line.lastError, ...ASK_FAILURES[line.lastError] }
            : null,
        medianMs: line?.medianMs ?? null,
        pending: pending.get(source.id) ?? 0,
      }
    }),
  ])
}
