/**
 * Handing a voter over between installations, as rows (docs/certificates.md): the place of origin lets go in one transaction and keeps a mark;
 * the place that took the certificate lets the held registration stand, or takes it back. The room certificate says when.
 */
import type { Election } from '../../../election/index.ts'
import type { Sql } from '../../../platform/database/index.ts'
import { checkScope, lockRegistrations, type Ref, type RegistrationKey, recheckStanding } from '../../check/index.ts'
import { goOnWithAnswered } from '../../online/index.ts'
import { findBound, findClaim, insertEvent, reopenFindings, setClaim, setStatus } from '../store.decide.ts'
import { findHolding, findLeftAs, type Holding, insertMark, insertMarkOf, type LeftAs, unbind, withdrawOpen } from './store.ts'

export type { Holding }

const same = (a: Ref | null, b: Ref): boolean => a?.countyCode === b.countyCode && a.registrationId === b.registrationId

/** The registration that holds a person, locked with the claim. Undefined: none holds them, or it changed this moment. */
export const lockHolding = async (tx: Sql, personKey: string, round: string): Promise<Holding | undefined> => {
  const found = await findHolding(tx, personKey, round)
  if (!found) return undefined
  await lockRegistrations(tx, personKey, [found])
  const claim = await findClaim(tx, personKey, round)
  const holding = await findHolding(tx, personKey, round)
  return holding && same(claim, found) ? holding : undefined
}

export interface Leaving {
  readonly personKey: string
  readonly round: string
  /** County of the destination, 6 digits. */
  readonly toCounty: string
  readonly reason: string
  readonly at: Date
}

/**
 * Takes a person off this installation's roll: the registration is moved, and a mark holds the claim so that they come back only with a
 * certificate. Undefined, with nothing changed: nothing here holds them that could be left.
 */
export const leaveInstallation = async (tx: Sql, leaving: Leaving): Promise<Holding | undefined> => {
  const { personKey, round, reason, at } = leaving
  const holding = await lockHolding(tx, personKey, round)
  if (!holding || holding.bound !== null) return undefined
  const mark = await insertMark(tx, holding, leaving.toCounty, at)
  await leaveRegistration(tx, holding, { actor: 'certificate', at, reason })
  await setClaim(tx, personKey, round, mark)
  return holding
}

/** Marks a registration as left for a certificate, with what `comeBack` needs. Its claim is the caller's. */
const leaveRegistration = async (
  tx: Sql,
  left: RegistrationKey & { readonly electionId: string; readonly status: string },
  by: { readonly actor: string; readonly at: Date; readonly reason: string },
): Promise<void> => {
  const findings = await withdrawOpen(tx, left, by.reason, by.at)
  const before: LeftAs = { status: left.status === 'review' || left.status === 'pending' ? left.status : 'registered', findings }
  await setStatus(tx, left, 'moved')
  await insertEvent(tx, left, { electionId: left.electionId, kind: 'moved', ...by, before })
}

/**
 * The registration that a voter left for a certificate is theirs again: the place that had taken them refused them. False, with nothing
 * changed: another registration holds them, or the one they left is no longer as they left it.
 */
export const comeBack = async (
  tx: Sql,
  election: Election,
  left: RegistrationKey,
  by: { readonly actor: string; readonly at: Date; readonly reason: string },
): Promise<boolean> => {
  await lockRegistrations(tx, left.personKey, [left])
  const claim = await findClaim(tx, left.personKey, election.round)
  if (claim && (await findBound(tx, { ...claim, personKey: left.personKey })) !== 'elsewhere') return false
  const before = await findLeftAs(tx, left)
  if (!before) return false
  await setStatus(tx, left, before.status)
  await setClaim(tx, left.personKey, election.round, { countyCode: left.countyCode, registrationId: left.registrationId })
  await reopenFindings(tx, left, before.findings)
  await insertEvent(tx, left, { electionId: election.id, kind: 'returned', ...by, before: {} })
  await recheckStanding(tx, await checkScope(tx, election, false), by.at, [left.personKey])
  return true
}

/** A mark holds the claim of a voter who is given back, until they come again with a certificate. Returns it. */
export const markGivenBack = async (tx: Sql, key: RegistrationKey, round: string, county: string, at: Date): Promise<Ref> => {
  const mark = await insertMark(tx, key, county, at)
  await setClaim(tx, key.personKey, round, mark)
  return mark
}

/** The place of origin released the voter: the held registration stands, and what is found of it is reviewed while it does. */
export const letHeldStand = async (tx: Sql, election: Election, ref: Ref, personKey: string, at: Date): Promise<void> => {
  const key = { ...ref, personKey }
  if (await unbind(tx, key)) await goOnWithAnswered({ now: () => at }, true)(tx, election, [key])
}

/** The place of origin declined: the held registration is refused, and the claim goes back to where it was taken from. */
export const takeHeldBack = async (
  tx: Sql,
  held: Ref & { readonly personKey: string; readonly round: string; readonly electionId: string; readonly left: Ref | null },
  reason: string,
  at: Date,
): Promise<void> => {
  if (!(await unbind(tx, held))) return
  await setStatus(tx, held, 'refused')
  await withdrawOpen(tx, held, reason, at)
  await setClaim(tx, held.personKey, held.round, held.left)
  await insertEvent(tx, held, { electionId: held.electionId, kind: 'refused', actor: 'certificate', at, reason, before: {} })
}

/** Someone whom another installation has: a mark holds their claim here, where nothing else does. */
export const markElsewhere = async (
  tx: Sql,
  person: Parameters<typeof insertMarkOf>[1] & { readonly round: string },
  at: Date,
): Promise<boolean> => {
  if (await findClaim(tx, person.personKey, person.round)) return false
  const { round, ...rest } = person
  await setClaim(tx, person.personKey, round, await insertMarkOf(tx, rest, at))
  return true
}

/** Takes off the roll an arrival that had been given back before this installation was restored from a backup. */
export const removeGivenBack = async (
  tx: Sql,
  arrived: RegistrationKey & { readonly round: string; readonly electionId: string; readonly fromCounty: string },
  by: { readonly actor: string; readonly at: Date; readonly reason: string },
): Promise<boolean> => {
  const holding = await lockHolding(tx, arrived.personKey, arrived.round)
  if (!holding || holding.bound !== null) return false
  await setStatus(tx, holding, 'removed')
  await withdrawOpen(tx, holding, by.reason, by.at)
  await markGivenBack(tx, holding, arrived.round, arrived.fromCounty, by.at)
  await insertEvent(tx, holding, { electionId: arrived.electionId, kind: 'removed', ...by, before: {} })
  return true
}
