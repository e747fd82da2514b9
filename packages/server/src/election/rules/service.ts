/** Rule sets that offices bring: proposed by one person, confirmed by another, in versions. */
import { findRuleSet, RULE_SETS, type RuleFault, type RuleSet, readAcceptedRuleSet, readRuleSet } from '@mingce/domain/election'
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import {
  authorise,
  type Change,
  type ChangeSource,
  type Context,
  CountedSecond,
  checkSecondOfficer,
  type SecondGiven,
} from '../../access/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import type { Failure } from '../../platform/http/index.ts'
import { type AuditEntry, write } from '../../platform/write/index.ts'
import type { RulesFailure } from './errors.ts'
import { confirmVersion, deleteVersion, findVersions, insertRuleVersion, lockVersions, type RuleSetVersion } from './store.ts'

type Answer<T> = Promise<Result<T, Failure<RulesFailure>>>

const read = (row: RuleSetVersion): RuleSet => {
  const rules = readAcceptedRuleSet(row.body)
  if (!rules.ok) throw new Error(`the stored rule set ${row.id}, version ${row.version}, cannot be read`)
  return rules.value
}

/** The newest confirmed version of each set of an office, then the program's own sets that no office has replaced. */
export const findRuleSets = async (sql: Sql): Promise<RuleSet[]> => {
  const confirmed = (await findVersions(sql)).filter(row => row.confirmedAt !== null)
  const own = confirmed.filter((row, at) => confirmed.findIndex(({ id }) => id === row.id) === at).map(read)
  return [...own, ...RULE_SETS.filter(({ id }) => !own.some(set => set.id === id))]
}

export interface WaitingVersion {
  readonly rules: RuleSet
  readonly note: string
  readonly proposedBy: string
  readonly proposedAt: Date
  /** Proposed by the account that asks, which cannot confirm it. */
  readonly own: boolean
}

export interface RuleSets {
  readonly sets: readonly RuleSet[]
  readonly waiting: readonly WaitingVersion[]
}

/** Rule sets that hold now, and versions that wait for a second person. */
export const listRuleSets = async (ctx: Context): Answer<RuleSets> => {
  const versions = await findVersions(ctx.database)
  return ok({
    sets: await findRuleSets(ctx.database),
    waiting: versions
      .filter(row => row.confirmedAt === null)
      .map(row => ({
        rules: read(row),
        note: row.note,
        proposedBy: row.proposedBy,
        proposedAt: row.proposedAt,
        own: row.proposedById === ctx.actor.id,
      })),
  })
}

/** Faults as one text, for people: each with its place. */
const faultsText = (faults: readonly RuleFault[]): Text => {
  const shown = faults.slice(0, 20)
  const rest = faults.length - shown.length
  const say = (language: 'zh' | 'en') => shown.map(({ at, text }) => `${at === '' ? '' : `${at}: `}${text[language]}`).join('；')
  return {
    zh: `${say('zh')}${rest > 0 ? `；另有${rest}处` : ''}`,
    en: `${say('en').replaceAll('；', '; ')}${rest > 0 ? `; and ${rest} more` : ''}`,
  }
}

const sameProvinces = (a: RuleSet, b: RuleSet) => [...a.provinces].sort().join() === [...b.provinces].sort().join()

/** Whose set it is: its province's, else the proposer's own area. */
const areaOf = (ctx: Context, rules: RuleSet): string =>
  rules.provinces.length === 0 ? ctx.actor.areaCode : rules.provinces.length === 1 ? (rules.provinces[0] ?? '') : ''

/** May the actor bring this set? Provinces are those of the office; a built-in set keeps its provinces. */
const mayPropose = (ctx: Context, rules: RuleSet): Result<unknown, Failure<RulesFailure>> => {
  const builtIn = findRuleSet(rules.id)
  if (rules.id === 'default' || (builtIn && !sameProvinces(builtIn, rules)))
    return fail({ code: 'rules.reserved', field: 'provinces' })
  return authorise(ctx.actor, 'set-up', areaOf(ctx, rules))
}

const entry = (
  rules: Pick<RuleSet, 'id' | 'version'>,
  action: AuditEntry['action'],
  details: Record<string, unknown> = {},
): AuditEntry => ({
  countyCode: '',
  action,
  subject: `rule-set/${rules.id}/${rules.version}`,
  details: { ...details },
})

export type ProposedSet = { readonly id: string; readonly version: number }

/** Proposes a version of a set; it holds once another person has confirmed it. */
export const proposeRuleSet = async (
  ctx: Context,
  input: { readonly file: unknown; readonly note: string },
): Answer<ProposedSet> => {
  const made = readRuleSet(input.file)
  if (!made.ok) return fail({ code: 'rules.invalid', field: 'file', text: faultsText(made.error) })
  const rules = made.value
  const allowed = mayPropose(ctx, rules)
  if (!allowed.ok) return allowed as Result<never, Failure<RulesFailure>>
  return write<ProposedSet, Failure<RulesFailure>>(ctx, { action: `rules.propose ${rules.id}` }, async (tx, at) => {
    const [newest] = await lockVersions(tx, rules.id)
    if (newest && !authorise(ctx.actor, 'set-up', newest.areaCode).ok)
      return fail({ code: 'forbidden', permission: 'set-up', areaCode: newest.areaCode })
    if (newest?.confirmedAt === null) return fail({ code: 'rules.waiting' })
    const next = (newest?.version ?? findRuleSet(rules.id)?.version ?? 0) + 1
    if (rules.version !== next)
      return fail({
        code: 'rules.version',
        field: 'version',
        text: { zh: `版本号应为${next}，不是${rules.version}`, en: `The version must be ${next}, not ${rules.version}` },
      })
    await insertRuleVersion(tx, {
      id: rules.id,
      version: rules.version,
      areaCode: areaOf(ctx, rules),
      body: input.file,
      note: input.note,
      proposedBy: ctx.actor.name,
      proposedById: ctx.actor.id,
      proposedAt: at,
    })
    const answer = { id: rules.id, version: rules.version }
    return ok({ answer, audit: entry(rules, 'rules.proposed', { note: input.note, source: rules.source }) })
  })
}

/** The version that waits, where the actor may decide about it. */
const lockWaiting = async (ctx: Context, tx: Sql, of: ProposedSet): Answer<RuleSetVersion> => {
  const row = (await lockVersions(tx, of.id)).find(({ version }) => version === of.version)
  if (!row || row.confirmedAt !== null) return fail({ code: 'rules.unknown' })
  const allowed = authorise(ctx.actor, 'set-up', row.areaCode)
  return allowed.ok ? ok(row) : allowed
}

/** Confirms a version that someone else proposed: it holds for elections whose list is not published yet. */
export const confirmRuleSet = async (ctx: Context, of: ProposedSet, second?: SecondGiven): Answer<ProposedSet> => {
  const entered = await CountedSecond.count(ctx.database, second)
  return write<ProposedSet, Failure<RulesFailure>>(ctx, { action: `rules.confirm ${of.id} ${of.version}` }, async (tx, at) => {
    const row = await lockWaiting(ctx, tx, of)
    if (!row.ok) return row
    const other = await checkSecondOfficer(tx, ctx, changeOf(row.value), entered)
    if (!other.ok) return other
    await confirmVersion(tx, of, other.value, at)
    const details = { proposedBy: row.value.proposedBy, ...other.value.details }
    return ok({ answer: of, audit: entry(of, 'rules.confirmed', details) })
  })
}

/** A version that waits, as a second officer confirms it. */
const changeOf = ({ id, version, areaCode, body, note, proposedBy, proposedById }: RuleSetVersion): Change => ({
  kind: 'rules.confirm',
  countyCode: areaCode.slice(0, 6),
  first: { id: proposedById, name: proposedBy },
  content: [id, String(version), JSON.stringify(body), note],
  summary: {
    zh: `规则集 ${id} 第 ${version} 版生效（说明：${note}）`,
    en: `Version ${version} of the rule set ${id} takes effect (note: ${note})`,
  },
})

/** Versions that wait, for the level above: SET/VERSION. */
export const waitingRules: ChangeSource = {
  kinds: ['rules.confirm'],
  find: (ctx, _, subject) =>
    ctx.database.transaction(async tx => {
      const [id = '', version = ''] = subject.split('/')
      const row = await lockWaiting(ctx, tx, { id, version: Number(version) })
      return row.ok ? changeOf(row.value) : undefined
    }),
}

/** Takes a version back that waits: its proposer, or the person who will not confirm it. */
export const withdrawRuleSet = async (ctx: Context, of: ProposedSet): Answer<ProposedSet> =>
  write<ProposedSet, Failure<RulesFailure>>(ctx, { action: `rules.withdraw ${of.id} ${of.version}` }, async tx => {
    const row = await lockWaiting(ctx, tx, of)
    if (!row.ok) return row
    await deleteVersion(tx, of)
    return ok({ answer: of, audit: entry(of, 'rules.withdrawn', { proposedBy: row.value.proposedBy }) })
  })
