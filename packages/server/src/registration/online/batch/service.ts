/**
 * Registrations that arrived together: judged and admitted in one transaction, by the same SQL as a file, each with its answer under its
 * request id.
 */
import { type FindingCode, hasFact, withFacts } from '@mingce/domain/registration'
import { nameOrder } from '@mingce/domain/standards'
import { chinaDate } from '../../../platform/clock/index.ts'
import { type Database, RequestIdTaken, type Sql } from '../../../platform/database/index.ts'
import { queueQuestion } from '../../../population/index.ts'
import { areOtherNumbers, ClaimedMeanwhile, recordTold, saveOutcome, WITHHELD } from '../../check/index.ts'
import { keepCounts } from '../../counts/index.ts'
import type { RegistrationAnswer } from '../schema.ts'
import { insertConsent, insertDocument } from '../store.consents.ts'
import {
  findLive,
  findOwn,
  findOwnOfMany,
  holdForCertificate,
  insertContact,
  judgeOnline,
  type KnownRequest,
  keepAnswers,
  moveAway,
  type OwnRow,
  recordChoices,
  relationOf,
  setPending,
} from '../store.ts'
import { RECEIVED } from './service.answer.ts'
import { type RegistrationEffects, recordEffects } from './service.trail.ts'
import {
  answerOf,
  arrivesFirst,
  keepMeanwhile,
  mayLeave,
  type OnlineEntry,
  type OnlineOutcome,
  ownOf,
  UPDATES,
  type Verdict,
  verdictOf,
  waitBeside,
} from './service.verdict.ts'

/** The election was closed while the registration was on its way. */
export class ElectionClosed extends Error {}

export interface Services {
  readonly database: Database
  readonly clock: { now(): Date }
}

type Answers = Map<OnlineEntry, RegistrationAnswer | Error>

/** A transaction with what is the same for all entries of a batch. */
interface Batch {
  readonly tx: Sql
  readonly frame: OnlineEntry['frame']
  readonly channel: OnlineEntry['channel']
  readonly extractId: number | null
  readonly at: Date
}

const CHOSEN = '本人选择在新的选区登记'

/** Judges and admits these entries (of one election and channel, each of another person) in one transaction; answers in their order. */
export const registerBatch = async (
  services: Services,
  entries: readonly OnlineEntry[],
): Promise<(RegistrationAnswer | Error)[]> => {
  const at = services.clock.now()
  const [first] = entries
  if (!first) return []
  const { frame, channel } = first
  return services.database.transaction(async tx => {
    const ids = entries.flatMap(e => (e.requestId === undefined ? [] : [e.requestId]))
    const live = await findLive(tx, frame.election.id, ids)
    if (!live || live.state === 'closed') return entries.map(() => new ElectionClosed())
    const answers = answersFrom(live.known ?? [], entries)
    const fresh = entries.filter(entry => !answers.has(entry))
    if (fresh.length > 0)
      await keepCounts(
        tx,
        fresh.map(entry => entry.personKey),
        () => registerFresh({ tx, frame, channel, extractId: live.extractId, at }, fresh, answers),
        fresh.some(entry => entry.document !== undefined && entry.document !== null),
      )
    return entries.map(entry => answers.get(entry) ?? new Error('an entry got no answer'))
  })
}

/** Answers of entries whose request ids were answered before. */
const answersFrom = (requests: readonly KnownRequest[], entries: readonly OnlineEntry[]): Answers => {
  const known = new Map(requests.map(request => [request.id, request]))
  const answers: Answers = new Map()
  for (const entry of entries) {
    const before = entry.requestId === undefined ? undefined : known.get(entry.requestId)
    if (!before) continue
    const isSame = before.actor === entry.account && before.action === entry.action
    answers.set(entry, isSame ? (before.answer.value as RegistrationAnswer) : new RequestIdTaken())
  }
  return answers
}

/** Judges, admits and answers entries whose request ids are new, and keeps the answers. */
const registerFresh = async (batch: Batch, entries: readonly OnlineEntry[], answers: Answers): Promise<void> => {
  const { tx, frame, at } = batch
  const judged = await judge(batch, entries)
  const holders = await findHolders(tx, judged)
  const verdicts = await holdUnchecked(batch, await freePlaces(batch, judged, holders))
  const admitted = verdicts.filter(v => v.kind === 'admit' || v.kind === 'refused')
  await saveRows(batch, admitted)
  const silent = await markPending(tx, admitted)
  await writeDocuments(batch, verdicts)
  const own = await findOwnOfMany(
    tx,
    entries.map(entry => entry.personKey),
    frame.election.id,
  )
  await askLater(batch, silent, own)
  const done: RegistrationEffects[] = []
  for (const verdict of verdicts) done.push(await settle(batch, verdict, own, holders.get(verdict.entry.personKey), answers))
  await recordMoves(batch, done)
  await recordEffects(tx, frame, done, at)
  await keepUnderRequestIds(batch, entries, answers)
}

/** Entries with what the registers and the roll say of them. */
const judge = async (batch: Batch, entries: readonly OnlineEntry[]): Promise<Verdict[]> => {
  const { tx, frame, extractId } = batch
  const others = await findOtherNumbers(batch, entries)
  const rows = []
  for (const [index, entry] of entries.entries()) {
    const row = await rowOf(tx, entry, index)
    rows.push(others.has(entry) ? { ...row, facts: withFacts(row.facts, WITHHELD) } : row)
  }
  return (await judgeOnline(tx, rows, frame.scope(extractId))).flatMap(row => {
    const entry = entries[row.row_no]
    return entry ? [verdictOf(entry, row)] : []
  })
}

/** Entries that others make for a person, with another number than the account sent first under this name and birth date. */
const findOtherNumbers = async ({ tx, frame, at }: Batch, entries: readonly OnlineEntry[]): Promise<ReadonlySet<OnlineEntry>> => {
  const asked = entries.flatMap(entry => {
    const { account, name, birthDate, personKey } = entry
    return entry.answers === 'self' || entry.document || birthDate === null
      ? []
      : [{ entry, account, name, birthDate, personKey }]
  })
  const others = await areOtherNumbers(tx, frame.election.id, asked, at)
  return new Set(asked.flatMap(({ entry }, index) => (others[index] ? [entry] : [])))
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
  elects_township: entry.electsTownship,
  lives_here_since: entry.dates.livesHereSince,
  contract_from: entry.dates.contractFrom,
  contract_until: entry.dates.contractUntil,
  part: entry.part,
  digest: entry.digest,
  stated: entry.stated,
  contact_block: entry.contact && (await insertContact(tx, entry.frame.election.id, entry.contact)),
  contact_index: entry.contact && 0,
})

/** Who holds the people that stand elsewhere, by person key, whatever election of the round that is in. */
const findHolders = async (tx: Sql, verdicts: readonly Verdict[]): Promise<ReadonlyMap<string, OwnRow>> => {
  const found = new Map<string, OwnRow>()
  for (const { entry, row } of verdicts.filter(v => v.moves || v.kind === 'elsewhere'))
    for (const own of await findOwn(tx, entry.personKey, null))
      if (own.countyCode === row.holder_county && own.registrationId === row.holder_id) found.set(own.personKey, own)
  return found
}

/**
 * Frees the places of those who move and are accepted at once; whoever needs a decision keeps theirs until then, and whoever may not leave
 * theirs is told where they stand instead.
 */
const freePlaces = async (
  { tx, frame, at }: Batch,
  judged: readonly Verdict[],
  holders: ReadonlyMap<string, OwnRow>,
): Promise<Verdict[]> => {
  const verdicts = judged.map((verdict): Verdict => {
    const holder = holders.get(verdict.entry.personKey)
    if (!verdict.moves || !holder) return verdict
    if (!mayLeave(verdict.entry, holder)) return { ...verdict, kind: 'elsewhere', moves: false }
    return arrivesFirst(verdict, holder) ? keepMeanwhile(verdict) : verdict
  })
  const moving = verdicts
    .filter(v => v.moves)
    .map(({ entry, row }) => ({
      personKey: entry.personKey,
      countyCode: row.holder_county ?? '',
      registrationId: row.holder_id ?? 0,
      actor: entry.actor.name,
      reason: CHOSEN,
    }))
  if (moving.length > 0 && (await moveAway(tx, moving, frame.election.round, at)) !== moving.length) throw new ClaimedMeanwhile()
  return verdicts
}

/** What no register has answered for is unchecked: it changes only a registration that waits for the same answer. */
const holdUnchecked = async ({ tx, frame }: Batch, verdicts: readonly Verdict[]): Promise<readonly Verdict[]> => {
  const unchecked = verdicts.filter(v => v.entry.timedOut && v.kind === 'admit' && hasFact(v.row.facts, UPDATES))
  if (unchecked.length === 0) return verdicts
  const keys = unchecked.map(v => v.entry.personKey)
  const standing = await findOwnOfMany(tx, keys, frame.election.id)
  return verdicts.map(v => (unchecked.includes(v) && ownOf(v, standing)?.status !== 'pending' ? waitBeside(v) : v))
}

/** Writes what was decided, by the same SQL as for the rows of a file. */
const saveRows = async ({ tx, frame, channel, extractId, at }: Batch, admitted: readonly Verdict[]): Promise<void> => {
  if (admitted.length === 0) return
  const rows = relationOf(admitted.map(v => v.row))
  const masks = admitted.map(v => ({ mask: v.row.facts, decision: v.decision, rows: 1 }))
  const { id: electionId, round } = frame.election
  await saveOutcome(tx, { rows, electionId, round, channel, at, masks, often: true }, extractId)
}

/** Marks new registrations that wait for the place of origin or for a register; returns those that wait for a register. */
const markPending = async (tx: Sql, admitted: readonly Verdict[]): Promise<readonly Verdict[]> => {
  const made = admitted.filter(v => v.kind === 'admit')
  for (const { entry } of made)
    if (entry.certificate?.origin === 'elsewhere') await holdForCertificate(tx, entry.personKey, entry.digest)
  const silent = made.filter(v => v.entry.timedOut && !hasFact(v.row.facts, UPDATES + WITHHELD))
  if (silent.length > 0)
    await setPending(
      tx,
      silent.map(v => v.entry.digest),
      silent.map(v => v.entry.personKey),
    )
  return silent
}

const writeDocuments = async ({ tx, at }: Batch, verdicts: readonly Verdict[]): Promise<void> => {
  for (const { entry } of verdicts) {
    if (entry.consent) await insertConsent(tx, { ...entry.consent, at })
    if (entry.document) await insertDocument(tx, { ...entry.document, at })
  }
}

/** Queues the questions that no register answered in time. */
const askLater = async ({ tx, frame, at }: Batch, silent: readonly Verdict[], own: readonly OwnRow[]): Promise<void> => {
  for (const verdict of silent) {
    const waits = ownOf(verdict, own)
    if (waits?.status !== 'pending') continue
    const { personKey, countyCode, registrationId, name } = waits
    await queueQuestion(tx, { electionId: frame.election.id, personKey, name, countyCode, registrationId, at })
  }
}

const toldOf = ({ account, actor, office, channel, frame }: OnlineEntry, at: Date) => ({
  account,
  role: actor.role,
  office: office ?? frame.election.areaCode,
  channel,
  electionId: frame.election.id,
  at,
})

/** Answers one entry, and writes what belongs to its certificate. */
const settle = async (
  { tx, at }: Batch,
  verdict: Verdict,
  own: readonly OwnRow[],
  holder: OwnRow | undefined,
  answers: Answers,
): Promise<RegistrationEffects> => {
  const { entry, kind, moves, row } = verdict
  const mine = kind === 'admit' || kind === 'unchanged' ? ownOf(verdict, own) : undefined
  const answer = answerOf(verdict, mine, holder, chinaDate(at))
  const left = moves ? (holder ?? null) : null
  if (entry.certificate && mine && kind === 'admit') await entry.certificate.write(tx, mine, left)
  answers.set(entry, entry.answers === 'family' ? RECEIVED : answer)
  const isTold = kind === 'elsewhere' && entry.office !== null && entry.answers === 'staff'
  if (isTold) await recordTold(tx, entry.personKey, toldOf(entry, at))
  return {
    entry,
    outcome: answer.outcome as OnlineOutcome,
    changed: kind === 'admit' || kind === 'refused',
    findings: answer.findings.map(f => f.code as FindingCode),
    countyCode: row.county_code,
    own: mine ?? null,
    left: entry.certificate?.origin === 'elsewhere' ? null : left,
    told:
      isTold && holder
        ? { account: entry.account, countyCode: holder.countyCode, registrationId: holder.registrationId }
        : undefined,
  }
}

/** Records, for those who moved, which registration they chose. */
const recordMoves = async ({ tx, frame, at }: Batch, done: readonly RegistrationEffects[]): Promise<void> => {
  const choices = done.flatMap(({ own, left, entry }) =>
    own && left
      ? [
          {
            countyCode: own.countyCode,
            registrationId: own.registrationId,
            personKey: entry.personKey,
            otherCounty: left.countyCode,
            otherId: left.registrationId,
            by: entry.actor.name,
            reason: CHOSEN,
          },
        ]
      : [],
  )
  if (choices.length > 0) await recordChoices(tx, choices, frame.election.id, at)
}

const keepUnderRequestIds = async ({ tx, at }: Batch, entries: readonly OnlineEntry[], answers: Answers): Promise<void> => {
  const requests = entries.flatMap(entry =>
    entry.requestId === undefined
      ? []
      : [{ id: entry.requestId, actor: entry.account, action: entry.action, answer: answers.get(entry) }],
  )
  if (requests.length > 0 && (await keepAnswers(tx, requests, at)) !== requests.length) throw new ClaimedMeanwhile()
}
