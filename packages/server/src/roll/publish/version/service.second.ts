/** A publication whose second person is an officer of the level above, by code or on paper, where an office has one officer. */
import { fail, ok, type Result } from '@mingce/domain/result'
import {
  type Change,
  type ChangeSource,
  type Context,
  CountedSecond,
  checkSecondOfficer,
  type SecondGiven,
} from '../../../access/index.ts'
import { type Election, electionAudit, getElection } from '../../../election/index.ts'
import { type Written, write } from '../../../platform/write/index.ts'
import { findPreview, lockPreview, markSecond, type PreviewRow } from '../../preview/index.ts'
import type { RollRefusal } from '../errors.ts'

const KIND = 'roll.publish'

/** The exact figures that were previewed: another preview is another change. */
const publicationChange = (election: Pick<Election, 'id' | 'name' | 'areaCode'>, preview: PreviewRow): Change => ({
  kind: KIND,
  countyCode: election.areaCode.slice(0, 6),
  first: { id: preview.preparedById, name: preview.preparedBy },
  content: [election.id, String(preview.id), preview.digest],
  summary: {
    zh: `${election.name}：公布第 ${preview.version} 版名单，${preview.people} 人，${preview.entries} 条`,
    en: `${election.name}: publish version ${preview.version} of the list, ${preview.people} people, ${preview.entries} entries`,
  },
})

/** Publications that wait, for the level above: ELECTION/PREVIEW. */
export const waitingPublications: ChangeSource = {
  kinds: [KIND],
  async find(ctx, _, subject) {
    const [electionId = '', id = ''] = subject.split('/')
    const election = await getElection(ctx, electionId, 'publish')
    const preview = election.ok ? await findPreview(ctx.database, electionId) : undefined
    return election.ok && preview?.id === Number(id) ? publicationChange(election.value, preview) : undefined
  },
}

/** Notes that the level above has confirmed a preview: from then on the officer who prepared it publishes it. */
export const confirmByLevelAbove = async (
  ctx: Context,
  input: { readonly electionId: string; readonly preview: number },
  second: SecondGiven,
): Promise<Result<{ readonly second: string }, RollRefusal>> => {
  const election = await getElection(ctx, input.electionId, 'publish')
  if (!election.ok) return election
  const entered = await CountedSecond.count(ctx.database, second)
  return write(
    ctx,
    { action: `second officer of preview ${input.electionId}/${input.preview}`, always: true },
    async (tx): Promise<Result<Written<{ readonly second: string }>, RollRefusal>> => {
      const preview = await lockPreview(tx, input.electionId, input.preview)
      if (!preview) return fail({ code: 'roll.preview-unknown' })
      if (preview.confirmedAt !== null) return fail({ code: 'roll.preview-used' })
      const other = await checkSecondOfficer(tx, ctx, publicationChange(election.value, preview), entered)
      if (!other.ok) return other
      await markSecond(tx, preview, other.value)
      const { name, details } = other.value
      return ok({
        answer: { second: name },
        audit: electionAudit(election.value, 'roll.confirmed', { preview: preview.id, ...details }),
      })
    },
  )
}
