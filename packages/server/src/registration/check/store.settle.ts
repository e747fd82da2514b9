/** Standing registrations whose vote at the township level is asked anew, after the committee's list, a unit or an officer's answer changed. */
import { named, type Sql } from '../../platform/database/index.ts'
import { VOTE_FACTS, voteFacts } from './store.electorate.ts'
import { type CheckScope, DATES, factsQuery, factsValues } from './store.facts.ts'
import { STATED_DISTRICT } from './store.recheck.ts'

/** Whose: all, those of communities, of units, or people by key. Null: not limited by it. */
export interface VotersOf {
  readonly communities?: readonly string[]
  readonly units?: readonly string[]
  readonly people?: readonly string[]
}

/**
 * Writes what follows now. Someone who kept the vote when they moved within the township keeps it while only the community's default speaks
 * against it. Returns how many registrations changed.
 */
export const settleTownshipVotes = async (tx: Sql, scope: CheckScope, of: VotersOf): Promise<number> => {
  if (!scope.levels.includes('township')) return 0
  const rows = `(SELECT county_code, id, person_key, facts, name, community_code, part, ${STATED_DISTRICT} AS county_district,
      evidence, ${DATES}, unit, basis, elects_township FROM registration
    WHERE election_id = :electionId AND status IN ('registered', 'review', 'pending')
      AND (:communities::text[] IS NULL OR community_code = ANY(:communities::text[]))
      AND (:units::text[] IS NULL OR unit = ANY(:units::text[])) AND (:people::uuid[] IS NULL OR person_key = ANY(:people::uuid[])))`
  return await tx.run(
    ...named(
      `UPDATE registration r SET township_vote = split_part(n.own_vote, '/', 1), township_ground = split_part(n.own_vote, '/', 2),
         township_district = n.found_township, facts = (r.facts & ~${VOTE_FACTS}::bigint) | ${voteFacts('n.own_vote')}
       FROM (SELECT f.person_key, f.county_code, f.id, f.own_vote, f.found_township FROM (${factsQuery(rows, scope)}) f) n
       WHERE r.person_key = n.person_key AND r.county_code = n.county_code AND r.id = n.id
         AND (r.township_vote, r.township_ground, r.township_district)
           IS DISTINCT FROM (split_part(n.own_vote, '/', 1), split_part(n.own_vote, '/', 2), n.found_township)
         AND NOT (r.township_ground = 'earlier' AND n.own_vote IN ('no/community', 'undecided/community'))`,
      {
        ...factsValues(scope),
        communities: of.communities ? [...of.communities] : null,
        units: of.units ? [...of.units] : null,
        people: of.people ? [...of.people] : null,
      },
    ),
  )
}
