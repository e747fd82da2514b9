/** What a voter was refused, to be read again at any time: the ground, the document and the article, and until when one may object (EL 29). */
import type { VoterContext } from '../../../access/index.ts'
import { objectionDaysOf } from '../../../election/index.ts'
import { type FindListed, foundOf } from '../batch/index.ts'
import { frameOf } from '../frame/index.ts'
import type { MyRefusal } from '../schema.ts'
import { findDocuments, findRefusals } from './store.refusals.ts'

/** Findings for which the register of people without the vote has a document. */
const WITH_DOCUMENT = new Set(['eligibility.deprived', 'eligibility.suspended', 'rights.deprived', 'rights.suspended'])

/** The voter's refusals of elections that are not over, newest first; of an election in which the voter is registered, none. */
export const findMyRefusals = async (ctx: VoterContext, findListed?: FindListed): Promise<MyRefusal[]> => {
  const refusals: MyRefusal[] = []
  for (const row of await findRefusals(ctx.database, ctx.voter.personKey)) {
    const frame = await frameOf(ctx.database, row.electionId, ctx.clock.now().getTime())
    if (!frame) continue
    const hasDocument = row.codes.some(code => WITH_DOCUMENT.has(code))
    const listed = row.registrationId === null ? null : await findListed?.({ ...row, registrationId: row.registrationId })
    refusals.push({
      electionId: row.electionId,
      electionName: frame.election.name,
      kind: row.kind,
      at: row.at.toISOString(),
      grounds: foundOf(row.codes, frame.rules),
      reason: row.reason,
      documents: hasDocument ? await findDocuments(ctx.database, ctx.voter.personKey, row.electionId) : [],
      objection: objectionDaysOf(frame.election, listed?.publishedOn),
    })
  }
  return refusals
}
