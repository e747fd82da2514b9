/**
 * A number that became a float keeps 15 digits. An officer may ask who that is: the one person of the register with the name and these digits
 * is proposed, and confirmed with the number of the ID card. Each asking is a look-up: counted, limited, audited and shown to the person.
 */
import { fail, ok, type Result } from '@mingce/domain/result'
import { isDate, maskResidentId, readResidentId } from '@mingce/domain/standards'
import type { Context } from '../../../access/index.ts'
import { authorise } from '../../../access/index.ts'
import { type Election, getElection } from '../../../election/index.ts'
import type { Sql } from '../../../platform/database/index.ts'
import { type Written, write } from '../../../platform/write/index.ts'
import { countToldAlone, recordTold } from '../../check/index.ts'
import { type RegistrationAnswer, registerAtStation } from '../../online/index.ts'
import { KEPT_DIGITS_SEAL } from '../../roster/index.ts'
import type { ReviewFailure } from '../errors.ts'
import type { ConfirmProposal, NumberProposal, RefusedRowId } from '../schema.ts'
import { findNamed, findRoundedRow, type NamedPerson, type RoundedRow } from './store.ts'

/** As with opening a number (registration/record). */
const PROPOSED_PER_HOUR = 20
const HOUR_MS = 3_600_000
/** People of one name and birth date, at most. */
const NAMESAKES = 200

type Failed = { readonly code: ReviewFailure }
interface Asked {
  readonly election: Election
  readonly row: RoundedRow
  readonly kept: string
}

/** The row, where the actor may decide about it and 15 digits of its number are left. */
const askedFor = async (ctx: Context, of: RefusedRowId): Promise<Result<Asked, Failed>> => {
  const found = await getElection(ctx, of.id)
  if (!found.ok) return found
  const row = await findRoundedRow(ctx.database, { electionId: of.id, countyCode: of.countyCode, digest: of.digest })
  if (!row || !authorise(ctx.actor, 'decide', row.communityCode ?? found.value.areaCode).ok) return fail({ code: 'not-found' })
  if (row.kept === null) return fail({ code: 'proposal.none' })
  const kept = Buffer.from(ctx.keys.open(Buffer.from(row.kept, 'base64'), KEPT_DIGITS_SEAL)).toString('utf8')
  return ok({ election: found.value, row, kept })
}

/** The one person of the register with the name and the digits; undefined: none, or more than one. Numbers are opened here and not kept. */
const findOnly = async (ctx: Context, tx: Sql, { election, row, kept }: Asked): Promise<NamedPerson | undefined> => {
  const birthDate = `${kept.slice(6, 10)}-${kept.slice(10, 12)}-${kept.slice(12, 14)}`
  if (!isDate(birthDate)) return undefined
  const named = await findNamed(tx, election.id, row.name, birthDate, NAMESAKES)
  const [only, ...more] = named.filter(person => ctx.keys.openPersonKey(person.personKey).startsWith(kept))
  return more.length === 0 ? only : undefined
}

/** Proposes the person of a refused row whose number lost its last digits. Asking without an answer counts too. */
export const proposeNumber = async (ctx: Context, of: RefusedRowId): Promise<Result<NumberProposal, Failed>> => {
  const asked = await askedFor(ctx, of)
  if (!asked.ok) return asked
  const { actor } = ctx
  const { election } = asked.value
  type Recorded = Result<Written<NumberProposal>, Failed>
  return write(ctx, { action: `propose ${of.id}/${of.digest}` }, async (tx, at): Promise<Recorded> => {
    if ((await countToldAlone(tx, actor.id, new Date(at.getTime() - HOUR_MS))) >= PROPOSED_PER_HOUR)
      return fail({ code: 'number.too-many' })
    const person = await findOnly(ctx, tx, asked.value)
    await recordTold(tx, person?.personKey ?? of.digest, {
      account: actor.id,
      role: actor.role,
      office: actor.areaCode || election.areaCode,
      channel: 'proposal',
      electionId: election.id,
      at,
    })
    return ok({
      answer: {
        person: person
          ? {
              name: person.name,
              maskedNumber: maskResidentId(ctx.keys.openPersonKey(person.personKey)),
              community: person.community,
            }
          : null,
      },
      audit: {
        countyCode: of.countyCode,
        action: 'number.proposed',
        subject: `refused/${of.digest}`,
        details: { election: election.id, office: actor.areaCode, officer: actor.id, found: person !== undefined },
      },
    })
  })
}

/** Confirms the proposal with the number of the ID card: the person is registered as at a station, by the same checks as everybody. */
export const confirmProposal = async (
  ctx: Context,
  of: RefusedRowId,
  { number, community }: ConfirmProposal,
): Promise<Result<RegistrationAnswer, Failed>> => {
  const asked = await askedFor(ctx, of)
  if (!asked.ok) return asked
  const read = readResidentId(number, { isCurrentCounty: () => true })
  const person = await findOnly(ctx, ctx.database, asked.value)
  if (read.kind !== 'ok' || !person || ctx.keys.personKey(read.number) !== person.personKey)
    return fail({ code: 'proposal.other' })
  const registered = await registerAtStation(ctx, of.id, {
    person: { kind: 'resident-id', name: person.name, number: read.number },
    community,
    basis: 'hukou',
    evidence: [],
    unit: asked.value.row.unit ?? undefined,
    channel: 'station',
  })
  return registered.ok ? registered : fail({ code: 'proposal.not-registered' })
}
