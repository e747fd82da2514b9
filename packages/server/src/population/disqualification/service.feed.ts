/**
 * Applies a message of the disqualification feed: who signed it, whether it is next, what each line becomes, and what that means for
 * elections and registrations, in one transaction. ID numbers are in memory a batch at a time and are kept as person keys only.
 */
import {
  type FeedEntry,
  type FeedRefusal,
  type FeedStatement,
  keyHolds,
  placeInOrder,
  readFeedEntry,
} from '@mingce/domain/population'
import { fail, ok, type Result } from '@mingce/domain/result'
import { packResidentId } from '@mingce/domain/standards'
import type { Context } from '../../access/index.ts'
import { countyCodes } from '../../platform/areas/index.ts'
import { chinaDate } from '../../platform/clock/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import { type AuditEntry, type Written, write } from '../../platform/write/index.ts'
import type { FeedFailure } from './errors.ts'
import { MessageBroken, type MessageLines, readMessage } from './service.lines.ts'
import { isSignedBy, readSigned } from './service.signature.ts'
import {
  type Authority,
  type AuthorityKey,
  copyToElections,
  type EntryOutcome,
  type FeedCounts,
  type FeedMessage,
  findAuthority,
  findAuthorityKeys,
  findElectionsFed,
  findMessage,
  insertMessage,
  type KeyedEntry,
  lockAuthority,
  type RefusedLine,
  takeEntries,
} from './store.ts'

export type { FeedCounts, RefusedLine } from './store.ts'

type Failure = { readonly code: FeedFailure; readonly text?: { zh: string; en: string } }

/** What applying a message needs; the sender of one over HTTP is not an account of the office. */
export type FeedServices = Pick<Context, 'database' | 'keys' | 'clock'> & { readonly carriedBy?: Context['actor'] | undefined }

export interface FeedInput {
  /** JWS in compact form. */
  readonly signature: string
  readonly message: AsyncIterable<Uint8Array> | Iterable<Uint8Array>
  readonly channel: 'file' | 'api'
  /** The authority it must be from, where the caller knows. */
  readonly authorityId?: string | undefined
}

/** Does what changes these people, and keeps the counts that module registration has of them. */
export type AroundPeople = <T>(tx: Sql, people: readonly string[], work: () => Promise<T>) => Promise<T>

/** Checks the registrations of some people again; module registration provides it. */
export type RecheckPeople = (
  tx: Sql,
  electionId: string,
  people: readonly string[],
  at: Date,
) => Promise<{ readonly opened: number; readonly withdrawn: number }>

export interface FeedAnswer extends FeedCounts {
  readonly authority: string
  readonly sequence: number
  /** The message was applied before; this is what was answered then. */
  readonly again: boolean
  readonly findings: { readonly opened: number; readonly withdrawn: number }
  /** What each line became, from line 1. */
  readonly outcomes: readonly EntryOutcome[]
  readonly refusals: readonly RefusedLine[]
}

const LETTERS: Readonly<Record<EntryOutcome, string>> = {
  added: 'a',
  replaced: 'r',
  withdrawn: 'w',
  unchanged: 'u',
  refused: 'x',
}
const OUTCOMES = new Map(Object.entries(LETTERS).map(([outcome, letter]) => [letter, outcome as EntryOutcome]))

const answerOf = (message: FeedMessage, again: boolean): FeedAnswer => {
  const { authorityId, sequence, entries, added, replaced, withdrawn, unchanged, refused, findings, refusals } = message
  const outcomes = [...message.outcomes].map(letter => OUTCOMES.get(letter) ?? 'refused')
  return {
    authority: authorityId,
    sequence,
    again,
    entries,
    added,
    replaced,
    withdrawn,
    unchanged,
    refused,
    findings,
    outcomes,
    refusals,
  }
}

/** Lines that go to the store in one statement. */
const BATCH = 2_000

const seconds = (at: Date): number => Math.floor(at.getTime() / 1000)
const digestText = ({ digest }: FeedStatement): string => `${digest.algorithm}:${digest.hex}`

interface Verified {
  readonly authority: Authority
  readonly key: AuthorityKey
  readonly statement: FeedStatement
}

/** The statement, if a key that is valid now has signed it. */
const verified = async ({ database, clock }: FeedServices, input: FeedInput): Promise<Result<Verified, Failure>> => {
  const signed = readSigned(input.signature)
  if (!signed.ok) return fail({ code: 'feed.malformed' })
  const { statement, keyId } = signed.value
  const authority = await findAuthority(database, statement.authority)
  if (!authority || (input.authorityId !== undefined && authority.id !== input.authorityId))
    return fail({ code: 'feed.unknown-key' })
  const key = (await findAuthorityKeys(database, authority.id)).find(known => known.keyId === keyId)
  if (!key) return fail({ code: 'feed.unknown-key' })
  if (!isSignedBy(signed.value, key)) return fail({ code: 'feed.signature' })
  const span = { from: seconds(key.validFrom), to: key.validTo && seconds(key.validTo) }
  const held = keyHolds(span, statement.issuedAt, seconds(clock.now()))
  if (held !== 'holds') return fail({ code: held === 'from-the-future' ? 'feed.clock' : 'feed.key-ended' })
  return ok({ authority, key, statement })
}

interface Taken extends FeedCounts {
  readonly outcomes: string
  readonly refusals: readonly RefusedLine[]
  readonly people: readonly string[]
}

interface Line {
  readonly line: number
  readonly entry: FeedEntry
}

/** Entries in groups of which none has two about one person, ground and document: a later line corrects an earlier one. */
const groupDistinct = (keyed: readonly KeyedEntry[]): KeyedEntry[][] => {
  const seen = new Map<string, number>()
  const turns: KeyedEntry[][] = []
  for (const one of keyed) {
    const identity = `${one.key} ${one.entry.ground} ${one.entry.document}`
    const turn = seen.get(identity) ?? 0
    seen.set(identity, turn + 1)
    const group = turns[turn]
    if (group) group.push(one)
    else turns.push([one])
  }
  return turns
}

/** Lines of a message as they are applied to the register: what each became, and whom they concern. */
class AppliedLines {
  readonly counts = { added: 0, replaced: 0, withdrawn: 0, unchanged: 0, refused: 0 }
  readonly people = new Set<string>()
  readonly #letters: string[] = []
  readonly #refusals: { line: number; codes: readonly FeedRefusal[] }[] = []

  record(line: number, outcome: EntryOutcome): void {
    this.counts[outcome] += 1
    this.#letters[line - 1] = LETTERS[outcome]
  }
  refuse(line: number, codes: readonly FeedRefusal[]): void {
    this.record(line, 'refused')
    this.#refusals.push({ line, codes })
  }
  recordEntry({ key, line }: KeyedEntry, outcome: EntryOutcome): void {
    if (outcome === 'refused') {
      this.refuse(line, ['entry.nothing-to-withdraw'])
      return
    }
    this.record(line, outcome)
    if (outcome !== 'unchanged') this.people.add(key)
  }
  result(entries: number): Taken {
    const refusals = this.#refusals.sort((a, b) => a.line - b.line)
    return { entries, ...this.counts, outcomes: this.#letters.join(''), refusals, people: [...this.people] }
  }
}

/** Person keys of some lines, in one call of the cipher. */
const keyEntries = (services: FeedServices, lines: readonly Line[]): KeyedEntry[] => {
  const packed = new Uint8Array(16 * lines.length)
  lines.forEach(({ entry }, index) => {
    packResidentId(entry.number, packed, 16 * index)
  })
  const keys = services.keys.personKeys(packed)
  return lines.map(({ line, entry }, index): KeyedEntry => ({ key: keys[index] ?? '', line, entry }))
}

/** Applies a message to the register. Refused when it is not the one that was signed. */
const applyLines = async (
  services: FeedServices,
  tx: Sql,
  authority: Authority,
  statement: FeedStatement,
  message: MessageLines,
): Promise<Result<Taken, Failure>> => {
  const numbers = { ...countyCodes(), bornBy: chinaDate(services.clock.now()) }
  const applied = new AppliedLines()
  const apply = async (batch: readonly Line[]) => {
    for (const group of groupDistinct(keyEntries(services, batch))) {
      const outcomes = await takeEntries(tx, authority, statement.sequence, group)
      group.forEach((entry, index) => {
        applied.recordEntry(entry, outcomes[index] ?? 'refused')
      })
    }
  }
  let batch: Line[] = []
  let line = 0
  for await (const text of message.lines) {
    line += 1
    if (line > statement.entries) return fail({ code: 'feed.digest' })
    const read = readFeedEntry(text, numbers)
    if (read.kind === 'refused') applied.refuse(line, read.codes)
    else batch.push({ line, entry: read.entry })
    if (batch.length < BATCH) continue
    await apply(batch)
    batch = []
  }
  await apply(batch)
  if (line !== statement.entries || message.digest() !== statement.digest.hex) return fail({ code: 'feed.digest' })
  return ok(applied.result(line))
}

/** The same, also refused where the message breaks off or has a line longer than any entry. */
const applyMessage = async (
  services: FeedServices,
  tx: Sql,
  authority: Authority,
  statement: FeedStatement,
  input: FeedInput,
): Promise<Result<Taken, Failure>> => {
  try {
    const message = readMessage(input.message, statement.digest.algorithm)
    return await applyLines(services, tx, authority, statement, message)
  } catch (error) {
    if (error instanceof MessageBroken) return fail({ code: 'feed.digest' })
    throw error
  }
}

interface Followed {
  readonly findings: { readonly opened: number; readonly withdrawn: number }
  readonly audit: readonly AuditEntry[]
}

/** Updates every election concerned from the register, and checks the registrations of these people again. */
const updateElections = async (
  tx: Sql,
  at: Date,
  authority: Authority,
  taken: Taken,
  sequence: number,
  recheck: RecheckPeople,
): Promise<Followed> => {
  const { added, replaced, withdrawn, unchanged, refused } = taken
  const summary = { authority: authority.id, sequence, added, replaced, withdrawn, unchanged, refused }
  const findings = { opened: 0, withdrawn: 0 }
  const audit: AuditEntry[] = []
  if (taken.people.length > 0) await copyToElections(tx, { people: taken.people })
  for (const electionId of taken.people.length > 0 ? await findElectionsFed(tx, authority.areaCode) : []) {
    const rechecked = await recheck(tx, electionId, taken.people, at)
    findings.opened += rechecked.opened
    findings.withdrawn += rechecked.withdrawn
    audit.push({
      countyCode: electionId.slice(0, 6).replace(/\D.*/, ''),
      action: 'disqualifications.fed',
      subject: electionId,
      details: { ...summary, findings: { opened: rechecked.opened, withdrawn: rechecked.withdrawn } },
    })
  }
  audit.push({
    countyCode: authority.areaCode.slice(0, 6),
    action: 'disqualifications.fed',
    subject: `feed/${authority.id}/${sequence}`,
    details: { ...summary, findings },
  })
  return { findings, audit }
}

/** Applies a verified message in the caller's transaction, if it is the next of its authority. */
const applyNext = async (
  services: FeedServices,
  tx: Sql,
  at: Date,
  input: FeedInput,
  { key, statement }: Verified,
  recheck: RecheckPeople,
  around: AroundPeople,
): Promise<Result<Written<FeedAnswer>, Failure>> => {
  const { sequence } = statement
  const authority = await lockAuthority(tx, statement.authority)
  if (!authority) return fail({ code: 'feed.unknown-key' })
  const known = await findMessage(tx, authority.id, sequence)
  const place = placeInOrder(authority.lastSequence, { sequence, digest: digestText(statement) }, known)
  if (place === 'again' && known) return ok({ answer: answerOf(known, true), audit: [] })
  if (place !== 'next') return fail({ code: place === 'early' ? 'feed.early' : 'feed.replayed' })
  const applied = await applyMessage(services, tx, authority, statement, input)
  if (!applied.ok) return applied
  const { people, ...counts } = applied.value
  const { findings, audit } = await around(tx, people, () => updateElections(tx, at, authority, applied.value, sequence, recheck))
  const message: FeedMessage = {
    ...counts,
    authorityId: authority.id,
    sequence,
    keyId: key.keyId,
    digest: digestText(statement),
    signature: input.signature.trim(),
    channel: input.channel,
    issuedAt: new Date(statement.issuedAt * 1000),
    receivedAt: at,
    findings,
  }
  await insertMessage(tx, message)
  return ok({ answer: answerOf(message, false), audit })
}

/**
 * Applies one message: verified, next in order, as a whole or not at all. A message that was applied before is answered as it was then. A
 * line that cannot be used is refused with its reason, and the others count.
 */
export const applyFeedMessage = async (
  services: FeedServices,
  input: FeedInput,
  recheck: RecheckPeople,
  around: AroundPeople,
): Promise<Result<FeedAnswer, Failure>> => {
  const checked = await verified(services, input)
  if (!checked.ok) return checked
  const { authority } = checked.value
  const actor = services.carriedBy ?? { id: `authority ${authority.id}`, name: authority.name, role: 'authority' }
  const ctx = { database: services.database, clock: services.clock, actor }
  return write(ctx, { action: `feed.apply ${authority.id}` }, (tx, at) =>
    applyNext(services, tx, at, input, checked.value, recheck, around),
  )
}

/** Copies the register's entries to a new election; for `setUpElection`, in its transaction. */
export const takeRegister = (tx: Sql, election: { readonly id: string }): Promise<void> =>
  copyToElections(tx, { electionId: election.id })
