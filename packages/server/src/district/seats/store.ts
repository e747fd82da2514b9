/** Decisions on seats and how they are divided, as rows. */
import { LEVELS, type Level } from '@mingce/domain/election'
import { col, named, type Sql } from '../../platform/database/index.ts'

export interface SeatDecision {
  readonly level: Level
  /** Whose congress it is: 6 digits, or 9. */
  readonly areaCode: string
  readonly population: number
  readonly source: 'hukou' | 'resident'
  readonly populationOn: string | null
  /** What a province grants on top, in thousandths. */
  readonly extra: number
  /** Decided below the base, where there are so few people. */
  readonly fewer: number | null
  readonly total: number
  /** Of `total`, the army's (EL 6): taken off before the rest is divided. */
  readonly army: number
  readonly document: string
  readonly minorities: readonly { readonly name: string; readonly population: number }[]
  readonly lots: readonly string[]
  readonly setBy: string
  readonly at: Date
}

export interface SeatShare {
  readonly code: string
  readonly name: string
  readonly population: number
  readonly seats: number
}

const DECISIONS = {
  level: col.oneOf(...LEVELS),
  areaCode: col.text,
  population: col.integer,
  source: col.oneOf('hukou', 'resident'),
  populationOn: col.nullable(col.day),
  extra: col.integer,
  fewer: col.nullable(col.integer),
  total: col.integer,
  army: col.integer,
  document: col.text,
  minorities: col.json<readonly { readonly name: string; readonly population: number }[]>(),
  lots: col.list(col.text),
  setBy: col.text,
  at: col.instant,
}

export const findDecisions = (sql: Sql, electionId: string): Promise<SeatDecision[]> =>
  sql.query(
    `SELECT level, area_code AS "areaCode", population, population_source AS source, population_on AS "populationOn", extra, fewer, total, army,
       document, minorities, lots, set_by AS "setBy", at FROM seat_decision WHERE election_id = $1 ORDER BY level, area_code`,
    [electionId],
    DECISIONS,
  )

export const findShares = (sql: Sql, electionId: string, level: Level, areaCode: string): Promise<SeatShare[]> =>
  sql.query(
    `SELECT code, name, population, seats FROM seat_allotment WHERE election_id = $1 AND level = $2 AND area_code = $3 ORDER BY ordinal`,
    [electionId, level, areaCode],
    { code: col.text, name: col.text, population: col.integer, seats: col.integer },
  )

/** Puts a decision in the place of the one before, with its shares. */
export const replaceDecision = async (
  tx: Sql,
  electionId: string,
  role: string,
  decision: SeatDecision,
  shares: readonly SeatShare[],
): Promise<void> => {
  const key = [electionId, decision.level, decision.areaCode]
  await tx.run('DELETE FROM seat_allotment WHERE election_id = $1 AND level = $2 AND area_code = $3', key)
  await tx.run('DELETE FROM seat_decision WHERE election_id = $1 AND level = $2 AND area_code = $3', key)
  await tx.run(
    ...named(
      `INSERT INTO seat_decision (election_id, level, area_code, population, population_source, population_on, extra, fewer, total, army, document,
       minorities, lots, set_by, role, at) VALUES (:electionId, :level, :areaCode, :population, :source, :populationOn, :extra, :fewer, :total, :army, :document,
       :minorities, :lots::text[], :setBy, :role, :at)`,
      {
        electionId,
        level: decision.level,
        areaCode: decision.areaCode,
        population: decision.population,
        source: decision.source,
        populationOn: decision.populationOn,
        extra: decision.extra,
        fewer: decision.fewer,
        total: decision.total,
        army: decision.army,
        document: decision.document,
        minorities: JSON.stringify(decision.minorities),
        lots: [...decision.lots],
        setBy: decision.setBy,
        role,
        at: decision.at,
      },
    ),
  )
  await tx.run(
    ...named(
      `INSERT INTO seat_allotment (election_id, level, area_code, code, ordinal, name, population, seats)
     SELECT :electionId, :level, :areaCode, s.* FROM unnest(:codes::text[], :ordinals::int[], :names::text[], :populations::int[], :seats::int[]) AS s`,
      {
        electionId,
        level: decision.level,
        areaCode: decision.areaCode,
        codes: shares.map(share => share.code),
        ordinals: shares.map((_, index) => index + 1),
        names: shares.map(share => share.name),
        populations: shares.map(share => share.population),
        seats: shares.map(share => share.seats),
      },
    ),
  )
}
