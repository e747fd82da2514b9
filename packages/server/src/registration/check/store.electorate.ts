/**
 * Who elects the township's deputies, for a whole set of rows: `townshipVote` of the domain as SQL. A vote is one text, `yes/unit`: what it is
 * and what it is based on. A test compares both for every combination.
 */
import { factOf } from '@mingce/domain/registration'

/** Does someone register at the unit: on the basis of work, or where the row gives no basis? */
const AT_UNIT = `r.unit IS NOT NULL AND coalesce(r.basis, 'work') = 'work'`
const UNIT_OF = `u.election_id = :electionId AND u.name = r.unit`

/** Joins of the sources of a vote; `place` is SQL of the community that the row is of. */
export const electorateJoins = (
  meet: (table: string, alias: string, on: string) => string,
  size: 'many' | 'few',
  place: string,
): string => {
  const unit =
    size === 'many'
      ? `LEFT JOIN electing_unit u ON ${UNIT_OF} AND ${AT_UNIT}`
      : `LEFT JOIN LATERAL (SELECT u.* FROM electing_unit u WHERE ${UNIT_OF} AND ${AT_UNIT} LIMIT 1) u ON true`
  return `
  ${meet('township_electorate', 'te', `te.election_id = :electionId AND te.community_code = ${place}`)}
  ${unit}
  ${meet('township_answer', 'ta', 'ta.person_key = r.person_key AND ta.election_id = :electionId')}`
}

const either = (yes: string, ground: string): string => `CASE WHEN ${yes} THEN 'yes/${ground}' ELSE 'no/${ground}' END`

/** The unit counts where the row is of its community, or of none. */
const unitHere = (place: string): string => `(u.community_code IS NULL OR ${place} IS NULL OR u.community_code = ${place})`

/**
 * The vote of a row r by all but the registration that holds its person. `register`: SQL of what the population register says; `withheld`: SQL
 * of rows that nothing may be looked up for.
 */
export const ownVote = (place: string, register: string, withheld: string): string => `CASE
    WHEN NOT 'township' = ANY(:levels::text[]) THEN NULL
    WHEN ${withheld} THEN 'undecided/community'
    WHEN ta.elects IS NOT NULL THEN ${either('ta.elects', 'officer')}
    WHEN te.elects IS NULL AND ${place} IS NOT NULL THEN 'no/community'
    WHEN u.elects IN ('yes', 'no') AND ${unitHere(place)} THEN u.elects || '/unit'
    WHEN ${register} <> r.elects_township THEN 'undecided/disputed'
    WHEN ${register} IS NOT NULL THEN ${either(register, 'register')}
    WHEN r.elects_township THEN 'yes/stated'
    WHEN NOT r.elects_township THEN CASE WHEN te.elects = 'all' THEN 'yes/disputed' ELSE 'no/stated' END
    WHEN u.elects = 'undecided' AND ${unitHere(place)} THEN 'undecided/unit'
    WHEN te.elects = 'all' THEN 'yes/community'
    WHEN te.elects = 'none' THEN 'no/community'
    ELSE 'undecided/community' END`

/** The township-level district of a row that votes: the officer's, the unit's, or the community's. */
export const OWN_DISTRICT = 'coalesce(ta.district_code, u.district_code, dt.district_code)'

/** The vote of a row f beside the registration h that holds its person: a vote in the same township stays unless a nearer source says otherwise. */
export const finalVote = (
  f: string,
  withheld: string,
): string => `CASE WHEN NOT ${withheld} AND ${f}.own_vote IN ('no/community', 'undecided/community', 'undecided/unit', 'no/stated')
      AND h.township_vote = 'yes' AND h.election_id = :electionId AND left(h.community_code, 9) = left(${f}.place, 9)
    THEN CASE WHEN ${f}.own_vote = 'no/stated' THEN 'yes/disputed' ELSE 'yes/earlier' END ELSE ${f}.own_vote END`

/** Notes of a vote, as bits. */
export const VOTE_FACTS = factOf('electorate.undecided') + factOf('electorate.disputed') + factOf('electorate.kept')
export const voteFacts = (vote: string): string => `CASE
    WHEN ${vote} = 'undecided/disputed' THEN ${factOf('electorate.undecided') + factOf('electorate.disputed')}
    WHEN ${vote} = 'yes/disputed' THEN ${factOf('electorate.disputed')}
    WHEN starts_with(${vote}, 'undecided/') THEN ${factOf('electorate.undecided')}
    WHEN ${vote} = 'yes/earlier' THEN ${factOf('electorate.kept')} ELSE 0 END`
