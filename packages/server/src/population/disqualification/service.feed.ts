/**
 * Taking a message of the disqualification feed: whose it is, whether it is next, what each line becomes, and what that means for elections
 * and standing registrations, in one transaction. Numbers are in memory a line at a time and are kept as person keys only.
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
import { isCurrentCounty } from '../../platform/areas/index.ts'
import { recordAudit } from '../../platform/audit/index.ts'
import { chinaDate } from '../../platform/clock/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import type { FeedFailure } from './errors.ts'
import { MessageBroken, readMessage } from './service.lines.ts'
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

/** What taking a message needs; the sender of one over HTTP is no actor of the office. */
export type FeedServices = Pick<Context, 'database' | 'keys' | 'clock'> & { readonly carriedBy?: Context['actor'] | undefined }

export interface FeedInput {
  /** JWS in compact form. */
  readonly signature: string
  readonly message: AsyncIterable<Uint8Array> | Iterable<Uint8Array>
  readonly channel: 'file' | 'api'
  /** Whose it has to be, where the caller knows. */
  readonly authorityId?: string | undefined
}

/** Asks the standing registrations of some people anew; room registration does it. */
export type RecheckPeople = (
  tx: Sql,
  electionId: string,
  people: readonly string[],
  at: Date,
) => Promise<{ readonly opened: number; readonly withdrawn: number }>

export interface FeedAnswer extends FeedCounts {
  readonly authority: string
  readonly sequence: number
  /** The message was taken before; this is what was answered then. */
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

/** Thrown to roll the transaction back with a failure; never leaves this file. */
class Refused extends Error {
  readonly failure: Failure
  constructor(code: FeedFailure) {
    super(code)
    this.failure = { code }
  }
}

/** The statement, when a key that holds now has signed it. */
const verified = async (
  { database, clock }: FeedServices,
  input: FeedInput,
): Promise<Result<{ authority: Authority; key: AuthorityKey; statement: FeedStatement }, Failure>> => {
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
const inTurn = (keyed: readonly KeyedEntry[]): KeyedEntry[][] => {
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

/** Reads the message into the register. Throws Refused where it is not the one that was signed. */
const takeMessage = async (
  services: FeedServices,
  tx: Sql,
  authority: Authority,
  statement: FeedStatement,
  input: FeedInput,
): Promise<Taken> => {
  const numbers = { isCurrentCounty, bornBy: chinaDate(services.clock.now()) }
  const { lines, digest } = readMessage(input.message, statement.digest.algorithm)
  const counts = { added: 0, replaced: 0, withdrawn: 0, unchanged: 0, refused: 0 }
  const letters: string[] = []
  const refusals: { line: number; codes: readonly FeedRefusal[] }[] = []
  const people = new Set<string>()
  let batch: Line[] = []

  const settle = (line: number, outcome: EntryOutcome) => {
    counts[outcome] += 1
    letters[line - 1] = LETTERS[outcome]
  }
  const refuse = (line: number, codes: readonly FeedRefusal[]) => {
    settle(line, 'refused')
    refusals.push({ line, codes })
  }
  const take = async () => {
    const packed = new Uint8Array(16 * batch.length)
    batch.forEach(({ entry }, index) => {
      packResidentId(entry.number, packed, 16 * index)
    })
    const keys = services.keys.personKeys(packed)
    const keyed = batch.map(({ line, entry }, index): KeyedEntry => ({ key: keys[index] ?? '', line, entry }))
    batch = []
    for (const group of inTurn(keyed)) {
      const outcomes = await takeEntries(tx, authority, statement.sequence, group)
      group.forEach(({ key, line }, index) => {
        const outcome = outcomes[index] ?? 'refused'
        if (outcome === 'refused') refuse(line, ['entry.nothing-to-withdraw'])
        else settle(line, outcome)
        if (outcome !== 'refused' && outcome !== 'unchanged') people.add(key)
      })
    }
  }

  let line = 0
  for await (const text of lines) {
    line += 1
    if (line > statement.entries) throw new Refused('feed.digest')
    const read = readFeedEntry(text, numbers)
    if (read.kind === 'refused') refuse(line, read.codes)
    else batch.push({ line, entry: read.entry })
    if (batch.length >= BATCH) await take()
  }
  if (batch.length > 0) await take()
  if (line !== statement.entries || digest() !== statement.digest.hex) throw new Refused('feed.digest')
  refusals.sort((a, b) => a.line - b.line)
  return { entries: line, ...counts, outcomes: letters.join(''), refusals, people: [...people] }
}

/** Brings every election concerned up to the register, and asks its standing registrations of these people anew. */
const follow = async (
  services: FeedServices,
  tx: Sql,
  authority: Authority,
  taken: Taken,
  sequence: number,
  recheck: RecheckPeople,
): Promise<{ opened: number; withdrawn: number }> => {
  const at = services.clock.now()
  const findings = { opened: 0, withdrawn: 0 }
  if (taken.people.length > 0) await copyToElections(tx, { people: taken.people })
  const { added, replaced, withdrawn, unchanged, refused } = taken
  const row = {
    at,
    actor: services.carriedBy?.name ?? authority.name,
    role: services.carriedBy?.role ?? 'authority',
    action: 'disqualifications.fed',
  }
  const told = { authority: authority.id, sequence, added, replaced, withdrawn, unchanged, refused }
  for (const electionId of taken.people.length > 0 ? await findElectionsFed(tx, authority.areaCode) : []) {
    const { opened, withdrawn: gone } = await recheck(tx, electionId, taken.people, at)
    findings.opened += opened
    findings.withdrawn += gone
    const details = { ...told, findings: { opened, withdrawn: gone } }
    await recordAudit(tx, { ...row, countyCode: electionId.slice(0, 6).replace(/\D.*/, ''), subject: electionId, details })
  }
  await recordAudit(tx, {
    ...row,
    countyCode: authority.areaCode.slice(0, 6),
    subject: `feed/${authority.id}/${sequence}`,
    details: { ...told, findings },
  })
  return findings
}

/**
 * Takes one message: verified, next in order, whole or not at all. A message that was taken before is answered as it was then. Its lines
 * stand alone: one that cannot be used is refused with its reason, and the others count.
 */
export const applyFeedMessage = async (
  services: FeedServices,
  input: FeedInput,
  recheck: RecheckPeople,
): Promise<Result<FeedAnswer, Failure>> => {
  const checked = await verified(services, input)
  if (!checked.ok) return checked
  const { key, statement } = checked.value
  const { sequence } = statement
  const receivedAt = services.clock.now()
  try {
    return await services.database.transaction(async tx => {
      const authority = await lockAuthority(tx, statement.authority)
      if (!authority) throw new Refused('feed.unknown-key')
      const known = await findMessage(tx, authority.id, sequence)
      const place = placeInOrder(authority.lastSequence, { sequence, digest: digestText(statement) }, known)
      if (place === 'again' && known) return ok(answerOf(known, true))
      if (place !== 'next') throw new Refused(place === 'early' ? 'feed.early' : 'feed.replayed')
      const taken = await takeMessage(services, tx, authority, statement, input)
      const findings = await follow(services, tx, authority, taken, sequence, recheck)
      const { people, ...counts } = taken
      const message: FeedMessage = {
        ...counts,
        authorityId: authority.id,
        sequence,
        keyId: key.keyId,
        digest: digestText(statement),
        signature: input.signature.trim(),
        channel: input.channel,
        issuedAt: new Date(statement.issuedAt * 1000),
        receivedAt,
        findings,
      }
      await insertMessage(tx, message)
      return ok(answerOf(message, false))
    })
  } catch (error) {
    if (error instanceof Refused) return fail(error.failure)
    if (error instanceof MessageBroken) return fail({ code: 'feed.digest' })
    throw error
  }
}

/** Gives an election that begins what the register says already; for `setUpElection`, in its transaction. */
export const takeRegister = (tx: Sql, election: { readonly id: string }): Promise<void> =>
  copyToElections(tx, { electionId: election.id })
