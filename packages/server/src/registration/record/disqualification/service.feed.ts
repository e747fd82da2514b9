/** A message of the disqualification feed, with what it means for those who stand on the roll: findings for a person to decide. */
import type { Result } from '@mingce/domain/result'
import { findElectionById } from '../../../election/index.ts'
import type { Sql } from '../../../platform/database/index.ts'
import {
  applyFeedMessage,
  type FeedAnswer,
  type FeedFailure,
  type FeedInput,
  type FeedServices,
} from '../../../population/index.ts'
import { checkScope, type Rechecked, recheckStanding } from '../../check/index.ts'
import { keepCounts } from '../../counts/index.ts'

const recheckPeople = async (tx: Sql, electionId: string, people: readonly string[], at: Date): Promise<Rechecked> => {
  const election = await findElectionById(tx, electionId)
  if (!election) throw new Error(`election ${electionId} is gone`)
  return recheckStanding(tx, await checkScope(tx, election, false), at, people)
}

/** Takes one message: verified, next in order, whole or not at all. Nobody is removed by it. */
export const applyFeed = (
  services: FeedServices,
  input: FeedInput,
): Promise<Result<FeedAnswer, { readonly code: FeedFailure; readonly text?: { zh: string; en: string } }>> =>
  applyFeedMessage(services, input, recheckPeople, keepCounts)
