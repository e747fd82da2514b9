/**
 * Who has the voter, from the first request to the last answer. The place of origin decides alone: until it releases the voter they are on its
 * roll, from that moment on they are on the roll of the place that took the certificate. So whatever is late, lost, doubled or out of order,
 * nobody is on two rolls or on none (docs/certificates.md has the picture and the argument).
 */
import { fail, ok, type Result } from '../result/index.ts'

/** Where a taken certificate is held: which installation, and its own id for taking it. */
export interface Recipient {
  readonly installation: string
  readonly acceptance: string
}

/** A certificate in the books of its place of origin. */
export type Ledger =
  | { readonly state: 'requested' }
  | { readonly state: 'refused'; readonly reason: string }
  | { readonly state: 'issued'; readonly validUntil: string }
  | { readonly state: 'revoked'; readonly reason: string }
  | { readonly state: 'expired' }
  | { readonly state: 'released'; readonly to: Recipient }
  /** Released, then refused by the place that had taken it: the voter is on the roll here again. The certificate is used up. */
  | { readonly state: 'restored'; readonly to: Recipient }

/** A certificate in the books of the place that takes it. */
export type Acceptance =
  /** Shown here, and an officer decides first; the origin was not asked, and the voter is on its roll. */
  | { readonly state: 'review' }
  /** Taken, and the origin asked; the voter is still on the origin's roll and on no list here. */
  | { readonly state: 'held' }
  | { readonly state: 'final' }
  /** Not taken: the origin declined, or the office here refused before the origin was asked. The voter never left the origin's roll. */
  | { readonly state: 'returned'; readonly reason: Decline }
  /** The office here refused the voter after the origin had released them: on no list here, and the origin is asked to take them back. */
  | { readonly state: 'giving-back' }
  | { readonly state: 'given-back' }

/** `polling`: the origin's polling has started, and nobody leaves its roll any more. `refused`: by the office that was to take it. */
export type Decline = 'used' | 'revoked' | 'expired' | 'unknown' | 'polling' | 'refused'

/** Messages between installations; each is signed by its sender, and may come late, twice, or in any order. */
export type Message =
  | {
      readonly kind: 'claim'
      readonly certificate: string
      readonly taker: Recipient
      readonly takenOn: string
      /** Where the voter goes: kept with the mark that they are no longer here. */
      readonly place?: { readonly code: string; readonly name: string }
    }
  | { readonly kind: 'released'; readonly certificate: string; readonly taker: Recipient }
  /** The place that took the voter refuses them, and asks the origin to take them back. */
  | { readonly kind: 'giveBack'; readonly certificate: string; readonly taker: Recipient }
  /** The answer: the voter is on the origin's roll. */
  | { readonly kind: 'restored'; readonly certificate: string; readonly taker: Recipient }
  | { readonly kind: 'declined'; readonly certificate: string; readonly taker: Recipient; readonly reason: Decline }

export type HandoverError = { readonly code: 'certificate.state'; readonly state: Ledger['state'] | Acceptance['state'] }

const notIn = (state: HandoverError['state']): Result<never, HandoverError> => fail({ code: 'certificate.state', state })

/** Days after the last day of validity in which a claim of someone who took it in time is still answered. Then the certificate expires. */
export const GRACE_DAYS = 10

export const issue = (ledger: Ledger, validUntil: string): Result<Ledger, HandoverError> =>
  ledger.state === 'requested' ? ok({ state: 'issued', validUntil }) : notIn(ledger.state)

export const refuse = (ledger: Ledger, reason: string): Result<Ledger, HandoverError> =>
  ledger.state === 'requested' ? ok({ state: 'refused', reason }) : notIn(ledger.state)

/** Takes an issued certificate back. Not one that was released: the voter is elsewhere already. */
export const revoke = (ledger: Ledger, reason: string): Result<Ledger, HandoverError> =>
  ledger.state === 'issued' ? ok({ state: 'revoked', reason }) : notIn(ledger.state)

/** Ends an issued certificate whose time is over; `graceEnd` is its last day of validity plus GRACE_DAYS. */
export const expire = (ledger: Ledger, graceEnd: string, today: string): Result<Ledger, HandoverError> =>
  ledger.state === 'issued' && today > graceEnd ? ok({ state: 'expired' }) : notIn(ledger.state)

const same = (a: Recipient, b: Recipient): boolean => a.installation === b.installation && a.acceptance === b.acceptance

/**
 * The origin's answer to a claim, and what its books say then. The first claim in time wins; it and its repetitions are answered alike, all
 * others are declined. `ledger` undefined: no such certificate was ever issued here. `polling`: polling has started at the origin, and whoever
 * is on its roll stays there (EL 27: changes are made before each election).
 */
export const answerClaim = (
  ledger: Ledger | undefined,
  claim: Extract<Message, { kind: 'claim' }>,
  polling = false,
): { readonly ledger: Ledger | undefined; readonly answer: Message } => {
  const { certificate, taker, takenOn } = claim
  const decline = (reason: Decline): Message => ({ kind: 'declined', certificate, taker, reason })
  const released: Message = { kind: 'released', certificate, taker }
  if (ledger?.state === 'released') return { ledger, answer: same(ledger.to, taker) ? released : decline('used') }
  if (ledger?.state === 'restored') return { ledger, answer: decline('used') }
  if (ledger?.state === 'issued' && polling) return { ledger, answer: decline('polling') }
  if (ledger?.state === 'issued')
    return takenOn <= ledger.validUntil
      ? { ledger: { state: 'released', to: taker }, answer: released }
      : { ledger, answer: decline('expired') }
  if (ledger?.state === 'revoked' || ledger?.state === 'expired') return { ledger, answer: decline(ledger.state) }
  return { ledger, answer: decline('unknown') }
}

/**
 * The origin's answer when a voter is given back, and what its books say then. A certificate that was not released to this acceptance has left
 * its voter on the origin's roll: that is declined, and ends the wait all the same.
 */
export const answerGiveBack = (
  ledger: Ledger | undefined,
  { certificate, taker }: Extract<Message, { kind: 'giveBack' }>,
): { readonly ledger: Ledger | undefined; readonly answer: Message } => {
  const restored: Message = { kind: 'restored', certificate, taker }
  if (ledger?.state === 'released' && same(ledger.to, taker))
    return { ledger: { state: 'restored', to: taker }, answer: restored }
  if (ledger?.state === 'restored' && same(ledger.to, taker)) return { ledger, answer: restored }
  return { ledger, answer: { kind: 'declined', certificate, taker, reason: 'unknown' } }
}

/** What the taker's books say when its office refuses the voter; undefined: the origin has been asked and decides first. */
export const refuseArrival = (acceptance: Acceptance): Acceptance | undefined => {
  if (acceptance.state === 'review') return { state: 'returned', reason: 'refused' }
  return acceptance.state === 'final' ? { state: 'giving-back' } : undefined
}

/** What the taker's books say after the origin's answer. Answers that come again change nothing. */
export const receiveMessage = (
  acceptance: Acceptance,
  answer: Extract<Message, { kind: 'released' | 'declined' | 'restored' }>,
): Acceptance => {
  if (acceptance.state === 'giving-back') return answer.kind === 'released' ? acceptance : { state: 'given-back' }
  if (acceptance.state !== 'held' || answer.kind === 'restored') return acceptance
  return answer.kind === 'released' ? { state: 'final' } : { state: 'returned', reason: answer.reason }
}

/** Rests before a message without an answer is sent again, in seconds: soon at first, at least hourly however long the other side is away. */
export const restBefore = (attempt: number): number => Math.min(3_600, 5 * 2 ** Math.min(attempt, 12))
