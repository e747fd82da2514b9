/** The end of a practice: its election is wiped whole, in one transaction. That it was, stays in the trail, which is only added to. */
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { fail, ok, type Result } from '@mingce/domain/result'
import type { Context } from '../../access/index.ts'
import { authorise } from '../../access/index.ts'
import { ELECTION_FAILURES, type Election, electionAudit, getElection } from '../../election/index.ts'
import type { Failure, FailureTable } from '../../platform/http/index.ts'
import { type Written, write } from '../../platform/write/index.ts'
import { countOf, deleteElection, holdTraining, type Standing } from './store.ts'

export const WIPE_FAILURES = {
  forbidden: ELECTION_FAILURES.forbidden,
  'election.unknown': ELECTION_FAILURES['election.unknown'],
  'election.not-training': {
    status: 409,
    text: {
      zh: '这不是演练选举，里面是真实的选民，不能清除；没有作任何改动',
      en: 'This is not a practice election: its voters are real and it cannot be erased. Nothing was changed',
    },
    next: {
      zh: '演练请另建选举（mingce election create --training）；真实选举在选举日后用 mingce election close 结束',
      en: 'For practice, create a separate election (mingce election create --training); close a real election after election day with mingce election close',
    },
  },
  'election.importing': {
    status: 409,
    text: {
      zh: '这次演练选举有文件正在导入，没有作任何改动',
      en: 'Files are being imported into this practice election. Nothing was changed',
    },
    next: { zh: '等导入结束后再清除', en: 'Erase it when the imports are done' },
  },
} as const satisfies FailureTable
export type WipeFailure = keyof typeof WIPE_FAILURES

type Answer<T> = Promise<Result<T, Failure<WipeFailure>>>

/** What would be wiped, or why it may not be. */
export const findWipe = async (ctx: Context, electionId: string): Answer<{ election: Election; standing: Standing }> => {
  const found = await getElection(ctx, electionId, 'set-up')
  if (!found.ok) return found
  // Someone of one street does not wipe what others in the district practise with.
  if (!authorise(ctx.actor, 'set-up', found.value.areaCode).ok) return fail({ code: 'forbidden' })
  if (!found.value.training) return fail({ code: 'election.not-training' })
  const standing = await countOf(ctx.database, electionId)
  return standing.reading > 0 ? fail({ code: 'election.importing' }) : ok({ election: found.value, standing })
}

/**
 * Wipes a training election: registrations, claims, imports, notices, objections, lists, stations, and then its files: sealed reports, and
 * published lists below `rollsDirectory`. An election that is not for practice is refused, whoever asks.
 */
export const wipeTraining = async (ctx: Context, electionId: string, rollsDirectory: string): Answer<Standing> => {
  const found = await findWipe(ctx, electionId)
  if (!found.ok) return found
  const { election, standing } = found.value
  return write(ctx, { action: 'training.wipe', effect: 'destroys' }, async (tx): Answer<Written<Standing>> => {
    if (!(await holdTraining(tx, electionId))) return fail({ code: 'election.unknown' })
    const files = await deleteElection(tx, electionId, election.round)
    // Before the commit: where a file cannot be removed the rows are kept, and wiping again removes both.
    for (const file of files) await ctx.files.remove(file)
    await rm(path.join(rollsDirectory, encodeURIComponent(electionId)), { recursive: true, force: true })
    const { registrations, imports, versions } = standing
    const details = { name: election.name, registrations, imports, lists: versions }
    return ok({ answer: standing, audit: electionAudit(election, 'training.wiped', details) })
  })
}
