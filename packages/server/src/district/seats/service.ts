/** Seats of the congresses that an election elects: how many (EL 12), divided among areas and units (EL 15), and the sheet that says so. */
import {
  type Allocation,
  allocateSeats,
  areaKind,
  type MinorityShare,
  mayHaveExtra,
  minorityShare,
  type Seats,
  type SeatsError,
  seatsFor,
} from '@mingce/domain/district'
import type { Level } from '@mingce/domain/election'
import { fail, ok, type Result } from '@mingce/domain/result'
import { spellArticles } from '@mingce/domain/standards'
import type { Context } from '../../access/index.ts'
import { authorise } from '../../access/index.ts'
import { type Fonts, installedFonts, printSheet, type SeatSheet, seatTexts } from '../../documents/index.ts'
import { type Election, electionAudit, findCommittee, getElection } from '../../election/index.ts'
import { areaName, findArea, findChildren } from '../../platform/areas/index.ts'
import { chinaDate } from '../../platform/clock/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import type { Failure } from '../../platform/http/index.ts'
import { write } from '../../platform/write/index.ts'
import { electionCommunities, electorate } from '../electorate/index.ts'
import type { SeatFailure } from './errors.ts'
import { findDecisions, findShares, replaceDecision, type SeatDecision } from './store.ts'

type Answer<T> = Promise<Result<T, Failure<SeatFailure>>>

/** People of the population register at hand by community, and the day its figures are of; null: there is none. Told by who has it. */
export type CountBase = (
  sql: Sql,
  electionId: string,
) => Promise<{ readonly people: ReadonlyMap<string, number>; readonly asOf: string | null } | null>
const noBase: CountBase = async () => null

/** A congress that the election elects, what was decided for it, and how that came about. */
export interface Congress {
  readonly level: Level
  readonly areaCode: string
  readonly areaName: string
  /** Areas inside it, to begin the table with; units are added by hand. `people`: in the register at hand; null where it knows none there. */
  readonly areas: readonly { readonly code: string; readonly name: string; readonly people: number | null }[]
  /** The register that `people` is counted in. */
  readonly base: { readonly asOf: string | null } | null
  readonly decision: SeatDecision | null
  readonly seats: Seats | null
  readonly allocation: Allocation | null
  readonly minorities: readonly (MinorityShare & { readonly name: string; readonly population: number })[]
}

export interface NewSeatDecision {
  readonly level: Level
  readonly areaCode: string
  readonly population: number
  readonly source: 'hukou' | 'resident'
  readonly populationOn?: string | undefined
  readonly extra: number
  readonly fewer?: number | undefined
  /** The army's seats (EL 6). */
  readonly army: number
  readonly document: string
  readonly areas: readonly { readonly code: string; readonly name: string; readonly population: number }[]
  readonly lots: readonly string[]
  readonly minorities: readonly { readonly name: string; readonly population: number }[]
}

/** Level and area of every congress that the election elects. */
const congressesOf = async (sql: Sql, election: Election): Promise<{ level: Level; areaCode: string }[]> => {
  const communities = await electionCommunities(sql, election.areaCode)
  const digits: Readonly<Record<Level, number>> = { county: 6, township: 9 }
  const congresses: { level: Level; areaCode: string }[] = []
  for (const level of election.levels) {
    const { electing } = await electorate(sql, election, level, communities)
    const areas = [...new Set(electing.map(c => c.code.slice(0, digits[level])))].sort()
    congresses.push(...areas.map(areaCode => ({ level, areaCode })))
  }
  return congresses
}

const areasOf = async (sql: Sql, election: Election, level: Level, areaCode: string) => {
  if (level === 'county') return (await findChildren(sql, areaCode)).map(({ code, name }) => ({ code, name }))
  const communities = await electionCommunities(sql, areaCode)
  return (await electorate(sql, election, level, communities)).electing.map(({ code, name }) => ({ code, name }))
}

interface Computed {
  readonly seats: Seats
  readonly total: number
  readonly allocation: Allocation | null
  readonly minorities: Congress['minorities']
}

type Figures = Pick<NewSeatDecision, 'level' | 'population' | 'extra' | 'fewer' | 'army' | 'areas' | 'lots' | 'minorities'>

/** How many seats the congress has: those of the law, or fewer where it allows fewer (EL 12), of which the army has some (EL 6). */
const computeTotal = (input: Figures): Result<Pick<Computed, 'seats' | 'total'>, Failure<SeatFailure>> => {
  const seats = seatsFor(input.level, input.population, input.extra)
  if (!seats.ok) return fail({ ...seats.error, field: seats.error.code === 'seats.extra' ? 'extra' : 'population' })
  const { fewer } = input
  if (fewer !== undefined && !(seats.value.mayBeFewer && fewer < seats.value.base && fewer >= 1))
    return fail({ code: 'seats.fewer', field: 'fewer' })
  const total = fewer ?? seats.value.total
  if (input.army > 0 && (input.level !== 'county' || input.army >= total)) return fail({ code: 'seats.army', field: 'army' })
  return ok({ seats: seats.value, total })
}

/** The seats divided among the areas; null where none are named. */
const computeAllocation = (input: Figures, total: number): Result<Allocation | null, Failure<SeatFailure>> => {
  if (new Set(input.areas.map(area => area.code)).size < input.areas.length)
    return fail({ code: 'allocation.twice', field: 'areas' })
  if (input.areas.length === 0) return ok(null)
  const allocation = allocateSeats(total - input.army, input.areas, input.lots)
  return allocation.ok ? allocation : fail({ ...allocation.error, field: 'areas' })
}

/** The share of each minority that is named. */
const computeMinorities = (input: Figures, total: number): Result<Computed['minorities'], Failure<SeatFailure>> => {
  const minorities: (MinorityShare & { name: string; population: number })[] = []
  for (const people of input.minorities) {
    const share: Result<MinorityShare, SeatsError> = minorityShare(input.population, people.population, total)
    if (!share.ok) return fail({ ...share.error, field: 'minorities' })
    minorities.push({ ...people, ...share.value })
  }
  return ok(minorities)
}

/** What the law makes of these figures; the same again whenever it is shown. */
const compute = (input: Figures): Result<Computed, Failure<SeatFailure>> => {
  const seats = computeTotal(input)
  if (!seats.ok) return seats
  const { total } = seats.value
  const allocation = computeAllocation(input, total)
  if (!allocation.ok) return allocation
  const minorities = computeMinorities(input, total)
  return minorities.ok ? ok({ ...seats.value, allocation: allocation.value, minorities: minorities.value }) : minorities
}

const figuresOf = async (sql: Sql, electionId: string, decision: SeatDecision): Promise<Figures> => ({
  ...decision,
  extra: decision.extra / 1000,
  fewer: decision.fewer ?? undefined,
  areas: await findShares(sql, electionId, decision.level, decision.areaCode),
})

/** People of the register in each area, which may hold several communities. */
const withPeople = (areas: readonly { code: string; name: string }[], people: ReadonlyMap<string, number> | undefined) =>
  areas.map(area => {
    let sum = 0
    for (const [code, count] of people ?? []) if (code.startsWith(area.code)) sum += count
    return { ...area, people: sum > 0 ? sum : null }
  })

/** Every congress of the election with its seats, as far as they are decided. */
export const findSeats = async (ctx: Context, electionId: string, countBase: CountBase = noBase): Answer<Congress[]> => {
  const election = await getElection(ctx, electionId)
  if (!election.ok) return election
  const decisions = await findDecisions(ctx.database, electionId)
  const base = await countBase(ctx.database, electionId)
  const congresses: Congress[] = []
  for (const { level, areaCode } of await congressesOf(ctx.database, election.value)) {
    const decision = decisions.find(one => one.level === level && one.areaCode === areaCode) ?? null
    const computed = decision && compute(await figuresOf(ctx.database, electionId, decision))
    if (computed && !computed.ok) throw new Error(`seats of ${electionId} are not what their rules give: ${computed.error.code}`)
    congresses.push({
      level,
      areaCode,
      areaName: (await areaName(ctx.database, areaCode)) ?? areaCode,
      areas: withPeople(await areasOf(ctx.database, election.value, level, areaCode), base?.people),
      base: base && { asOf: base.asOf },
      decision,
      seats: computed?.value.seats ?? null,
      allocation: computed?.value.allocation ?? null,
      minorities: computed?.value.minorities ?? [],
    })
  }
  return ok(congresses)
}

/**
 * Sets the seats of one congress in the place of what was set before. What the law leaves to a lot is refused until the lot is entered; a
 * number below the base is taken only where the law allows it.
 */
export const setSeats = async (
  ctx: Context,
  electionId: string,
  input: NewSeatDecision,
  countBase: CountBase = noBase,
): Answer<Congress[]> => {
  const found = await getElection(ctx, electionId, 'set-up')
  if (!found.ok) return found
  const election = found.value
  const allowed = authorise(ctx.actor, 'set-up', election.areaCode)
  if (!allowed.ok) return allowed
  const congresses = await congressesOf(ctx.database, election)
  if (!congresses.some(one => one.level === input.level && one.areaCode === input.areaCode))
    return fail({ code: 'seats.congress', field: 'areaCode' })
  const name = (await findArea(ctx.database, input.areaCode))?.name ?? ''
  if (input.extra > 0 && !mayHaveExtra(areaKind(name), election.rules.values.extraSeatsFor.value))
    return fail({ code: 'seats.extra-area', field: 'extra' })
  const computed = compute(input)
  if (!computed.ok) return computed
  const { total, allocation } = computed.value
  const open = (allocation?.tied ?? []).filter(code => !input.lots.includes(code))
  if (open.length > 0) {
    const names = (allocation?.tied ?? []).map(code => input.areas.find(area => area.code === code)?.name ?? code)
    return fail({
      code: 'allocation.tied',
      field: 'lots',
      text: {
        zh: `最后的名额，${names.join('、')}条件完全相同`,
        en: `${names.join(', ')} have equal claims to the last seats`,
      },
    })
  }
  const written = await write(ctx, { action: `seats.set ${electionId} ${input.level} ${input.areaCode}` }, async (tx, at) => {
    await replaceDecision(
      tx,
      electionId,
      ctx.actor.role,
      {
        ...input,
        populationOn: input.populationOn ?? null,
        extra: Math.round(input.extra * 1000),
        fewer: input.fewer ?? null,
        total,
        setBy: ctx.actor.name,
        at,
      },
      allocation?.allotments ?? [],
    )
    return ok({
      answer: true,
      audit: electionAudit(election, 'seats.set', {
        level: input.level,
        area: input.areaCode,
        population: input.population,
        source: input.source,
        total,
        army: input.army,
        document: input.document,
        areas: input.areas.length,
        lots: [...input.lots],
      }),
    })
  })
  return written.ok ? findSeats(ctx, electionId, countBase) : written
}

const LEVEL_TITLES: Readonly<Record<Level, string>> = { county: '县级人民代表大会', township: '乡级人民代表大会' }
const SOURCES = { hukou: '户籍人口', resident: '常住人口（地方规定）' } as const
const percent = (share: number): string => `${share > 0 ? '+' : ''}${(share * 100).toFixed(1)}%`

/** The printed sheet of one congress: its figures, each step with its article, the table, lots and minorities. */
export const seatSheet = async (
  ctx: Context,
  electionId: string,
  of: { readonly level: Level; readonly areaCode: string },
  fonts: Fonts = installedFonts(),
): Answer<{ name: string; pdf: Uint8Array }> => {
  const election = await getElection(ctx, electionId)
  if (!election.ok) return election
  const all = await findSeats(ctx, electionId)
  if (!all.ok) return all
  const congress = all.value.find(one => one.level === of.level && one.areaCode === of.areaCode)
  if (!congress?.decision || !congress.seats) return fail({ code: 'not-found' })
  const { decision, seats, allocation, minorities } = congress
  const nameOf = (code: string) => allocation?.allotments.find(one => one.code === code)?.name ?? code
  const committee = await findCommittee(ctx.database, electionId, of.level, of.areaCode)
  const sheet: SeatSheet = {
    electionName: election.value.name,
    congress: `${congress.areaName}　${LEVEL_TITLES[of.level]}`,
    total: decision.total,
    facts: [
      `人口　${decision.population}（${SOURCES[decision.source]}${decision.populationOn ? `，${decision.populationOn}` : ''}）`,
      `决定　${decision.document}`,
    ],
    steps: [
      ...seats.steps.map(step => ({ text: step.text.zh, article: spellArticles(step.article).zh, seats: step.seats })),
      ...(decision.fewer === null
        ? []
        : [{ text: `有权机关决定为${decision.fewer}名`, article: spellArticles('EL 12').zh, seats: decision.fewer }]),
      ...(decision.army === 0
        ? []
        : [
            {
              text: `其中军队${decision.army}名，单独选举；其余按区域分配`,
              article: spellArticles('EL 6').zh,
              seats: decision.total - decision.army,
            },
          ]),
    ],
    rows: (allocation?.allotments ?? []).map(one => ({
      name: one.name,
      population: one.population,
      seats: one.seats,
      perDeputy: Math.round(one.perDeputy),
      deviation: percent(one.deviation),
      note: one.guaranteed ? '至少1名' : '',
    })),
    lots: (allocation?.tied.length ?? 0) > 0 ? `抽签次序：${decision.lots.map(nameOf).join('、')}` : '',
    minorities: minorities.map(
      one =>
        `${one.name}　${one.population}人（${(one.share * 100).toFixed(1)}%）：${one.atLeast}至${one.atMost}名。${one.text.zh}（${spellArticles(one.article).zh}）`,
    ),
    committee: committee?.name ?? `${congress.areaName}选举委员会`,
    printedOn: chinaDate(decision.at),
  }
  for (const text of seatTexts(sheet)) fonts.unprintable(text)
  const { pdf } = await printSheet('seats', fonts, sheet)
  return ok({ name: `seats-${electionId}-${of.level}-${of.areaCode}.pdf`, pdf })
}
