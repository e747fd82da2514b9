/** The work list that a device carries through one shift: people of its area who may vote and are on no roll. */
import { migrantDays } from '@mingce/domain/election'
import { fail, ok, type Result } from '@mingce/domain/result'
import type { Context } from '../../access/index.ts'
import { getDevice } from '../../access/index.ts'
import { findDistricts, findDivided, findElectingCommunities, findParts } from '../../district/index.ts'
import { type Election, electionAnswer, getElection, homeCounty } from '../../election/index.ts'
import { areaName, findCommunities } from '../../platform/areas/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import type { Failure } from '../../platform/http/index.ts'
import { write } from '../../platform/write/index.ts'
import type { ListScope } from '../counts/index.ts'
import { countMissing, isMigrant, pagesOfMissing, scopeOf, type Visit as VisitBody, withContacts } from '../worklist/index.ts'
import type { ShiftFailure } from './errors.shift.ts'
import { SHIFT_LIMIT, type ShiftBundle } from './schema.shift.ts'

type Answer<T> = Promise<Result<T, Failure<ShiftFailure>>>
type Visit = ShiftBundle['people'][number]['visit']
const PAGE = 2_000

const shiftDays = ({ rules, pollingDay }: Election): ShiftBundle['rules']['days'] => {
  const { residentBy, workedBy } = migrantDays(rules, pollingDay)
  return { residentBy, workedBy }
}

/** The narrower of two area codes, or null when neither lies in the other. */
const narrower = (a: string, b: string): string | null => (a.startsWith(b) ? a : b.startsWith(a) ? b : null)

const districtsByCommunity = async (ctx: Context, electionId: string) => {
  const found = new Map<
    string,
    { county: { code: string; name: string } | null; township: { code: string; name: string } | null }
  >()
  for (const { level, code, name, communities } of await findDistricts(ctx.database, electionId))
    for (const community of communities)
      found.set(community, { county: null, township: null, ...found.get(community), [level]: { code, name } })
  return found
}

/** Everyone in the scope who may vote and is not registered, with address and masked phone. */
const readPeople = async (ctx: Context, tx: Sql, election: Election, scope: ListScope): Promise<ShiftBundle['people']> => {
  const people: ShiftBundle['people'] = []
  for await (const page of pagesOfMissing(tx, scope, PAGE))
    for (const person of await withContacts(ctx, tx, page)) {
      const { personRef, name, sex, birthYear, communityCode, address, maskedPhone, visit } = person
      people.push({
        personRef,
        name,
        sex,
        birthYear,
        community: communityCode,
        address,
        maskedPhone,
        migrant: isMigrant(election, person),
        visit: visit && ({ ...visit, outcome: visit.outcome as VisitBody['outcome'] } satisfies Visit),
      })
    }
  return people
}

/**
 * What the device `header` may carry now. Fails with `device.over` after its shift, `device.deactivated` when it was lost, `shift.too-large`
 * when its area holds more people than it should carry. That the list left is audited, with its size.
 */
export const takeShift = async (ctx: Context, electionId: string, header: string): Answer<ShiftBundle> => {
  const device = await getDevice(ctx, header)
  if (!device.ok) return device
  if (device.value.shiftEndsAt <= ctx.clock.now()) return fail({ code: 'device.over' })
  const found = await getElection(ctx, electionId, 'contact')
  if (!found.ok) return fail({ code: found.error.code })
  const election = found.value
  const wide = scopeOf(ctx, election)
  const area = narrower(device.value.areaCode, wide.area)
  if (area === null) return fail({ code: 'election.unknown' })
  const scope = { ...wide, area }
  const total = (await countMissing(ctx, election)).reduce((sum, community) => sum + community.total, 0)
  if (total > SHIFT_LIMIT) return fail({ code: 'shift.too-large' })
  const districts = await districtsByCommunity(ctx, election.id)
  const communities = await findCommunities(ctx.database, area)
  const electing = await findElectingCommunities(ctx.database, election.id)
  const byPerson = new Set(electing.flatMap(({ code, elects }) => (elects === 'by-person' ? [code] : [])))
  const divided = new Set((await findDivided(ctx.database, election.id)).map(one => one.slice(one.indexOf('/') + 1)))
  const parts = await findParts(ctx.database, election.id, area)
  const taken = await write(ctx, { action: 'shift.taken', always: true }, async tx => {
    const people = await readPeople(ctx, tx, election, scope)
    return ok({
      answer: people,
      audit: {
        countyCode: homeCounty(election),
        action: 'shift.taken',
        subject: election.id,
        details: { device: device.value.id, area, people: people.length },
      },
    })
  })
  if (!taken.ok) return taken
  return ok({
    election: electionAnswer(election),
    rules: {
      homeDigits: election.rules.homeDigits,
      proofs: [...election.rules.proofs],
      days: shiftDays(election),
      bases: election.rules.bases.map(basis => ({ ...basis, proofs: [...basis.proofs] })),
    },
    area: { code: area, name: (await areaName(ctx.database, area)) ?? area },
    shiftEndsAt: device.value.shiftEndsAt,
    communities: communities.map(({ code, name }) => ({
      code,
      name,
      districts: districts.get(code) ?? { county: null, township: null },
      asksTownship: byPerson.has(code),
      parts: (divided.has(code) ? parts : []).flatMap(one =>
        one.community === code ? [{ part: one.part, name: one.name }] : [],
      ),
    })),
    people: taken.value,
  })
}
