/**
 * Handing a voter over between installations, as rows (docs/certificates.md): the place of origin lets go in one transaction and keeps a mark;
 * the place that took the certificate lets the held registration stand, or takes it back. The room certificate says when.
 */
import type { Election } from '../../election/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import { lockRegistrations, type Ref } from '../check/index.ts'
import { goOnWithAnswered } from '../online/index.ts'
import { findClaim, insertEvent, setClaim, setStatus } from './store.decide.ts'
import { findHolding, type Holding, insertMark, unbind, withdrawOpen } from './store.handover.ts'

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
  await setStatus(tx, holding, 'moved')
  await withdrawOpen(tx, holding, reason, at)
  await setClaim(tx, personKey, round, mark)
  const { electionId } = holding
  await insertEvent(tx, holding, { electionId, kind: 'moved', actor: 'certificate', at, reason, before: {} })
  return holding
}

/** The place of origin released the voter: the held registration is judged anew and stands, or waits for a decision. */
export const letHeldStand = async (tx: Sql, election: Election, ref: Ref, personKey: string, at: Date): Promise<void> => {
  const key = { ...ref, personKey }
  if (await unbind(tx, key)) await goOnWithAnswered({ now: () => at })(tx, election, [key])
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
