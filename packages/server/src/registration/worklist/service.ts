/** Where an election stands, who is not yet registered, and the check that asks the registers anew. */
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import { daysBetween } from '@mingce/domain/standards'
import type { Context } from '../../access/index.ts'
import { type Election, electionSteps, getElection, homeCounty } from '../../election/index.ts'
import { chinaDate } from '../../platform/clock/index.ts'
import { presentKeysOf } from '../../platform/crypto/index.ts'
import { planForMany } from '../../platform/database/index.ts'
import { type Written, write } from '../../platform/write/index.ts'
import { checkScope, recheckStanding } from '../check/index.ts'
import {
  type CaseCounts,
  caseAreaOf,
  countCases,
  type FigureRow,
  findFigures,
  findRefusedFigures,
  keepAllCounts,
} from '../counts/index.ts'
import type { WorklistFailure } from './errors.ts'
import type { CheckSummary, Visit } from './schema.ts'
import { scopeOf } from './service.contacts.ts'
import { namesOfCommunities, pagesOfMissing, upsertVisit } from './store.ts'

type Failure = { readonly code: WorklistFailure; readonly text?: Text; readonly next?: Text }

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

/**
 * Counts of a community; people whose community is not known are counted under the election's own area. They add up:
 * eligible = notYetRegistered + elsewhere + here, and registered + (review − reviewStanding) + pending = here + fromElsewhere.
 */
export interface CommunityCounts {
  readonly code: string
  readonly eligible: number
  readonly registered: number
  readonly review: number
  /** Of `review`, those who are registered too: who stands is asked about, and stays on the roll until it is decided (EL 27). */
  readonly reviewStanding: number
  /** Kept, and waiting for a register or the place of origin to answer: counted here and not among `review`. */
  readonly pending: number
  readonly notYetRegistered: number
  /** Eligible here by the population register, and registered in another community or election. */
  readonly elsewhere: number
  /** Of those who are registered, in review or pending here, whom the population register does not have here. */
  readonly fromElsewhere: number
}

const countsOf = ({ code, eligible, missing, here, registered, review, standing, pending }: FigureRow): CommunityCounts => ({
  code,
  eligible,
  registered,
  review,
  reviewStanding: standing,
  pending,
  notYetRegistered: missing,
  elsewhere: eligible - missing - here,
  fromElsewhere: registered + review - standing + pending - here,
})

export interface Standing {
  readonly election: Election
  readonly counts: Omit<CommunityCounts, 'code'> & { readonly refused: number }
  readonly communities: readonly (CommunityCounts & { readonly name: string })[]
  /** Open cases, as the review queue counts them. */
  readonly cases: Pick<CaseCounts, 'total' | 'ofOthers'>
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
  const figures = await findFigures(ctx.database, election, scope.area, ctx.clock.now())
  const [{ refused, byCode: refusals }, cases] = await Promise.all([
    findRefusedFigures(ctx, election, scope.area),
    countCases(ctx.database, caseAreaOf(ctx, election), { state: 'open' }),
  ])
  const findings: Record<string, number> = { ...cases.byCode }
  for (const [code, rows] of Object.entries(refusals)) findings[code] = (findings[code] ?? 0) + rows
  const communities = figures.map(countsOf)
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
      elsewhere: sum(communities, 'elsewhere'),
      fromElsewhere: sum(communities, 'fromElsewhere'),
    },
    communities: communities.map(c => ({ ...c, name: names.get(c.code) ?? c.code })),
    cases: { total: cases.total, ofOthers: cases.ofOthers },
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
    const rechecked = await keepAllCounts(tx, election, at, async () =>
      recheckStanding(tx, await checkScope(tx, election, false), at),
    )
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
    const { outcome, electionId } = input
    let isRecorded = false
    for (const personRef of presentKeysOf(ctx.keys, input.personRef)) {
      isRecorded = await upsertVisit(tx, scopeOf(ctx, found.value), personRef, outcome, ctx.actor.name, at)
      if (isRecorded) break
    }
    if (!isRecorded) return fail({ code: 'not-found' })
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
