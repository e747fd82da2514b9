import { findRuleSet, LEVELS, type RuleSet, readAcceptedRuleSet, thawRules } from '@mingce/domain/election'
import { col, named, type RowOf, type Sql } from '../../platform/database/index.ts'

const ELECTION = {
  id: col.text,
  /** 届次: within one round a person is on one roll. */
  round: col.text,
  name: col.text,
  areaCode: col.text,
  areaName: col.text,
  /** The first polling day. */
  pollingDay: col.day,
  /** Where polling goes over several days; null: one. */
  lastDay: col.nullable(col.day),
  byElection: col.boolean,
  levels: col.list(col.oneOf(...LEVELS)),
  ruleSet: col.text,
  state: col.oneOf('preparing', 'listed', 'closed'),
  districts: col.oneOf('table', 'communities'),
  /** For practice, with made-up people only: marked everywhere, wiped by one command. */
  training: col.boolean,
  /** When the voter list was published; null: not yet. */
  listPublishedOn: col.nullable(col.day),
  /** The rule set as it was when the list was published; null: not published yet. */
  frozenRules: col.nullable(col.json<unknown>()),
  /** The office's own rule set of that name in its newest confirmed version; null: one of the program's. */
  ownRules: col.nullable(col.json<unknown>()),
}

export type Election = Omit<RowOf<typeof ELECTION>, 'frozenRules' | 'ownRules'> & {
  /** Frozen when the list is published; until then the newest confirmed version of the set. */
  readonly rules: RuleSet
}

const rulesOf = ({ id, ruleSet, frozenRules, ownRules }: RowOf<typeof ELECTION>): RuleSet => {
  if (frozenRules !== null) return thawRules(frozenRules)
  const own = ownRules === null ? undefined : readAcceptedRuleSet(ownRules)
  const rules = own?.ok ? own.value : findRuleSet(ruleSet)
  if (!rules) throw new Error(`The rule set ${ruleSet} of election ${id} does not exist`)
  return rules
}

const toElection = (row: RowOf<typeof ELECTION>): Election => {
  const { frozenRules, ownRules, ...election } = row
  return { ...election, rules: rulesOf(row) }
}

/** County (6 digits) that rows of this election belong to when their community does not say; of a city's election, the city's code. */
export const homeCounty = (election: Pick<Election, 'areaCode'>): string => election.areaCode.slice(0, 6)

const COLUMNS = `e.id, e.round, e.name, e.area_code AS "areaCode", coalesce(a.name, e.area_code) AS "areaName", e.polling_day AS "pollingDay",
  e.last_day AS "lastDay", e.by_election AS "byElection", e.levels, e.rule_set AS "ruleSet", e.state, e.districts, e.training,
  e.list_published_on AS "listPublishedOn", e.frozen_rules AS "frozenRules",
  (SELECT s.body FROM rule_set s WHERE s.id = e.rule_set AND s.confirmed_at IS NOT NULL ORDER BY s.version DESC LIMIT 1) AS "ownRules"`

/** Elections whose area lies in `area`, or in whose area `area` lies; newest day first. */
export const findElectionsIn = async (sql: Sql, area: string): Promise<Election[]> =>
  (
    await sql.query(
      `SELECT ${COLUMNS} FROM election e LEFT JOIN area a ON a.code = e.area_code
     WHERE starts_with(e.area_code, $1) OR starts_with($1, e.area_code) ORDER BY e.polling_day DESC, e.id`,
      [area],
      ELECTION,
    )
  ).map(toElection)

export const findElectionById = async (sql: Sql, id: string): Promise<Election | undefined> =>
  (
    await sql.query(`SELECT ${COLUMNS} FROM election e LEFT JOIN area a ON a.code = e.area_code WHERE e.id = $1`, [id], ELECTION)
  ).map(toElection)[0]

/** Keeps the rules that hold for an election as they are now; what is frozen already stays. */
export const freezeRules = (sql: Sql, electionId: string, rules: RuleSet): Promise<number> =>
  sql.run('UPDATE election SET frozen_rules = $2::jsonb WHERE id = $1 AND frozen_rules IS NULL', [
    electionId,
    JSON.stringify(rules),
  ])

/** Keeps the day on which the voter list was published: of the list, and not of a supplement. */
export const setListPublished = (sql: Sql, electionId: string, day: string): Promise<number> =>
  sql.run('UPDATE election SET list_published_on = $2 WHERE id = $1 AND list_published_on IS NULL', [electionId, day])

/** Other elections of the round whose area holds this one or lies in it, for one of the same levels: a person would be asked twice. */
export const findOverlapping = (
  sql: Sql,
  election: Pick<Election, 'round' | 'areaCode' | 'levels'>,
): Promise<{ id: string; name: string }[]> =>
  sql.query(
    `SELECT id, name FROM election WHERE round = $1 AND levels && $2::text[] AND (starts_with(area_code, $3) OR starts_with($3, area_code))`,
    [election.round, [...election.levels], election.areaCode],
    { id: col.text, name: col.text },
  )

export const insertElection = (
  sql: Sql,
  election: Omit<Election, 'areaName' | 'state' | 'rules' | 'listPublishedOn'>,
  createdBy: string,
  at: Date,
): Promise<number> =>
  sql.run(
    ...named(
      `INSERT INTO election (id, round, name, area_code, polling_day, levels, rule_set, districts, training, created_at, created_by)
     VALUES (:id, :round, :name, :areaCode, :pollingDay, :levels::text[], :ruleSet, :districts, :training, :at, :createdBy)`,
      {
        id: election.id,
        round: election.round,
        name: election.name,
        areaCode: election.areaCode,
        pollingDay: election.pollingDay,
        levels: [...election.levels],
        ruleSet: election.ruleSet,
        districts: election.districts,
        training: election.training,
        at,
        createdBy,
      },
    ),
  )

/** What a new election has besides its day. */
export const setKind = (sql: Sql, electionId: string, lastDay: string | null, byElection: boolean): Promise<number> =>
  sql.run('UPDATE election SET last_day = $2, by_election = $3 WHERE id = $1', [electionId, lastDay, byElection])

/** Another election of one of these levels that meets this area and polls on one of these days; practice and real ones do not meet. */
export const findPollingOn = async (
  sql: Sql,
  election: Pick<Election, 'id' | 'areaCode' | 'levels' | 'training'>,
  day: string,
  lastDay: string,
): Promise<{ id: string; name: string } | undefined> =>
  (
    await sql.query(
      `SELECT id, name FROM election WHERE id <> $1 AND levels && $2::text[] AND (starts_with(area_code, $3) OR starts_with($3, area_code))
       AND training = $4 AND state <> 'closed' AND polling_day <= $6::date AND coalesce(last_day, polling_day) >= $5::date ORDER BY id LIMIT 1`,
      [election.id, [...election.levels], election.areaCode, election.training, day, lastDay],
      { id: col.text, name: col.text },
    )
  )[0]
