/**
 * Registrations that arrived together: judged and admitted in one transaction, by the same SQL as a file, each with its answer under its
 * request id.
 */
import { type Decision, decide, type FindingCode, factOf, STANDING } from '@mingce/domain/registration'
import { nameOrder } from '@mingce/domain/standards'
import { chinaDate } from '../../platform/clock/index.ts'
import { type Database, RequestIdTaken, type Sql } from '../../platform/database/index.ts'
import { queueQuestion } from '../../population/index.ts'
import { admit, ClaimedMeanwhile, REFUSED } from '../check/index.ts'
import type { RegistrationAnswer } from './schema.ts'
import { ownRegistration, RECEIVED, toldOf } from './service.answer.ts'
import type { Frame } from './service.frame.ts'
import { type Afterwards, writeAfterwards } from './service.trail.ts'
import { type ConsentRow, type DocumentRow, insertConsent, insertDocument } from './store.consents.ts'
import {
  findLive,
  findOwn,
  findOwnOfMany,
  holdForCertificate,
  insertContact,
  type JudgedRow,
  judgeOnline,
  keepAnswers,
  moveAway,
  type OwnRow,
  recordChoices,
  relationOf,
  setPending,
} from './store.ts'

/** How someone comes by a certificate (选民资格证明, P83 §9). */
export interface ByCertificate {
  /** Who may be left for it: whoever stands in this installation, or only the mark of someone who had gone to another. */
  readonly leaves: 'standing' | 'elsewhere'
  /** The place of origin is another installation and has not released the voter yet: pending, with the claim, on no list. */
  readonly held: boolean
  /** Writes what belongs to it, in the same transaction; called only for a registration that was made. */
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
  /** Of this act: two are never one, however alike. */
  readonly digest: string
  /** Of what a refusal says: the same refusal twice is one. */
  readonly refusalDigest: string
  /** Someone who stands in another district: say so, move them, or leave it to the offices as a case. */
  readonly elsewhere: 'tell' | 'move' | 'case'
  /** No register answered in time: kept as pending. */
  readonly silent: boolean
  readonly contact: Uint8Array | null
  readonly consent: Omit<ConsentRow, 'at'> | null
  readonly document: Omit<DocumentRow, 'at'> | null
  /** Brought by a certificate (room certificate); then nobody who stands here already is updated by it. */
  readonly certificate?: ByCertificate
  /** Who is answered: `staff` is not told where else someone stands. */
  readonly answers: 'self' | 'family' | 'staff'
}

export type OnlineOutcome = Exclude<RegistrationAnswer['outcome'], 'received'>

/** The election was closed while the registration was on its way. */
export class ElectionClosed extends Error {}

export interface Services {
  readonly database: Database
  readonly clock: { now(): Date }
}

const ELSEWHERE = factOf('claim.other-district')
const BESIDE = factOf('claim.same-district')
const UPDATES = STANDING.updatesInRoll
const UNCHANGED = STANDING.unchangedInRoll

interface Verdict {
  readonly entry: OnlineEntry
  readonly row: JudgedRow
  readonly decision: Decision
  readonly kind: 'elsewhere' | 'unchanged' | 'admit' | 'refused'
  readonly moves: boolean
}

const verdictOf = (entry: OnlineEntry, found: JudgedRow): Verdict => {
  const contested = (found.facts & ELSEWHERE) !== 0 && (found.facts & REFUSED) === 0
  const moves = contested && entry.elsewhere === 'move'
  const row = moves ? { ...found, facts: found.facts & ~ELSEWHERE } : found
  const decision = decide(row.facts)
  if (decision.outcome === 'refused')
    return { entry, row: { ...row, digest: entry.refusalDigest }, decision, kind: 'refused', moves: false }
  if (entry.certificate && (row.standing_id !== null || (row.facts & BESIDE) !== 0))
    return { entry, row, decision, kind: 'unchanged', moves: false }
  if (contested && entry.elsewhere === 'tell') return { entry, row, decision, kind: 'elsewhere', moves: false }
  return { entry, row, decision, kind: (row.facts & UNCHANGED) !== 0 ? 'unchanged' : 'admit', moves }
}

/** The verdict of a row that may not change the registration that holds its person: it waits for a decision as a registration of its own. */
const waitBeside = (verdict: Verdict): Verdict => {
  const row = { ...verdict.row, facts: (verdict.row.facts & ~UPDATES) | BESIDE, standing_id: null }
  return { ...verdict, row, decision: decide(row.facts) }
}

/** The registration that a verdict is about: the new one, the standing one, or the one that holds the person. */
const ownOf = (verdict: Verdict, own: readonly OwnRow[]): OwnRow | undefined => {
  const { row, entry } = verdict
  if (row.standing_id !== null) return own.find(o => o.registrationId === row.standing_id && o.countyCode === row.county_code)
  if (verdict.kind === 'unchanged') return own.find(o => o.registrationId === row.holder_id && o.countyCode === row.holder_county)
  return own.find(o => o.personKey === entry.personKey && o.digest === entry.digest)
}

/** Whoever is bound by a certificate is left for a certificate only, and never while the place of origin has not answered. */
const mayLeave = ({ certificate }: OnlineEntry, { bound }: OwnRow): boolean =>
  bound === null ? certificate?.leaves !== 'elsewhere' : bound === 'elsewhere' && certificate?.leaves === 'elsewhere'

const CHOSEN = '本人选择在新的选区登记'

const answerOf = (verdict: Verdict, own: OwnRow | undefined, holder: OwnRow | undefined, today: string): RegistrationAnswer => {
  const { entry, decision, kind } = verdict
  if (kind === 'refused') return { outcome: 'refused', registration: null, findings: toldOf(decision.findings) }
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

/** Judges and admits these entries (of one election and channel, each of another person) in one transaction; answers in their order. */
export const registerBatch = async (
  services: Services,
  entries: readonly OnlineEntry[],
): Promise<(RegistrationAnswer | Error)[]> => {
  const at = services.clock.now()
  const [first] = entries
  if (!first) return []
  const { election } = first.frame
  return services.database.transaction(async tx => {
    const ids = entries.flatMap(e => (e.requestId === undefined ? [] : [e.requestId]))
    const live = await findLive(tx, election.id, ids)
    if (!live || live.state === 'closed') return entries.map(() => new ElectionClosed())
    const known = new Map((live.known ?? []).map(request => [request.id, request]))
    const answers = new Map<OnlineEntry, RegistrationAnswer | Error>()
    const fresh: OnlineEntry[] = []
    for (const entry of entries) {
      const before = entry.requestId === undefined ? undefined : known.get(entry.requestId)
      if (!before) fresh.push(entry)
      else
        answers.set(
          entry,
          before.actor === entry.account && before.action === entry.action
            ? (before.answer.value as RegistrationAnswer)
            : new RequestIdTaken(),
        )
    }
    if (fresh.length > 0) await admitFresh(tx, fresh, live.extractId, at, answers)
    return entries.map(entry => answers.get(entry) ?? new Error('an entry got no answer'))
  })
}

const rowOf = async (tx: Sql, entry: OnlineEntry, rowNo: number) => ({
  row_no: rowNo,
  person_key: entry.personKey,
  facts: entry.facts,
  name: entry.name,
  name_order: nameOrder(entry.name),
  sex: entry.sex,
  birth_date: entry.birthDate,
  community_code: entry.community,
  unit: entry.unit,
  basis: entry.basis,
  evidence: entry.evidence,
  digest: entry.digest,
  stated: entry.stated,
  contact_block: entry.contact && (await insertContact(tx, entry.frame.election.id, entry.contact)),
  contact_index: entry.contact && 0,
})

const admitFresh = async (
  tx: Sql,
  entries: readonly OnlineEntry[],
  extractId: number | null,
  at: Date,
  answers: Map<OnlineEntry, RegistrationAnswer | Error>,
): Promise<void> => {
  const [first] = entries
  if (!first) return
  const { frame, channel } = first
  const { election } = frame
  const rows = []
  for (const [index, entry] of entries.entries()) rows.push(await rowOf(tx, entry, index))
  let verdicts = (await judgeOnline(tx, rows, frame.scope(extractId))).flatMap(row => {
    const entry = entries[row.row_no]
    return entry ? [verdictOf(entry, row)] : []
  })
  const keys = entries.map(entry => entry.personKey)

  const holders = new Map<string, OwnRow>()
  if (verdicts.some(v => v.moves || v.kind === 'elsewhere'))
    for (const own of await findHolders(tx, verdicts)) holders.set(own.personKey, own)
  verdicts = verdicts.map(verdict => {
    const holder = holders.get(verdict.entry.personKey)
    return verdict.moves && holder && !mayLeave(verdict.entry, holder) ? { ...verdict, kind: 'elsewhere', moves: false } : verdict
  })
  const moving = verdicts.filter(v => v.moves)
  if (moving.length > 0) {
    const freed = await moveAway(
      tx,
      moving.map(({ entry, row }) => ({
        personKey: entry.personKey,
        countyCode: row.holder_county ?? '',
        registrationId: row.holder_id ?? 0,
        actor: entry.actor.name,
        reason: CHOSEN,
      })),
      election.round,
      at,
    )
    if (freed !== moving.length) throw new ClaimedMeanwhile()
  }
  // What no register has answered for is unchecked: it changes only a registration that waits for the same answer.
  const unchecked = verdicts.filter(v => v.entry.silent && v.kind === 'admit' && (v.row.facts & UPDATES) !== 0)
  if (unchecked.length > 0) {
    const standing = await findOwnOfMany(
      tx,
      unchecked.map(v => v.entry.personKey),
      election.id,
    )
    verdicts = verdicts.map(v => (unchecked.includes(v) && ownOf(v, standing)?.status !== 'pending' ? waitBeside(v) : v))
  }
  const admitted = verdicts.filter(v => v.kind === 'admit' || v.kind === 'refused')
  if (admitted.length > 0) {
    const rows = relationOf(admitted.map(v => v.row))
    const masks = admitted.map(v => ({ mask: v.row.facts, decision: v.decision, rows: 1 }))
    await admit(tx, { rows, electionId: election.id, round: election.round, channel, at, masks, often: true }, extractId)
  }
  const held = admitted.filter(v => v.entry.certificate?.held && v.kind === 'admit')
  for (const { entry } of held) await holdForCertificate(tx, entry.personKey, entry.digest)
  const silent = admitted.filter(
    v => v.entry.silent && !v.entry.certificate?.held && v.kind === 'admit' && (v.row.facts & UPDATES) === 0,
  )
  if (silent.length > 0)
    await setPending(
      tx,
      silent.map(v => v.entry.digest),
      silent.map(v => v.entry.personKey),
    )
  for (const { entry } of verdicts) {
    if (entry.consent) await insertConsent(tx, { ...entry.consent, at })
    if (entry.document) await insertDocument(tx, { ...entry.document, at })
  }
  const own = await findOwnOfMany(tx, keys, election.id)
  for (const verdict of silent) {
    const waits = ownOf(verdict, own)
    if (waits?.status === 'pending') {
      const { personKey, countyCode, registrationId, name } = waits
      await queueQuestion(tx, { electionId: election.id, personKey, name, countyCode, registrationId, at })
    }
  }
  const done: Afterwards[] = []
  const today = chinaDate(at)
  for (const verdict of verdicts) {
    const mine = verdict.kind === 'admit' || verdict.kind === 'unchanged' ? ownOf(verdict, own) : undefined
    const holder = holders.get(verdict.entry.personKey)
    const answer = answerOf(verdict, mine, holder, today)
    const { certificate } = verdict.entry
    if (certificate && mine && verdict.kind === 'admit')
      await certificate.write(tx, mine, verdict.moves ? (holder ?? null) : null)
    const told = verdict.entry.answers === 'family' ? RECEIVED : answer
    answers.set(verdict.entry, told)
    done.push({
      entry: verdict.entry,
      outcome: answer.outcome as OnlineOutcome,
      changed: verdict.kind === 'admit' || verdict.kind === 'refused',
      findings: answer.findings.map(f => f.code as FindingCode),
      countyCode: verdict.row.county_code,
      own: mine ?? null,
      left: verdict.moves && !certificate?.held ? (holder ?? null) : null,
    })
  }
  const choices = done.flatMap(({ own: to, left, entry }) =>
    to && left
      ? [
          {
            countyCode: to.countyCode,
            registrationId: to.registrationId,
            personKey: entry.personKey,
            otherCounty: left.countyCode,
            otherId: left.registrationId,
            by: entry.actor.name,
            reason: CHOSEN,
          },
        ]
      : [],
  )
  if (choices.length > 0) await recordChoices(tx, choices, election.id, at)
  await writeAfterwards(tx, frame, done, at)
  const requests = entries.flatMap(entry =>
    entry.requestId === undefined
      ? []
      : [{ id: entry.requestId, actor: entry.account, action: entry.action, answer: answers.get(entry) }],
  )
  if (requests.length > 0 && (await keepAnswers(tx, requests, at)) !== requests.length) throw new ClaimedMeanwhile()
}

/** Who holds the people that stand elsewhere, whatever election of the round that is in. */
const findHolders = async (tx: Sql, verdicts: readonly Verdict[]): Promise<OwnRow[]> => {
  const wanted = verdicts.filter(v => v.moves || v.kind === 'elsewhere')
  const found: OwnRow[] = []
  for (const { entry, row } of wanted)
    for (const own of await findOwn(tx, entry.personKey, null))
      if (own.countyCode === row.holder_county && own.registrationId === row.holder_id) found.push(own)
  return found
}
