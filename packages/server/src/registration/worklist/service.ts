/** Where an election stands, who is not yet registered, and the check that asks the registers anew. */
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import { daysBetween } from '@mingce/domain/standards'
import type { Context } from '../../access/index.ts'
import { type Election, electionSteps, getElection, homeCounty } from '../../election/index.ts'
import { chinaDate } from '../../platform/clock/index.ts'
import { planForMany } from '../../platform/database/index.ts'
import { offsetOf } from '../../platform/http/index.ts'
import { type Written, write } from '../../platform/write/index.ts'
import { checkScope, recheckStanding } from '../check/index.ts'
import type { WorklistFailure } from './errors.ts'
import type { CheckSummary, ContactFilter, NotYetRegisteredPage, Visit } from './schema.ts'
import { isMigrant, scopeOf, withContacts } from './service.contacts.ts'
import {
  type CommunityCounts,
  countByCommunity,
  countFindings,
  countMissing,
  findMissing,
  namesOfCommunities,
  pagesOfMissing,
  upsertVisit,
} from './store.ts'

type Failure = { readonly code: WorklistFailure; readonly text?: Text; readonly next?: Text }
const PAGE = 100

/** A day of the timetable as the start page shows it. */
export interface Deadline {
  readonly step: string
  readonly date: string
  readonly article: string
  readonly title: Text
  readonly daysLeft: number
  /** The day it was done; null: not yet, or nothing that is done. */
  readonly doneOn: string | null
  readonly planned?: boolean
  readonly movedFrom?: string
}

export interface Standing {
  readonly election: Election
  readonly counts: Omit<CommunityCounts, 'code'> & { readonly refused: number }
  readonly communities: readonly (CommunityCounts & { readonly name: string })[]
  readonly findings: Readonly<Record<string, number>>
  readonly deadlines: readonly Deadline[]
}

const sum = (rows: readonly CommunityCounts[], field: Exclude<keyof CommunityCounts, 'code'>): number =>
  rows.reduce((total, row) => total + row[field], 0)

/** Where the roll of an election stands, as far as the actor's area goes; what is due, by the election's own timetable. */
export const electionProgress = async (ctx: Context, electionId: string): Promise<Result<Standing, Failure>> => {
  const found = await getElection(ctx, electionId)
  if (!found.ok) return found
  const election = found.value
  const scope = scopeOf(ctx, election)
  const [communities, { refused, byCode: findings }] = await Promise.all([
    countByCommunity(ctx.database, scope),
    countFindings(ctx.database, electionId, election.areaCode, scope.area),
  ])
  const names = await namesOfCommunities(
    ctx.database,
    communities.map(c => c.code),
  )
  const today = chinaDate(ctx.clock.now())
  return ok({
    election,
    counts: {
      eligible: sum(communities, 'eligible'),
      registered: sum(communities, 'registered'),
      review: sum(communities, 'review'),
      reviewStanding: sum(communities, 'reviewStanding'),
      pending: sum(communities, 'pending'),
      refused,
      notYetRegistered: sum(communities, 'notYetRegistered'),
    },
    communities: communities.map(c => ({ ...c, name: names.get(c.code) ?? c.code })),
    findings,
    deadlines: electionSteps(election).map(({ step, date, article, title, planned, movedFrom }) => ({
      step,
      date,
      article,
      title,
      daysLeft: daysBetween(today, date),
      doneOn: step === 'list-published' ? election.listPublishedOn : null,
      ...(planned ? { planned } : {}),
      ...(movedFrom === undefined ? {} : { movedFrom }),
    })),
  })
}

/** Asks the registers anew about everyone who stands, then counts. Decisions already taken on the same evidence stay. */
export const checkElection = async (ctx: Context, electionId: string): Promise<Result<CheckSummary, Failure>> => {
  const found = await getElection(ctx, electionId, 'import-registrations')
  if (!found.ok) return found
  const election = found.value
  const checked = await write(ctx, { action: `check ${electionId}` }, async (tx, at) => {
    await planForMany(
      tx,
      'registration (person_key, county_code, id, election_id, status, facts, community_code, county_district, voter_group)',
      'claim',
      'finding',
    )
    const rechecked = await recheckStanding(tx, await checkScope(tx, election, false), at)
    return ok({
      answer: null,
      audit: {
        countyCode: homeCounty(election),
        action: 'election.checked',
        subject: election.id,
        details: { ...rechecked },
      },
    })
  })
  if (!checked.ok) return checked
  const standing = await electionProgress(ctx, electionId)
  if (!standing.ok) return standing
  const { registered, review, pending, refused, notYetRegistered } = standing.value.counts
  return ok({ registered, review, pending, refused, notYetRegistered, findings: standing.value.findings })
}

// ── not yet registered ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** People who may vote on the day and are on no roll, within the actor's area: a work list to visit, not a list of the guilty. */
export const findNotYetRegistered = async (
  ctx: Context,
  electionId: string,
  filter: ContactFilter,
): Promise<Result<NotYetRegisteredPage, Failure>> => {
  const found = await getElection(ctx, electionId, 'contact')
  if (!found.ok) return found
  const scope = scopeOf(ctx, found.value)
  const offset = offsetOf(filter.cursor)
  const rows = await findMissing(ctx.database, scope, filter.state, filter.community ?? null, offset, PAGE + 1)
  const counts = await countMissing(ctx.database, scope)
  const names = await namesOfCommunities(
    ctx.database,
    counts.map(c => c.code),
  )
  const items = await withContacts(ctx, ctx.database, rows.slice(0, PAGE))
  return ok({
    communities: counts.map(c => ({ ...c, name: names.get(c.code) ?? c.code })),
    items: items.map(({ personRef, name, sex, birthYear, address, maskedPhone, visit, ...rest }) => ({
      personRef,
      name,
      sex,
      birthYear,
      address,
      maskedPhone,
      migrant: isMigrant(found.value, rest),
      visit: visit as NotYetRegisteredPage['items'][number]['visit'],
    })),
    next: rows.length > PAGE ? String(offset + PAGE) : null,
  })
}

/** Rows of the population file whose people are not yet registered: for comparing a made-up election with its truth. */
export const notYetRegisteredRows = async (ctx: Context, electionId: string): Promise<Result<number[], Failure>> => {
  const found = await getElection(ctx, electionId, 'contact')
  if (!found.ok) return found
  const rows: number[] = []
  await ctx.database.transaction(async tx => {
    for await (const page of pagesOfMissing(tx, scopeOf(ctx, found.value), 5_000))
      for (const person of page) rows.push(person.rowNo)
  })
  return ok(rows)
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Marks how a visit ended. `closed` ends it with no reason kept. */
export const recordVisit = async (
  ctx: Context,
  input: Visit & { readonly electionId: string },
): Promise<Result<{ ok: true }, Failure>> => {
  const found = await getElection(ctx, input.electionId, 'visit')
  if (!found.ok) return found
  if (!UUID.test(input.personRef)) return fail({ code: 'not-found' })
  type Recorded = Result<Written<{ ok: true }>, Failure>
  return write(ctx, { action: `visit ${input.electionId}` }, async (tx, at): Promise<Recorded> => {
    const { personRef, outcome, electionId } = input
    if (!(await upsertVisit(tx, scopeOf(ctx, found.value), personRef, outcome, ctx.actor.name, at)))
      return fail({ code: 'not-found' })
    return ok({
      answer: { ok: true },
      audit: {
        countyCode: homeCounty(found.value),
        action: 'visit.recorded',
        subject: electionId,
        details: { outcome },
      },
    })
  })
}
