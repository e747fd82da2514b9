/** What of the registration waits for whoever asks: open cases, files, removals that another officer asked for, and messages. */
import { authorise, type Context, visibleArea } from '../../access/index.ts'
import type { Election, WaitingTask, WaitingWork } from '../../election/index.ts'
import { caseAreaOf, countCases } from '../counts/index.ts'
import { countHeld, countUnsent, findRemovalsToConfirm } from './store.ts'

export const findWaiting = async (ctx: Context, election: Election): Promise<WaitingWork[]> => {
  const area = visibleArea(ctx.actor, election.areaCode)
  if (area === null) return []
  const { database, actor } = ctx
  const mayDecide = authorise(actor, 'decide', area).ok
  const work: WaitingWork[] = []
  const add = (task: WaitingTask, count: number): void => {
    if (count > 0) work.push({ task, count, due: 0 })
  }
  if (mayDecide) {
    add('review.open', (await countCases(database, caseAreaOf(ctx, election), { state: 'open' })).total)
    const removals = await findRemovalsToConfirm(database, {
      electionId: election.id,
      electionArea: election.areaCode,
      area,
      officer: actor.id,
    })
    if (removals) {
      const { count, ...first } = removals
      work.push({ task: 'removal.to-confirm', count, due: 0, first })
    }
    // A file concerns the whole election: only its own office decides about it.
    if (area === election.areaCode) add('import.held', await countHeld(database, election.id))
  }
  if (authorise(actor, 'notify', area).ok) add('notice.unsent', await countUnsent(database, election.id, area))
  return work
}
