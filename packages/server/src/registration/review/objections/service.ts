/**
 * What a decision on an objection, or a judgment, does to a registration: puts it on the roll, takes it off, or corrects what the list says.
 * Called by the room of the list inside the transaction of the decision; what was before is handed back, so that it can be taken back whole.
 */
import { fail, ok, type Result } from '@mingce/domain/result'
import { nameOrder } from '@mingce/domain/standards'
import type { Sql } from '../../../platform/database/index.ts'
import { type Ref, type RegistrationKey, recordSoundsOf } from '../../check/index.ts'
import { type Arrivals, isArrival, needArrivals } from '../service.arrival.ts'
import { closeFindings, findBinding, findBound, findClaim, reopenFindings, setClaim, setStatus } from '../store.decide.ts'
import { type CorrectedFields, correctRegistration, lockStanding, type StandingRow, writeStandingEvent } from './store.ts'

export type { StandingRow }

export type StandingChange =
  | { readonly kind: 'list' }
  | { readonly kind: 'strike' }
  | ({ readonly kind: 'correct' } & CorrectedFields)

export interface Changing extends Ref {
  readonly change: StandingChange
  readonly actor: string
  readonly at: Date
  /** Why, with the number of the objection or the judgment. */
  readonly reason: string
}

/** Who changed it, when and why. */
type By = Pick<Changing, 'actor' | 'at' | 'reason'>

/** What was changed, as plain JSON. */
export interface Changed extends Ref {
  readonly kind: StandingChange['kind']
  readonly before: Pick<StandingRow, 'status' | 'name' | 'sex' | 'voterGroup'>
  readonly claimBefore: Ref | null
  readonly claimAfter: Ref | null
  readonly findings: readonly { readonly code: string; readonly fingerprint: string }[]
}

/** claimed: another registration holds the person. placeless: it is in no district, which review sets. unchanged: the registration is already as it is to be. */
export type ChangeFault =
  | 'standing.unknown'
  | 'standing.claimed'
  | 'standing.placeless'
  | 'standing.unchanged'
  | 'standing.changed-since'

const same = (a: Ref | null, b: Ref | null): boolean => a?.countyCode === b?.countyCode && a?.registrationId === b?.registrationId

/** A registration that is to be changed, and who holds its person's claim. */
interface Standing {
  readonly key: RegistrationKey
  readonly row: StandingRow
  readonly claim: Ref | null
}

/** What a change did to the person's claim and to the open findings. */
type Effect = Pick<Changed, 'claimAfter' | 'findings'>

/** Puts the registration on the roll, unless another one or a certificate holds the person. */
const list = async (tx: Sql, { key, row, claim }: Standing, by: By): Promise<Result<Effect, ChangeFault>> => {
  if (row.status === 'registered') return fail('standing.unchanged')
  if (claim && !same(claim, key)) return fail('standing.claimed')
  // The review of an arrival and its place of origin decide first.
  if ((await findBound(tx, key)) !== null) return fail('standing.claimed')
  if (row.countyDistrict === null && row.townshipDistrict === null) return fail('standing.placeless')
  await setStatus(tx, key, 'registered')
  const findings = await closeFindings(tx, key, 'accepted', by.actor, by.reason, by.at)
  return ok({ claimAfter: { countyCode: key.countyCode, registrationId: key.registrationId }, findings })
}

/** Takes the registration off the roll, and its person's claim with it. One who came by a certificate goes back to the place of origin. */
const strike = async (
  tx: Sql,
  { key, row, claim }: Standing,
  by: By,
  arrivals: Arrivals | undefined,
): Promise<Result<Effect, ChangeFault>> => {
  if (row.status !== 'registered') return fail('standing.unchanged')
  await setStatus(tx, key, 'removed')
  const findings = await closeFindings(tx, key, 'refused', by.actor, by.reason, by.at)
  const claimAfter = same(claim, key) ? null : claim
  if (!same(claim, claimAfter)) await setClaim(tx, key.personKey, row.round, claimAfter)
  if (claimAfter === null && isArrival((await findBinding(tx, key))?.evidence ?? 0))
    await needArrivals(arrivals).refused(tx, key, by)
  return ok({ claimAfter, findings })
}

/** Corrects what the list says of the person. */
const correct = async (tx: Sql, { key, row, claim }: Standing, change: CorrectedFields): Promise<Result<Effect, ChangeFault>> => {
  const name = change.name ?? row.name
  const sex = change.sex ?? row.sex
  const voterGroup = change.voterGroup ?? row.voterGroup
  if (name === row.name && sex === row.sex && voterGroup === row.voterGroup) return fail('standing.unchanged')
  await correctRegistration(tx, key, { name, sex, voterGroup, nameOrder: nameOrder(name) })
  await recordSoundsOf(tx, name)
  return ok({ claimAfter: claim, findings: [] })
}

/** Changes a registration as decided. Only a person does this, on an objection or a judgment (EL 27, EL 29). */
export const changeStanding = async (tx: Sql, input: Changing, arrivals?: Arrivals): Promise<Result<Changed, ChangeFault>> => {
  const { change, countyCode, registrationId } = input
  const by: By = { actor: input.actor, at: input.at, reason: input.reason }
  const ref: Ref = { countyCode, registrationId }
  const row = await lockStanding(tx, ref)
  if (!row) return fail('standing.unknown')
  const key = { ...ref, personKey: row.personKey }
  const { status, name, sex, voterGroup } = row
  const before = { status, name, sex, voterGroup }
  const claim = await findClaim(tx, row.personKey, row.round)
  const standing: Standing = { key, row, claim }
  const changed =
    change.kind === 'correct'
      ? await correct(tx, standing, change)
      : change.kind === 'list'
        ? await list(tx, standing, by)
        : await strike(tx, standing, by, arrivals)
  if (!changed.ok) return changed
  const { claimAfter, findings } = changed.value
  if (change.kind === 'list' && !same(claim, claimAfter)) await setClaim(tx, row.personKey, row.round, claimAfter)
  await writeStandingEvent(tx, key, { electionId: row.electionId, ...by, before })
  return ok({ ...ref, kind: change.kind, before, claimBefore: claim, claimAfter, findings })
}

/** Takes a change back; refused when the registration or the person's claim has changed since. */
export const restoreStanding = async (tx: Sql, changed: Changed, by: By): Promise<Result<null, ChangeFault>> => {
  const { kind, before, claimBefore, claimAfter, findings } = changed
  const ref: Ref = { countyCode: changed.countyCode, registrationId: changed.registrationId }
  const row = await lockStanding(tx, ref)
  if (!row) return fail('standing.unknown')
  const key = { ...ref, personKey: row.personKey }
  const expected = kind === 'list' ? 'registered' : kind === 'strike' ? 'removed' : before.status
  const claim = await findClaim(tx, row.personKey, row.round)
  if (row.status !== expected || !same(claim, claimAfter)) return fail('standing.changed-since')
  if (row.status !== before.status) await setStatus(tx, key, before.status)
  await correctRegistration(tx, key, { ...before, nameOrder: nameOrder(before.name) })
  if (!same(claim, claimBefore)) await setClaim(tx, row.personKey, row.round, claimBefore)
  await reopenFindings(tx, key, findings)
  const { status, name, sex, voterGroup } = row
  await writeStandingEvent(tx, key, { electionId: row.electionId, ...by, before: { status, name, sex, voterGroup } })
  return ok(null)
}
