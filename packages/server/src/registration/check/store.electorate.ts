/**
 * Who elects the township's deputies, for a whole set of rows: `townshipVote` of the domain as SQL. A vote is one text, `yes/unit`: what it is
 * and what it is based on. A test compares both for every combination.
 */
import type { Level } from '@mingce/domain/election'
import { factOf } from '@mingce/domain/registration'

/** Does someone register at the unit: on the basis of work, or where the row gives no basis? */
const AT_UNIT = `r.unit IS NOT NULL AND coalesce(r.basis, 'work') = 'work'`
const UNIT_OF = `u.election_id = :electionId AND u.name = r.unit`

/** Joins of the sources of a vote; `place` is SQL of the community that the row is of. */
const sources = (meet: (table: string, alias: string, on: string) => string, size: 'many' | 'few', place: string): string => {
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
const ownVote = (place: string, register: string, withheld: string): string => `CASE
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
const OWN_DISTRICT = 'coalesce(ta.district_code, u.district_code, dt.district_code)'

/** What is asked of a row r: SQL that follows its other joins, and SQL of what it answers. */
interface VoteQuestion {
  readonly joins: string
  /** `yes/unit`, or NULL where no township elects. */
  readonly vote: string
  /** The township-level district of the place, whoever votes there. */
  readonly placeDistrict: string
  /** The township-level district of a row that votes. */
  readonly district: string
  /** Is the row without the district that it needs? */
  readonly lacksDistrict: string
  /** Is the community divided, and the part of the row not known? Then it lacks no district but the part. */
  readonly lacksPart: string
}

/** Is a community divided among districts of the level? */
export const isDivided = (level: Level, community: string): string =>
  `coalesce('${level}/' || ${community} = ANY(:divided::text[]), false)`

/** The district of a place at a level: of the whole community, or of its part where it is divided. */
export const districtOn = (alias: string, level: Level, place: string, part: string): string =>
  `${alias}.election_id = :electionId AND ${alias}.level = '${level}' AND ${alias}.community_code = ${place} AND ${alias}.part IN ('', ${part})`

/** A district of the county is needed where the county elects, one of the township by who elects it. */
const LACKS_COUNTY = `('county' = ANY(:levels::text[]) AND coalesce(r.county_district, dc.district_code) IS NULL)`

/** In an election of the county alone nobody is asked: a file of a million rows would be joined with six tables for nothing. */
const nobodyAsked = (place: string): VoteQuestion => ({
  joins: '',
  vote: 'NULL::text',
  placeDistrict: 'NULL::text',
  district: 'NULL::text',
  lacksDistrict: `${LACKS_COUNTY} AND NOT ${isDivided('county', place)}`,
  lacksPart: `${LACKS_COUNTY} AND ${isDivided('county', place)}`,
})

/** Whose vote is asked for: parameters of `ownVote` and how tables are met. */
export const voteQuestion = (
  townshipElects: boolean,
  size: 'many' | 'few',
  meet: (table: string, alias: string, on: string) => string,
  {
    place,
    part,
    register,
    withheld,
  }: { readonly place: string; readonly part: string; readonly register: string; readonly withheld: string },
): VoteQuestion =>
  townshipElects
    ? {
        joins: `
  ${meet('district_community', 'dt', districtOn('dt', 'township', place, part))}
  ${sources(meet, size, place)}
  CROSS JOIN LATERAL (SELECT ${ownVote(place, register, withheld)} AS vote OFFSET 0) t`,
        vote: 't.vote',
        placeDistrict: 'dt.district_code',
        district: `CASE WHEN starts_with(t.vote, 'yes/') THEN ${OWN_DISTRICT} END`,
        lacksDistrict: `(${LACKS_COUNTY} AND NOT ${isDivided('county', place)})
          OR ((NOT starts_with(t.vote, 'yes/') OR ${OWN_DISTRICT} IS NULL)
              AND (NOT 'county' = ANY(:levels::text[]) OR t.vote = 'yes/community') AND NOT ${isDivided('township', place)})`,
        lacksPart: `(${LACKS_COUNTY} AND ${isDivided('county', place)})
          OR (starts_with(t.vote, 'yes/') AND ${OWN_DISTRICT} IS NULL AND ${isDivided('township', place)})`,
      }
    : nobodyAsked(place)

/** The vote of a row f beside the registration h that holds its person: a vote in the same township stays unless a nearer source says otherwise. */
const finalVote = (
  f: string,
  withheld: string,
): string => `CASE WHEN NOT ${withheld} AND ${f}.own_vote IN ('no/community', 'undecided/community', 'undecided/unit', 'no/stated')
      AND h.township_vote = 'yes' AND h.election_id = :electionId AND left(h.community_code, 9) = left(${f}.place, 9)
    THEN CASE WHEN ${f}.own_vote = 'no/stated' THEN 'yes/disputed' ELSE 'yes/earlier' END ELSE ${f}.own_vote END`

/**
 * LATERAL relation vt of a row f, after kp (does the row keep the part of h?): its final vote, the township-level district that follows from it, and whether the registration h that
 * holds the person has that vote already.
 */
export const settledVote = (townshipElects: boolean, withheld: string): string =>
  townshipElects
    ? `CROSS JOIN LATERAL (SELECT ${finalVote('f', withheld)} AS vote OFFSET 0) fv
    CROSS JOIN LATERAL (SELECT fv.vote, CASE WHEN fv.vote = f.own_vote
        THEN coalesce(f.found_township, CASE WHEN kp.keeps AND starts_with(fv.vote, 'yes/') THEN h.township_district END)
        ELSE coalesce(f.place_township, h.township_district) END AS township,
      fv.vote = 'yes/earlier' OR starts_with(fv.vote, 'undecided/')
        OR (h.township_vote = split_part(fv.vote, '/', 1) AND (fv.vote <> 'yes/disputed' OR h.township_ground = 'disputed')) AS keeps_vote OFFSET 0) vt`
    : 'CROSS JOIN LATERAL (SELECT NULL::text AS vote, NULL::text AS township, true AS keeps_vote) vt'

/** Notes of a vote, as bits. */
export const VOTE_FACTS = factOf('electorate.undecided') + factOf('electorate.disputed') + factOf('electorate.kept')
export const voteFacts = (vote: string): string => `CASE
    WHEN ${vote} = 'undecided/disputed' THEN ${factOf('electorate.undecided') + factOf('electorate.disputed')}
    WHEN ${vote} = 'yes/disputed' THEN ${factOf('electorate.disputed')}
    WHEN starts_with(${vote}, 'undecided/') THEN ${factOf('electorate.undecided')}
    WHEN ${vote} = 'yes/earlier' THEN ${factOf('electorate.kept')} ELSE 0 END`
