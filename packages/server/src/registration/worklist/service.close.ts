/** The end of a round: data kept only for the work is purged, and the audit log records it. */
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import type { Context } from '../../access/index.ts'
import { getElection, homeCounty } from '../../election/index.ts'
import { forgetRecipients, forgetVoterContacts } from '../../notice/index.ts'
import { chinaDate, readClock } from '../../platform/clock/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import type { Purge } from '../../platform/purge/index.ts'
import { type Written, write } from '../../platform/write/index.ts'
import { purgeRegisterAnswers } from '../../population/index.ts'
import { forgetNumbers } from '../check/index.ts'
import { keepAllCounts } from '../counts/index.ts'
import type { WorklistFailure } from './errors.ts'
import {
  detachReport,
  findEndedExtracts,
  findReportsOfClosed,
  hasOtherOpenElection,
  purgeAssignments,
  purgeExtracts,
  purgeRosterContacts,
  purgeVisits,
  setClosed,
} from './store.purge.ts'

type Failure = { readonly code: WorklistFailure; readonly text?: Text; readonly next?: Text }

export interface Closed {
  readonly extracts: number
  readonly visits: number
}

/** What later modules purge as well, in the same transaction. */
export type PurgeMore = (tx: Sql, electionId: string) => Promise<unknown>

/**
 * Closes an election after its day: the population extract, what registers answered, the visits, all addresses and phones, and the
 * per-row reports with their numbers are purged (PIPL 19). The roll with its versions, decisions and the audit log are kept. Refused until the day is over.
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
  type Purged = Result<Written<Closed>, Failure>
  const closed = await write(
    ctx,
    { action: `close ${electionId}`, effect: 'destroys' },
    (tx, at): Promise<Purged> =>
      keepAllCounts(tx, election, at, async () => {
        const extracts = (await purgeExtracts(tx, electionId, null)).length
        const visits = await purgeVisits(tx, electionId)
        await purgeAssignments(tx, electionId)
        await purgeRegisterAnswers(tx, electionId)
        await purgeRosterContacts(tx, electionId)
        await forgetNumbers(tx, electionId)
        await forgetRecipients(tx, electionId)
        if (!(await hasOtherOpenElection(tx, electionId))) await forgetVoterContacts(tx)
        await purgeMore(tx, electionId)
        await setClosed(tx, electionId)
        const reports = (await findReportsOfClosed(tx)).filter(report => report.electionId === electionId).length
        return ok({
          answer: { extracts, visits },
          audit: {
            countyCode: homeCounty(election),
            action: 'election.closed',
            subject: electionId,
            details: { extracts, visits, reports },
          },
        })
      }),
  )
  if (closed.ok) await removeReportsOfClosed(ctx)
  return closed
}

/**
 * Removes the sealed per-row reports of closed elections. Runs after an election is closed and at each start, so that a crash between the
 * commit and the removal leaves none. Waits while the clock is in doubt. Returns how many.
 */
export const removeReportsOfClosed = async (ctx: Pick<Context, 'database' | 'files' | 'clock'>): Promise<number> => {
  if ((await readClock(ctx.database, ctx.clock.now())).doubt !== null) return 0
  const reports = await findReportsOfClosed(ctx.database)
  for (const { importId, file } of reports) {
    await ctx.files.remove(file)
    await detachReport(ctx.database, importId)
  }
  return reports.length
}

/** Extracts whose last day is over. */
export const extractPurge: Purge = {
  kind: 'population-extract',
  findDue: async (tx, today) =>
    (await findEndedExtracts(tx, today)).map(({ electionId, areaCode }) => ({ subject: electionId, areaCode })),
  async carryOut(tx, { subject }, today) {
    const extracts = await purgeExtracts(tx, subject, today)
    return extracts.map(({ electionId, id }) => ({
      countyCode: electionId.slice(0, 6),
      action: 'population.purged',
      subject: electionId,
      details: { extract: id },
    }))
  },
}
