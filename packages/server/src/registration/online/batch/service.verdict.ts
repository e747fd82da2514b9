/** What is decided about a registration that came by itself, before anything is written: pure. */
import type { MigrantDates } from '@mingce/domain/election'
import { type Decision, decide, factOf, hasFact, STANDING, withFacts, withoutFacts } from '@mingce/domain/registration'
import { objectionDaysOf } from '../../../election/index.ts'
import { chinaDate } from '../../../platform/clock/index.ts'
import type { Sql } from '../../../platform/database/index.ts'
import { REFUSED } from '../../check/index.ts'
import type { Frame } from '../frame/index.ts'
import type { RegistrationAnswer } from '../schema.ts'
import type { ConsentRow, DocumentRow } from '../store.consents.ts'
import type { JudgedRow, OwnRow } from '../store.ts'
import { findingsForPerson, ownRegistration } from './service.answer.ts'

/** How someone comes by a certificate (选民资格证明, P83 §9). */
export interface ByCertificate {
  /**
   * here: this installation; the registration that holds the voter may be left. elsewhere: another one, which has not released the voter
   * yet; only the mark of someone who had gone to another installation is left.
   */
  readonly origin: 'here' | 'elsewhere'
  /** CERTIFIED, and CERTIFIED_OUTSIDE where the place of origin lies outside. */
  readonly proof: number
  /**
   * Writes what belongs to it, in the same transaction; called only for a registration that was made. One that waits for a decision
   * (status `review`, nothing left) is asked of the place of origin when it is accepted.
   */
  write(tx: Sql, own: OwnRow, left: OwnRow | null): Promise<void>
}

/** What a number and a name say of themselves. */
export interface OnlinePerson {
  readonly personKey: string
  readonly name: string
  /** Bits that the row itself shows. */
  readonly facts: number
  readonly sex: string | null
  readonly birthDate: string | null
  readonly stated: Readonly<Record<string, unknown>> | null
}

/** One person to be registered. */
export interface OnlineEntry extends OnlinePerson {
  readonly requestId: string | undefined
  /** Whose request id it is, and for what. */
  readonly account: string
  readonly action: string
  readonly actor: { readonly name: string; readonly role: string }
  readonly frame: Frame
  readonly channel: 'online' | 'door' | 'station'
  readonly community: string
  readonly unit: string | null
  readonly basis: string
  readonly evidence: number
  readonly dates: MigrantDates
  /** What the person says of electing the township's deputies; null: not asked. */
  readonly electsTownship: boolean | null
  /** Part of the community, where it is divided among districts; null: not said. */
  readonly part: string | null
  /** Of this act: two are never one, however alike. */
  readonly digest: string
  /** Of what a refusal says: the same refusal twice is one. */
  readonly refusalDigest: string
  /** Someone who stands in another district: say so, move them, or leave it to the offices as a case. */
  readonly elsewhere: 'tell' | 'move' | 'case'
  /** No register answered in time: kept as pending. */
  readonly timedOut: boolean
  readonly contact: Uint8Array | null
  readonly consent: Omit<ConsentRow, 'at'> | null
  readonly document: Omit<DocumentRow, 'at'> | null
  /** Brought by a certificate (room certificate); then nobody who stands here already is updated by it. */
  readonly certificate?: ByCertificate
  /** Area code of the office that registers; null: the person, or a family member. */
  readonly office: string | null
  /** Who is answered: `staff` is not told where else someone stands; `family` is told nothing. */
  readonly answers: 'self' | 'family' | 'staff'
}

export type OnlineOutcome = Exclude<RegistrationAnswer['outcome'], 'received'>

const ELSEWHERE = factOf('claim.other-district')
const BESIDE = factOf('claim.same-district')
/** The row would change the registration that stands. */
export const UPDATES = STANDING.updatesInRoll
const UNCHANGED = STANDING.unchangedInRoll

/** What is to be done about an entry. */
export interface Verdict {
  readonly entry: OnlineEntry
  readonly row: JudgedRow
  readonly decision: Decision
  readonly kind: 'elsewhere' | 'unchanged' | 'admit' | 'refused'
  readonly moves: boolean
}

/** The verdict about an entry by what was found of it. */
export const verdictOf = (entry: OnlineEntry, found: JudgedRow): Verdict => {
  const contested = hasFact(found.facts, ELSEWHERE) && !hasFact(found.facts, REFUSED)
  const moves = contested && entry.elsewhere === 'move'
  const row = moves ? { ...found, facts: withoutFacts(found.facts, ELSEWHERE) } : found
  const decision = decide(row.facts)
  if (decision.outcome === 'refused')
    return { entry, row: { ...row, digest: entry.refusalDigest }, decision, kind: 'refused', moves: false }
  if (entry.certificate && (row.standing_id !== null || hasFact(row.facts, BESIDE)))
    return { entry, row, decision, kind: 'unchanged', moves: false }
  if (contested && entry.elsewhere === 'tell') return { entry, row, decision, kind: 'elsewhere', moves: false }
  return { entry, row, decision, kind: hasFact(row.facts, UNCHANGED) ? 'unchanged' : 'admit', moves }
}

/** The verdict of a row that may not change the registration that holds its person: it waits for a decision as a registration of its own. */
export const waitBeside = (verdict: Verdict): Verdict => {
  const row = { ...verdict.row, facts: withFacts(withoutFacts(verdict.row.facts, UPDATES), BESIDE), standing_id: null }
  return { ...verdict, row, decision: decide(row.facts) }
}

/** The registration that a verdict is about: the new one, the standing one, or the one that holds the person. */
export const ownOf = (verdict: Verdict, own: readonly OwnRow[]): OwnRow | undefined => {
  const { row, entry } = verdict
  if (row.standing_id !== null) return own.find(o => o.registrationId === row.standing_id && o.countyCode === row.county_code)
  if (verdict.kind === 'unchanged') return own.find(o => o.registrationId === row.holder_id && o.countyCode === row.holder_county)
  return own.find(o => o.personKey === entry.personKey && o.digest === entry.digest)
}

/** Whoever is bound by a certificate is left for a certificate only, and never while the place of origin has not answered. */
export const mayLeave = ({ certificate }: OnlineEntry, { bound }: OwnRow): boolean =>
  bound === null ? certificate?.origin !== 'elsewhere' : bound === 'elsewhere' && certificate?.origin === 'elsewhere'

/** Does the registration that the person leaves stay until the new one is accepted? So nobody is on no list while a new place is reviewed. */
export const arrivesFirst = ({ entry, decision }: Verdict, holder: OwnRow): boolean =>
  holder.bound === null && holder.status !== 'review' && (decision.outcome === 'review' || entry.timedOut)

/** The verdict of someone who keeps their registration until an officer has accepted the new one. */
export const keepMeanwhile = (verdict: Verdict): Verdict => {
  const row = { ...verdict.row, facts: withFacts(verdict.row.facts, ELSEWHERE) }
  return { ...verdict, row, decision: decide(row.facts), moves: false }
}

/** What an entry is answered. `own`: the registration that it is about; `holder`: the one that holds the person elsewhere. */
export const answerOf = (
  verdict: Verdict,
  own: OwnRow | undefined,
  holder: OwnRow | undefined,
  today: string,
): RegistrationAnswer => {
  const { entry, decision, kind } = verdict
  if (kind === 'refused')
    return {
      outcome: 'refused',
      registration: null,
      findings: findingsForPerson(decision.findings, entry.frame.rules),
      objection: objectionDaysOf(entry.frame.election),
    }
  if (kind === 'elsewhere')
    return {
      outcome: 'elsewhere',
      registration: null,
      findings: [],
      ...(entry.answers === 'self' && holder ? { elsewhere: elsewhereOf(entry.frame, holder) } : {}),
    }
  if (!own) throw new Error('a registration just made is not found')
  const registration = ownRegistration(entry.frame, own, today)
  const outcome = kind === 'unchanged' && own.status === 'registered' ? 'already' : own.status
  if (outcome === 'moved' || outcome === 'removed' || outcome === 'refused')
    throw new Error(`a standing registration is ${outcome}`)
  return { outcome, registration, findings: registration.findings }
}

const elsewhereOf = (frame: Frame, holder: OwnRow): { community: string; since: string } => ({
  community: (holder.communityCode && frame.places.get(holder.communityCode)?.name) || holder.communityCode || holder.countyCode,
  since: chinaDate(holder.at),
})
