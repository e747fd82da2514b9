/** Elections as rows. An election is small reference data: a few a year. */
import type { Level } from '@mingce/domain/election'
import type { Sql } from '../../platform/database/index.ts'

export interface Election {
  readonly id: string
  /** 届次: within one round a person is on one roll. */
  readonly round: string
  readonly name: string
  readonly areaCode: string
  readonly areaName: string
  /** The first polling day. */
  readonly pollingDay: string
  /** Where polling goes over several days; null: one. */
  readonly lastDay: string | null
  readonly byElection: boolean
  readonly levels: readonly Level[]
  readonly ruleSet: string
  readonly state: 'preparing' | 'listed' | 'closed'
  readonly districts: 'communities' | 'table'
  /** For practice, with made-up people only: marked everywhere, wiped by one command. */
  readonly training: boolean
}

/** County (6 digits) that rows of this election belong to when their community does not say; of a city's election, the city's code. */
export const homeCounty = (election: Pick<Election, 'areaCode'>): string => election.areaCode.slice(0, 6)

const COLUMNS = `e.id, e.round, e.name, e.area_code AS "areaCode", coalesce(a.name, e.area_code) AS "areaName", e.polling_day AS "pollingDay",
  e.last_day AS "lastDay", e.by_election AS "byElection", e.levels, e.rule_set AS "ruleSet", e.state, e.districts, e.training`

/** Elections whose area lies in `area`, or in whose area `area` lies; newest day first. */
export const findElectionsIn = (sql: Sql, area: string): Promise<Election[]> =>
  sql.query<Election>(
    `SELECT ${COLUMNS} FROM election e LEFT JOIN area a ON a.code = e.area_code
     WHERE starts_with(e.area_code, $1) OR starts_with($1, e.area_code) ORDER BY e.polling_day DESC, e.id`,
    [area],
  )

export const findElectionById = async (sql: Sql, id: string): Promise<Election | undefined> =>
  (
    await sql.query<Election>(`SELECT ${COLUMNS} FROM election e LEFT JOIN area a ON a.code = e.area_code WHERE e.id = $1`, [id])
  )[0]

/** Other elections of the round whose area holds this one or lies in it, for one of the same levels: a person would be asked twice. */
export const findOverlapping = (
  sql: Sql,
  election: Pick<Election, 'round' | 'areaCode' | 'levels'>,
): Promise<{ id: string; name: string }[]> =>
  sql.query(
    `SELECT id, name FROM election WHERE round = $1 AND levels && $2::text[] AND (starts_with(area_code, $3) OR starts_with($3, area_code))`,
    [election.round, [...election.levels], election.areaCode],
  )

export const insertElection = (
  sql: Sql,
  election: Omit<Election, 'areaName' | 'state'>,
  createdBy: string,
  at: Date,
): Promise<number> =>
  sql.run(
    `INSERT INTO election (id, round, name, area_code, polling_day, levels, rule_set, districts, training, created_at, created_by)
     VALUES ($1, $2, $3, $4, $5, $6::text[], $7, $8, $9, $10, $11)`,
    [
      election.id,
      election.round,
      election.name,
      election.areaCode,
      election.pollingDay,
      [...election.levels],
      election.ruleSet,
      election.districts,
      election.training,
      at,
      createdBy,
    ],
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
    await sql.query<{ id: string; name: string }>(
      `SELECT id, name FROM election WHERE id <> $1 AND levels && $2::text[] AND (starts_with(area_code, $3) OR starts_with($3, area_code))
       AND training = $4 AND state <> 'closed' AND polling_day <= $6::date AND coalesce(last_day, polling_day) >= $5::date ORDER BY id LIMIT 1`,
      [election.id, [...election.levels], election.areaCode, election.training, day, lastDay],
    )
  )[0]
