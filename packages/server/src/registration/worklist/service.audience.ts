/** The audiences of notices: the people of an election by their state of registration, and how they can be reached. */
import { aboutElection } from '@mingce/domain/notice'
import { ok } from '@mingce/domain/result'
import { getElection, homeCounty, objectionDaysOf } from '../../election/index.ts'
import type { AudienceSource } from '../../notice/index.ts'
import { scopeOf } from './service.contacts.ts'
import { findAddresseeNames, findContactPlaces, selectAudience } from './store.audience.ts'
import { findContactBlocks } from './store.ts'

export const audienceSource: AudienceSource = {
  async findTopic(ctx, electionId) {
    const found = await getElection(ctx, electionId, 'notify')
    if (!found.ok) return found
    const election = found.value
    const scope = scopeOf(ctx, election)
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
    })
  },
  findContactPlaces,
  findContactBlocks,
  findNames: findAddresseeNames,
}
