/** The audiences of notices: the people of an election by their state of registration, and how they can be reached. */
import { type Audience, aboutElection } from '@mingce/domain/notice'
import { ok } from '@mingce/domain/result'
import { getElection, homeCounty, objectionDaysOf } from '../../election/index.ts'
import type { AudienceSource } from '../../notice/index.ts'
import { type FigureRow, findCountedExtract, findFigures } from '../counts/index.ts'
import { scopeOf } from './service.contacts.ts'
import { findAddresseeNames, findContactPlaces, selectAudience, selectAudienceFrom } from './store.audience.ts'
import { findContactBlocks } from './store.ts'

/** How many people of a community an audience has: those whose status is just that. */
const PEOPLE_OF: Readonly<Record<Audience, (row: FigureRow) => number>> = {
  'not-yet-registered': row => row.missing,
  review: row => row.review - row.standing,
  pending: row => row.pending,
  registered: row => row.registered,
}

export const audienceSource: AudienceSource = {
  async findTopic(ctx, electionId) {
    const found = await getElection(ctx, electionId, 'notify')
    if (!found.ok) return found
    const election = found.value
    const scope = scopeOf(ctx, election)
    const extractId = await findCountedExtract(ctx.database, election, ctx.clock.now())
    return ok({
      id: election.id,
      countyCode: homeCounty(election),
      areaCode: election.areaCode,
      lastDay: election.pollingDay,
      isClosed: election.state === 'closed',
      parameters: { ...aboutElection(election), pollingDay: election.pollingDay },
      untilOf: id =>
        id !== 'list-published' ? undefined : election.listPublishedOn === null ? null : objectionDaysOf(election).until,
      selectPeople: (audience, area) => selectAudience(audience, { ...scope, area }),
      countPeople: async (audience, area) =>
        (await findFigures(ctx.database, election, area, ctx.clock.now()))
          .map(row => ({ community: row.code, people: PEOPLE_OF[audience](row) }))
          .filter(({ people }) => people > 0),
      selectWithin: (audience, communities) => selectAudienceFrom(audience, scope, extractId, communities),
    })
  },
  findContactPlaces,
  findContactBlocks,
  findNames: findAddresseeNames,
}
