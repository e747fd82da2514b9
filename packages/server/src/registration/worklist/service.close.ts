/** The end of a round: what was only for the work is purged, and said so in the trail. */
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import type { Context } from '../../access/index.ts'
import { getElection, homeCounty } from '../../election/index.ts'
import { forgetRecipients, forgetVoterContacts } from '../../notice/index.ts'
import { recordAudit } from '../../platform/audit/index.ts'
import { chinaDate } from '../../platform/clock/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import { purgeRegisterAnswers } from '../../population/index.ts'
import type { RegistrationFailure } from '../errors.ts'
import { detachReports, hasOtherOpenElection, purgeExtracts, purgeRosterContacts, purgeVisits, setClosed } from './store.purge.ts'

type Failure = { readonly code: RegistrationFailure; readonly text?: Text; readonly next?: Text }

export interface Closed {
  readonly extracts: number
  readonly visits: number
}

/** What rooms to the right have to forget as well, in the same transaction. */
export type PurgeMore = (tx: Sql, electionId: string) => Promise<unknown>

/**
 * Closes an election after its day: the population extract, what registers answered, the visits, all addresses and phones, and the
 * per-row reports with their numbers are purged (PIPL 19, fairness). The roll with its versions, decisions and the audit trail stay. Before the day is over it is refused.
 */
export const closeElection = async (ctx: Context, electionId: string, purgeMore: PurgeMore): Promise<Result<Closed, Failure>> => {
  const found = await getElection(ctx, electionId, 'set-up')
  if (!found.ok) return found
  const election = found.value
  if (chinaDate(ctx.clock.now()) <= election.pollingDay)
    return fail({
      code: 'election.invalid',
      text: {
        zh: `选举日 ${election.pollingDay} 还没有过，不能结束`,
        en: `Election day ${election.pollingDay} has not passed; the election cannot be closed`,
      },
      next: { zh: '选举日之后再结束', en: 'Close it after election day' },
    })
  const closed = await ctx.database.transaction(async tx => {
    const extracts = (await purgeExtracts(tx, electionId, null)).length
    const visits = await purgeVisits(tx, electionId)
    await purgeRegisterAnswers(tx, electionId)
    await purgeRosterContacts(tx, electionId)
    await forgetRecipients(tx, electionId)
    if (!(await hasOtherOpenElection(tx, electionId))) await forgetVoterContacts(tx)
    const reports = await detachReports(tx, electionId)
    await purgeMore(tx, electionId)
    await setClosed(tx, electionId)
    await recordAudit(tx, {
      countyCode: homeCounty(election),
      at: ctx.clock.now(),
      actor: ctx.actor.name,
      role: ctx.actor.role,
      action: 'election.closed',
      subject: electionId,
      details: { extracts, visits, reports: reports.length },
      requestId: ctx.requestId,
    })
    return { extracts, visits, reports }
  })
  for (const report of closed.reports) await ctx.files.remove(report)
  return ok({ extracts: closed.extracts, visits: closed.visits })
}

/** Purges every extract whose last day is over; run at each start. Returns how many. */
export const purgeEndedExtracts = (ctx: Context): Promise<number> =>
  ctx.database.transaction(async tx => {
    const at = ctx.clock.now()
    const purged = await purgeExtracts(tx, null, chinaDate(at))
    for (const { electionId, id } of purged)
      await recordAudit(tx, {
        countyCode: electionId.slice(0, 6),
        at,
        actor: 'mingce',
        role: 'system',
        action: 'population.purged',
        subject: electionId,
        details: { extract: id },
      })
    return purged.length
  })
