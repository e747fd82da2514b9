/** Where someone wants to vote, and whether what they have is enough for it. Pure. */
import type { Ask, Claim, Evidence, Form, FormBasis, Place } from '../api/index.ts'

export interface Dates {
  readonly livesHereSince: string
  readonly contractFrom: string
  readonly contractUntil: string
}

export const NO_DATES: Dates = { livesHereSince: '', contractFrom: '', contractUntil: '' }

/** Which dates are asked with a kind of evidence, the one that has to be early enough first. */
export const datesAsked = (evidence: Evidence): readonly (keyof Dates)[] =>
  evidence === 'residence' ? ['livesHereSince'] : evidence === 'contract' ? ['contractFrom', 'contractUntil'] : []

export interface Choice {
  readonly community: Place | null
  readonly basis: FormBasis | null
  /** What the person says they have. */
  readonly evidence: readonly Evidence[]
  /** Place of work or school; only asked for these. */
  readonly unit: string
  /** 'YYYY-MM-DD' of what dates prove; '' where not stated. */
  readonly dates: Dates
  /** Elects the township's deputies; null: not asked, or not sure. */
  readonly electsTownship: boolean | null
  /** Part of a community that is divided among districts; null: not asked, or not sure. */
  readonly part: string | null
}

/**
 * What the form suggests; where it suggests nothing, the only basis there is, else nothing. A poster's community goes before the suggested one:
 * then the reason to vote there is asked, unless it is the same.
 */
export const startingChoice = (form: Form, scanned: Place | null = null): Choice => {
  if (scanned && scanned.code !== form.suggestion?.community.code)
    return { ...startingChoice({ ...form, suggestion: null }), community: scanned }
  const suggested = form.bases.find(basis => basis.basis === form.suggestion?.basis)
  return {
    community: form.suggestion?.community ?? null,
    basis: suggested ?? (form.bases.length === 1 ? (form.bases[0] ?? null) : null),
    evidence: [],
    dates: NO_DATES,
    unit: '',
    electsTownship: null,
    part: null,
  }
}

export const asksForUnit = (basis: FormBasis | null): boolean => basis?.basis === 'work' || basis?.basis === 'study'

/** Whoever has all of any one set has enough; a basis that asks for nothing always has. */
export const isEnough = (basis: FormBasis, evidence: readonly Evidence[], dates: Dates = NO_DATES, pollingDay = ''): boolean => {
  const counts = (kind: Evidence) => evidence.includes(kind) && isEarlyEnough(basis, kind, dates, pollingDay)
  return basis.asks.length === 0 || basis.enough.length === 0 || basis.enough.some(set => set.every(counts))
}

/** Does what was stated hold on election day? Whatever needs no date does. */
export const isEarlyEnough = (basis: FormBasis, kind: Evidence, dates: Dates, pollingDay: string): boolean => {
  const by = basis.asks.find(ask => ask.evidence === kind)?.by
  const [first] = datesAsked(kind)
  if (by === undefined || first === undefined) return true
  const ended = kind === 'contract' && dates.contractUntil !== '' && dates.contractUntil < pollingDay
  return dates[first] !== '' && dates[first] <= by && !ended
}

/** The sets of evidence that would be enough, each as what is asked. */
export const waysOf = (basis: FormBasis): Ask[][] =>
  basis.enough
    .filter(set => set.length > 0)
    .map(set => set.flatMap(evidence => basis.asks.find(ask => ask.evidence === evidence) ?? []))

/** Something is asked, and who has none of it may leave it open. */
export const isOptional = (basis: FormBasis): boolean => basis.enough.some(set => set.length === 0)

/** May it be sent? A community and a basis; what evidence lacks, the office asks for: nobody is kept from registering by this page. */
export const isComplete = (choice: Choice): boolean =>
  choice.community !== null && choice.basis !== null && (!asksForUnit(choice.basis) || choice.unit.trim() !== '')

export const claimOf = (choice: Choice): Claim | null => {
  const { community, basis, evidence, unit, electsTownship, dates, part } = choice
  if (!community || !basis) return null
  const asked = basis.asks.map(ask => ask.evidence)
  return {
    community: community.code,
    basis: basis.basis,
    evidence: evidence.filter(each => asked.includes(each)),
    ...Object.fromEntries(
      evidence
        .filter(each => asked.includes(each))
        .flatMap(datesAsked)
        .flatMap(name => (dates[name] === '' ? [] : [[name, dates[name]]])),
    ),
    ...(asksForUnit(basis) && unit.trim() !== '' ? { unit: unit.trim() } : {}),
    ...(electsTownship === null ? {} : { electsTownship }),
    ...(part === null ? {} : { part }),
  }
}
