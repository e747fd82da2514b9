/**
 * Judging new rows: their facts, each other and the roll. `judgeQuery` is the one query that judges; `judgeFirstPass` and `judgeLaterPass`
 * run it over the staged rows of a command, registration/online over a batch. What is asked again of those who stand is in
 * store.recheck.ts.
 */
import { factOf, STANDING, withoutFacts } from '@mingce/domain/registration'
import { col, named, type Sql } from '../../platform/database/index.ts'
import { isDivided, settledVote, voteFacts } from './store.electorate.ts'
import {
  type CheckScope,
  CONTESTED,
  evidenceOnDay,
  factsQuery,
  factsValues,
  meet,
  provenBy,
  REFUSED,
  REVIEW,
  type Rows,
  UNKEYED,
  WITHHELD,
} from './store.facts.ts'

/** Area names of the places that rows were resolved to. */
const PLACE_NAME: Readonly<Record<Rows, string>> = {
  many: `LEFT JOIN (SELECT code, name FROM area WHERE code BETWEEN :electionArea AND rpad(:electionArea, 12, '9')) a ON a.code = j.place`,
  few: `LEFT JOIN LATERAL (SELECT name FROM area WHERE code = j.place AND starts_with(j.place, :electionArea) LIMIT 1) a ON true`,
}

/**
 * SQL of `rows` (columns of `intake`) with the place of each among its person's rows of the same file, and among those with the same
 * particulars; null for rows that are refused by themselves. By sorting: joined to itself, a file was compared row with row.
 */
const numbered = (rows: string): string => {
  const nth = (same: string) => `CASE WHEN i.facts & ${REFUSED} = 0 THEN
    count(*) FILTER (WHERE i.facts & ${REFUSED} = 0) OVER (PARTITION BY ${same} ORDER BY i.row_no) END`
  return `SELECT i.*, ${nth('i.import_id, i.person_key')} AS nth, ${nth('i.import_id, i.person_key, i.digest')} AS nth_equal FROM ${rows} i`
}

/** The columns of `numbered` for rows of people who have no other. */
export const ONCE = 'NULL::bigint AS nth, NULL::bigint AS nth_equal'

/**
 * Does a row f, first of its person in its file, found in the place of the registration h that holds the person, wait beside h (EL 27)?
 * Someone on the roll is changed by a row without a review finding only; someone who waits, also by a row of the same name that brings no
 * new finding. Another name may be another person with the same number (重号): it waits, unless it mends a name that cannot be read.
 * A row whose own registration s is not h never changes h.
 */
const WAITS_BESIDE = `CASE
    WHEN h.id IS NULL OR g.found & ${REFUSED} <> 0 THEN false
    WHEN s.id IS NOT NULL THEN (s.county_code, s.id) <> (h.county_code, h.id)
    WHEN h.name <> f.name THEN h.status = 'registered' OR h.facts & ${factOf('name.unprintable')} = 0 OR g.found & ${REVIEW} <> 0
    WHEN g.found & ${REVIEW} = 0 THEN false
    WHEN h.status <> 'registered' THEN g.found & ${REVIEW} & ~h.facts <> 0
    ELSE h.facts & ${withoutFacts(REVIEW, CONTESTED)} <> g.found & ${REVIEW} OR h.voter_group IS DISTINCT FROM coalesce(f.voter_group, h.voter_group)
  END`

/** Proof that a person showed once counts for the round: what the registration that holds them was accepted with. */
const SHOWS = `h.status = 'registered' AND h.bound IS NULL AND h.name = f.name`
/** With the dates that come with it: those of the row, else of what was shown before. A contract is taken as a whole. */
const SHOWN_DATES = `CASE WHEN f.lives_here_since IS NULL THEN o.lives_here_since ELSE f.lives_here_since END AS lives_here_since,
  CASE WHEN f.contract_from IS NULL AND f.contract_until IS NULL THEN o.contract_from ELSE f.contract_from END AS contract_from,
  CASE WHEN f.contract_from IS NULL AND f.contract_until IS NULL THEN o.contract_until ELSE f.contract_until END AS contract_until`
const UNPROVEN = factOf('place.unproven')

const NO_PART = factOf('district.part')
/** Is the row f of the community of the registration h, which is divided? */
const SAME_DIVIDED = `(h.election_id = :electionId AND h.community_code = f.place AND (${isDivided('county', 'f.place')} OR ${isDivided('township', 'f.place')}))`
/** A row that says nothing of the part leaves the person in the part and the districts where they are. */
const KEEPS_PART = `coalesce(${SAME_DIVIDED} AND f.found_part IS NULL, false)`
/** With what is kept, is the row in a district of each level where the person votes? */
const HAS_DISTRICTS = `(NOT 'county' = ANY(:levels::text[]) OR kp.county IS NOT NULL) AND (NOT coalesce(starts_with(vt.vote, 'yes/'), false) OR vt.township IS NOT NULL)`
/** The part was not known of the registration, or is not of the row: then these are two accounts of one place, and no move. */
const OPEN_PART = `coalesce(${SAME_DIVIDED} AND (g.found & ${NO_PART} <> 0 OR (h.county_district IS NULL AND 'county' = ANY(:levels::text[]))
        OR (h.township_district IS NULL AND h.township_vote = 'yes')), false)`

/** Whether a row waits beside is no particular of it: a row that is sent again is compared without this bit. */
const PARTICULARS = withoutFacts(REVIEW, factOf('claim.same-district'))

/**
 * SQL that judges `rows` against the registers, each other and the roll: one row each, with its mask, where it belongs, the registration
 * that it repeats or updates (`standing_id`), and who holds the person (`holder_id`). `rows` has the columns of `intake` and of `numbered`:
 * of several rows of one person in a file the first counts. A row that equals a registration is unchanged, and so is a row of someone on
 * the roll that is sent again: what the registers say of it since is found by `recheckStanding`. A row of someone who is registered in
 * another district, or in the same one while the row needs review, is a case of two registrations. Takes the parameters of
 * `judgeValues`.
 */
export const judgeQuery = (rows: string, scope: Pick<CheckScope, 'levels'>, size: Rows = 'many'): string => `
  SELECT j.person_key, j.import_id, j.row_no,
    j.mask | CASE WHEN j.sent_id IS NULL AND NOT j.stays OR j.mask & ${REFUSED} <> 0 THEN 0
      WHEN (j.sent_id IS NOT NULL AND (j.sent_facts & ${PARTICULARS} = j.mask & ${PARTICULARS}
          OR (j.sent_holds AND j.holder_status = 'registered' AND j.mask & ${REVIEW} <> 0 AND j.mask & ${WITHHELD} = 0)))
        OR (j.stays AND j.holder_name = j.name AND (j.given_group IS NULL OR j.holder_group = j.given_group) AND j.keeps_vote
            AND (j.found_part IS NULL OR j.holder_part IS NOT DISTINCT FROM j.found_part)
            AND j.holder_facts & ${withoutFacts(REVIEW, CONTESTED)} = j.mask & ${REVIEW}) THEN ${STANDING.unchangedInRoll}
      ELSE ${STANDING.updatesInRoll} END AS facts,
    coalesce(j.sent_county, CASE WHEN j.stays THEN j.holder_county END, left(j.place, 6), :homeCounty) AS county_code,
    j.place AS community_code, j.part_kept AS part, j.county AS county_district, j.township AS township_district,
    split_part(j.vote, '/', 1) AS township_vote, split_part(j.vote, '/', 2) AS township_ground, j.elects_township,
    coalesce(j.given_group, a.name, '') AS voter_group,
    coalesce(j.sent_id, CASE WHEN j.stays THEN j.holder_id END) AS standing_id, j.holder_county, j.holder_id,
    j.name, j.name_order, j.sex, j.birth_date, j.unit, j.basis, j.shown_evidence::smallint AS evidence, j.shown_since AS lives_here_since,
    j.shown_from AS contract_from, j.shown_until AS contract_until, j.digest, j.stated, j.contact_block, j.contact_index,
    coalesce(j.said_community, j.place) AS said_community
  FROM (
    SELECT f.*, f.community_code AS said_community, f.voter_group AS given_group,
      e.evidence AS shown_evidence, e.lives_here_since AS shown_since, e.contract_from AS shown_from, e.contract_until AS shown_until, vt.vote, vt.township, vt.keeps_vote, kp.county, CASE WHEN kp.keeps THEN h.part ELSE f.found_part END AS part_kept, g.found | CASE WHEN g.found & ${REFUSED} <> 0 OR f.facts & ${WITHHELD} <> 0 THEN 0 ELSE ${voteFacts('vt.vote')} END
      | CASE WHEN f.nth_equal > 1 THEN ${STANDING.repeatedInFile}
        WHEN f.nth > 1 THEN ${factOf('duplicate.same-file')}
        WHEN f.facts & ${WITHHELD} <> 0 THEN 0
        WHEN h.id IS NOT NULL AND NOT same.place THEN ${factOf('claim.other-district')}
        WHEN same.beside THEN ${factOf('claim.same-district')} ELSE 0 END AS mask,
      coalesce(f.nth, 1) = 1 AND f.facts & ${WITHHELD} = 0 AND same.place AND NOT same.beside AS stays,
      h.county_code AS holder_county, h.id AS holder_id, h.name AS holder_name, h.voter_group AS holder_group, h.part AS holder_part, h.facts AS holder_facts,
      h.status AS holder_status, (s.county_code, s.id) = (h.county_code, h.id) AS sent_holds,
      s.county_code AS sent_county, s.id AS sent_id, s.facts AS sent_facts
    FROM (${factsQuery(rows, scope, size)}) f
    ${meet(size)('registration', 's', 's.person_key = f.person_key AND s.election_id = :electionId AND s.digest = f.digest')}
    ${meet(size)('claim', 'c', 'c.person_key = f.person_key AND c.round = :round')}
    ${meet(size)('registration', 'h', 'h.person_key = c.person_key AND h.county_code = c.county_code AND h.id = c.registration_id')}
    CROSS JOIN LATERAL (SELECT CASE WHEN ${SHOWS} THEN h.evidence ELSE 0 END AS evidence, CASE WHEN ${SHOWS} THEN h.lives_here_since END AS lives_here_since,
      CASE WHEN ${SHOWS} THEN h.contract_from END AS contract_from, CASE WHEN ${SHOWS} THEN h.contract_until END AS contract_until) o
    CROSS JOIN LATERAL (SELECT f.evidence | o.evidence AS evidence, ${SHOWN_DATES}) e
    CROSS JOIN LATERAL (SELECT ${KEEPS_PART} AS keeps, CASE WHEN ${KEEPS_PART} THEN coalesce(f.found_county, h.county_district) ELSE f.found_county END AS county OFFSET 0) kp
    ${settledVote(scope.levels.includes('township'), `(f.facts & ${WITHHELD} <> 0)`)}
    CROSS JOIN LATERAL (SELECT f.found & ~(CASE WHEN f.found & ${UNPROVEN} <> 0 AND ${provenBy(evidenceOnDay('e'))} THEN ${UNPROVEN} ELSE 0 END
      | CASE WHEN kp.keeps AND ${HAS_DISTRICTS} THEN ${NO_PART} ELSE 0 END
      | CASE WHEN vt.township IS NOT NULL AND f.found_township IS NULL AND NOT 'county' = ANY(:levels::text[]) THEN ${factOf('district.unknown')} ELSE 0 END)::bigint AS found) g
    CROSS JOIN LATERAL (SELECT h.id IS NOT NULL AND h.election_id = :electionId
      AND (${OPEN_PART} OR (h.county_district IS NOT DISTINCT FROM kp.county
      AND (h.township_district IS NOT DISTINCT FROM vt.township OR (h.county_district IS NOT NULL AND h.community_code = f.place))
      AND (kp.county IS NOT NULL OR vt.township IS NOT NULL OR h.community_code IS NOT DISTINCT FROM f.place))) AS place,
      ${WAITS_BESIDE} AS beside) same
  ) j ${PLACE_NAME[size]}`

/** Parameters of `judgeQuery`. */
export const judgeValues = (scope: CheckScope) => ({
  ...factsValues(scope),
  round: scope.round,
  homeCounty: scope.homeCounty,
  electionArea: scope.electionArea,
})

/** So many rows are looked up one by one sooner than the register is read whole once more. */
const LOOKED_UP = 20_000

/** Rows staged by one command, and what was found of them: tables of its own, made with it and dropped with it. */
export interface Staged {
  readonly intake: string
  /** Judged rows of the first pass. */
  readonly judgement: string
  /** Judged rows of later passes, which are few: a table of the same columns, so that a later pass does not read the first one's rows. */
  readonly later: string
  /** Rows of people who stand in the command more than once: judged in later passes. */
  readonly returning: string
}

/**
 * Judges the rows of all who stand in the command once, in one pass (number 0), in the order of the person keys: that is how the indexes
 * grow fastest. People who stand in it more than once wait for `judgeLaterPass`: so many passes as files that one of them stands in.
 */
export const judgeFirstPass = async (tx: Sql, staged: Staged, scope: CheckScope): Promise<{ passes: number; size: Rows }> => {
  const { intake, judgement, later, returning } = staged
  await tx.script(`DROP TABLE IF EXISTS ${later}, ${judgement}, ${returning}`)
  await tx.run(
    `CREATE UNLOGGED TABLE ${returning} AS
     SELECT n.*, dense_rank() OVER (PARTITION BY n.person_key ORDER BY n.import_id)::int AS pass FROM (${numbered(`(
       SELECT * FROM ${intake} one WHERE facts & ${UNKEYED} = 0 AND EXISTS (SELECT FROM ${intake} other
         WHERE other.person_key = one.person_key AND (other.import_id, other.row_no) <> (one.import_id, one.row_no)))`)}) n`,
  )
  await tx.script(`ANALYZE ${returning} (person_key, pass)`)
  const once = `(SELECT i.*, ${ONCE} FROM ${intake} i
    WHERE NOT EXISTS (SELECT FROM ${returning} later WHERE later.person_key = i.person_key))`
  await tx.run(
    ...named(
      `CREATE UNLOGGED TABLE ${judgement} AS SELECT 0 AS pass, one.* FROM (${judgeQuery(once, scope)}) one ORDER BY person_key`,
      judgeValues(scope),
    ),
  )
  await tx.script(`CREATE UNLOGGED TABLE ${later} (LIKE ${judgement})`)
  const [found] = await tx.query(`SELECT coalesce(max(pass), 0) AS passes, count(*) AS rows FROM ${returning}`, [], {
    passes: col.integer,
    rows: col.integer,
  })
  return { passes: found?.passes ?? 0, size: (found?.rows ?? 0) < LOOKED_UP ? 'few' : 'many' }
}

/** Judges, of the people who stand in the command more than once, the rows of each one's file number `pass`, after the files before it were admitted. */
export const judgeLaterPass = (tx: Sql, staged: Staged, pass: number, size: Rows, scope: CheckScope): Promise<number> =>
  tx.run(
    ...named(
      `INSERT INTO ${staged.later}
     SELECT :pass::int, later.* FROM (${judgeQuery(`(SELECT * FROM ${staged.returning} WHERE pass = :pass)`, scope, size)}) later ORDER BY person_key`,
      { ...judgeValues(scope), pass },
    ),
  )

/** The judged rows of one pass, as a relation. */
export const judgedIn = ({ judgement, later }: Staged, pass: number): string =>
  pass === 0 ? judgement : `(SELECT * FROM ${later} WHERE pass = ${pass})`

/** The judged rows of all passes, as a relation. */
export const allJudged = ({ judgement, later }: Staged): string =>
  `(SELECT import_id, row_no, facts, person_key, said_community FROM ${judgement}
   UNION ALL SELECT import_id, row_no, facts, person_key, said_community FROM ${later})`
