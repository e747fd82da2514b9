/** The counts of an election's people by community: kept as rows, changed by what transactions add, compared with the people and repaired. */
import { col, named, prepared, type RowOf, type Sql, type SqlValue } from '../../platform/database/index.ts'
import { FIGURES, type Figure, figuresOf, type PeopleOf, PRESENT, refusedFigures } from './store.figures.ts'

const BASIS = {
  electionId: col.text,
  round: col.text,
  pollingDay: col.day,
  electionArea: col.text,
  extractId: col.nullable(col.integer),
  homePrefix: col.text,
  /** Basis on which it was counted last, where it is another one now. */
  stale: col.boolean,
}

/** What the counts of an election depend on besides its people. */
export type Basis = Omit<RowOf<typeof BASIS>, 'stale'> & { readonly bornBy: string }

const BASIS_COLUMNS = `e.id AS "electionId", e.round, e.polling_day AS "pollingDay", e.area_code AS "electionArea", x.id AS "extractId",
  b.home_prefix AS "homePrefix", (b.extract_id, b.polling_day) IS DISTINCT FROM (x.id, e.polling_day) AS stale`

/** Elections that are counted. */
export const findBases = (sql: Sql): Promise<RowOf<typeof BASIS>[]> =>
  sql.query(
    prepared(`SELECT ${BASIS_COLUMNS} FROM people_count_basis b JOIN election e ON e.id = b.election_id
     LEFT JOIN population_extract x ON x.election_id = e.id AND x.state = 'current' ORDER BY e.id`),
    [],
    BASIS,
  )

/** People who share a number, where what is written of someone may change who of them is registered: by a document of their own. */
export const findSharedNumbers = async (tx: Sql, people: readonly string[], withDocuments: boolean): Promise<string[]> =>
  (
    await tx.query(
      prepared(`SELECT DISTINCT n.person_key AS "personKey" FROM population_namesake n
       WHERE $2::boolean OR EXISTS (SELECT FROM identity_document m WHERE m.person_key = ANY($1::uuid[]))`),
      [people, withDocuments],
      { personKey: col.uuid },
    )
  ).map(({ personKey }) => personKey)

/** The locks of counts: one for all, shared by those who keep them; one for whoever repairs them; one for whoever adds changes up. */
const COUNTS_LOCK = 7_204_101
const REPAIR_LOCK = 7_204_103
const FOLD_LOCK = 7_204_102

/**
 * Holds the counts of these people until the transaction ends, in one order everywhere: what is counted before a change and after it differs
 * by this transaction's change alone.
 */
export const lockPeople = (tx: Sql, people: readonly string[]): Promise<unknown> =>
  tx.query(
    prepared(`SELECT count(*) AS locked FROM (SELECT pg_advisory_xact_lock_shared(${COUNTS_LOCK})::text AS done
     UNION ALL SELECT pg_advisory_xact_lock(o.key)::text FROM
       (SELECT DISTINCT hashtextextended(k::text, 0) AS key FROM unnest($1::uuid[]) AS k ORDER BY 1) o) l`),
    [people],
    { locked: col.integer },
  )

/** Waits for those who change people that are counted, and keeps others from it until the transaction ends. */
export const lockCounts = (tx: Sql): Promise<unknown> =>
  tx.query(`SELECT count(*) AS locked FROM (SELECT pg_advisory_xact_lock($1::bigint)::text AS done) l`, [COUNTS_LOCK], {
    locked: col.integer,
  })

/** Waits for another repair: what differs is added once. */
export const lockRepair = (tx: Sql): Promise<unknown> =>
  tx.query('SELECT count(*) AS locked FROM (SELECT pg_advisory_xact_lock($1::bigint)::text AS done) l', [REPAIR_LOCK], {
    locked: col.integer,
  })

const COUNTED = { code: col.text, figure: col.text, people: col.integer }
export type Counted = RowOf<typeof COUNTED>

const valuesOf = ({ electionId, round, pollingDay, bornBy, electionArea, homePrefix }: Basis) => ({
  electionId,
  round,
  pollingDay,
  bornBy,
  electionArea,
  homePrefix,
})

/** The people whose figures are taken: some, by their keys; those of a table; everybody. */
export type Whom = { readonly keys: readonly string[] } | { readonly table: string } | 'everybody'

const BY_KEYS: PeopleOf = key => `${key} = ANY(:people::uuid[])`
const conditionOf = (whom: Whom): PeopleOf => {
  if (whom === 'everybody') return () => 'true'
  return 'keys' in whom ? BY_KEYS : key => `${key} IN (SELECT w.person_key FROM ${whom.table} w)`
}
const peopleOf = (whom: Whom): Readonly<Record<string, SqlValue>> =>
  whom !== 'everybody' && 'keys' in whom ? { people: [...whom.keys] } : {}

/** Asked for every registration online: planned once. */
const often = (whom: Whom, text: string): string => (whom !== 'everybody' && 'keys' in whom ? prepared(text) : text)

export const countFigures = (sql: Sql, basis: Basis, whom: Whom): Promise<Counted[]> =>
  sql.query(...named(often(whom, figuresOf(conditionOf(whom))), { ...valuesOf(basis), ...peopleOf(whom) }), COUNTED)

/** Adds what the figures of these people are now, less what they were before. */
export const addDifference = (tx: Sql, basis: Basis, whom: Whom, before: readonly Counted[]): Promise<number> =>
  tx.run(
    ...named(
      often(
        whom,
        `INSERT INTO people_count_change (election_id, community_code, figure, people)
         SELECT :electionId, d.code, d.figure, sum(d.people)::bigint FROM (${figuresOf(conditionOf(whom))}
           UNION ALL SELECT b.code, b.figure, - b.people FROM unnest(:codes::text[], :figures::text[], :counts::bigint[]) AS b(code, figure, people)) d
         GROUP BY d.code, d.figure HAVING sum(d.people) <> 0 ORDER BY d.code, d.figure`,
      ),
      {
        ...valuesOf(basis),
        ...peopleOf(whom),
        codes: before.map(({ code }) => code),
        figures: before.map(({ figure }) => figure),
        counts: before.map(({ people }) => people),
      },
    ),
  )

/** Counts as they are kept: rows and what is still to be added to them. */
const KEPT = `SELECT k.community_code AS code, k.figure, k.people FROM people_count k WHERE k.election_id = :electionId
  UNION ALL SELECT h.community_code, h.figure, h.people FROM people_count_change h WHERE h.election_id = :electionId`

/** Communities whose refused rows may be mended, or not any more, by what is written of these people. */
export const findRefusedPlaces = async (tx: Sql, { electionId, electionArea }: Basis, whom: Whom): Promise<string[]> => {
  const of = conditionOf(whom)
  const rows = await tx.query(
    ...named(
      often(
        whom,
        `SELECT coalesce(r.community_code, :electionArea) AS code FROM refused_row r WHERE r.election_id = :electionId AND ${of('r.person_key')}
         UNION
         SELECT coalesce(r.community_code, :electionArea) FROM registration g JOIN refused_row r ON r.election_id = g.election_id AND r.name = g.name AND NOT r.keyed
         WHERE g.election_id = :electionId AND ${of('g.person_key')}`,
      ),
      { electionId, electionArea, ...peopleOf(whom) },
    ),
    { code: col.text },
  )
  return rows.map(({ code }) => code)
}

const REFUSED_DIFFERENCE = `SELECT d.code, d.figure, sum(d.people)::bigint AS people FROM (
    ${refusedFigures('(:communities::text[] IS NULL OR coalesce(r.community_code, :electionArea) = ANY(:communities::text[]))')}
    UNION ALL SELECT k.code, k.figure, - k.people FROM (${KEPT}) k
      WHERE starts_with(k.figure, 'refused') AND (:communities::text[] IS NULL OR k.code = ANY(:communities::text[]))) d
  GROUP BY d.code, d.figure HAVING sum(d.people) <> 0`

/** Kept counts of refused rows that are wrong, with how much has to be added. */
export const findRefusedDifference = (sql: Sql, { electionId, electionArea }: Basis): Promise<Counted[]> =>
  sql.query(...named(`${REFUSED_DIFFERENCE} ORDER BY 1, 2`, { electionId, electionArea, communities: null }), COUNTED)

/** What has to be added to the other kept counts of an election for them to be right, in one snapshot. */
const DIFFERENCE = `SELECT d.code, d.figure, sum(d.people)::bigint AS people FROM (${figuresOf(() => 'true')} UNION ALL ${PRESENT}
    UNION ALL SELECT k.code, k.figure, - k.people FROM (${KEPT}) k WHERE NOT starts_with(k.figure, 'refused')) d
  GROUP BY d.code, d.figure HAVING sum(d.people) <> 0`

export const findDifference = (sql: Sql, basis: Basis): Promise<Counted[]> =>
  sql.query(...named(`${DIFFERENCE} ORDER BY 1, 2`, valuesOf(basis)), COUNTED)

const ADD = `INSERT INTO people_count_change (election_id, community_code, figure, people) SELECT :electionId, n.code, n.figure, n.people`

/** Makes the kept counts right, but for refused rows; returns how many were not. */
export const repairDifference = (tx: Sql, basis: Basis): Promise<number> =>
  tx.run(...named(`${ADD} FROM (${DIFFERENCE}) n`, valuesOf(basis)))

/** Counts the refused rows of these communities, or of all, and adds what differs from the kept counts; returns how many were wrong. */
export const repairRefused = (
  tx: Sql,
  { electionId, electionArea }: Basis,
  communities: readonly string[] | null,
): Promise<number> =>
  tx.run(
    ...named(`${ADD} FROM (${REFUSED_DIFFERENCE}) n`, { electionId, electionArea, communities: communities && [...communities] }),
  )

/** The election is counted anew before anyone reads its counts. */
export const forgetBasis = (tx: Sql, electionId: string): Promise<number> =>
  tx.run('DELETE FROM people_count_basis WHERE election_id = $1', [electionId])

export const saveBasis = (tx: Sql, basis: Basis, at: Date): Promise<number> =>
  tx.run(
    `INSERT INTO people_count_basis (election_id, extract_id, polling_day, home_prefix, counted_at) VALUES ($1, $2, $3::date, $4, $5)
     ON CONFLICT (election_id) DO UPDATE SET extract_id = excluded.extract_id, polling_day = excluded.polling_day,
       home_prefix = excluded.home_prefix, counted_at = excluded.counted_at`,
    [basis.electionId, basis.extractId, basis.pollingDay, basis.homePrefix, at],
  )

/** The extract of an election that counts. */
export const findExtractId = async (sql: Sql, electionId: string): Promise<number | null> =>
  (
    await sql.query(
      `SELECT id FROM population_extract WHERE election_id = $1 AND state = 'current' ORDER BY id DESC LIMIT 1`,
      [electionId],
      {
        id: col.integer,
      },
    )
  )[0]?.id ?? null

const CURRENCY = { extractId: col.nullable(col.integer), pollingDay: col.day, homePrefix: col.text }

/** On what basis an election was counted; undefined: it never was. */
export const findCountedBasis = async (sql: Sql, electionId: string): Promise<RowOf<typeof CURRENCY> | undefined> =>
  (
    await sql.query(
      'SELECT extract_id AS "extractId", polling_day AS "pollingDay", home_prefix AS "homePrefix" FROM people_count_basis WHERE election_id = $1',
      [electionId],
      CURRENCY,
    )
  )[0]

/** Adds the changes up that are committed; false: someone else is at it. */
export const foldChanges = async (tx: Sql): Promise<boolean> => {
  const [lock] = await tx.query('SELECT pg_try_advisory_xact_lock($1::bigint) AS mine', [FOLD_LOCK], { mine: col.boolean })
  if (lock?.mine !== true) return false
  await tx.run(
    `WITH gone AS (DELETE FROM people_count_change RETURNING election_id, community_code, figure, people)
     INSERT INTO people_count AS k (election_id, community_code, figure, people)
     SELECT g.election_id, g.community_code, g.figure, sum(g.people)::bigint FROM gone g GROUP BY 1, 2, 3
     ON CONFLICT (election_id, community_code, figure) DO UPDATE SET people = k.people + excluded.people`,
  )
  return true
}

/** Whether there are more than so many changes to add up. */
export const hasChanges = async (sql: Sql, more: number): Promise<boolean> =>
  (await sql.query('SELECT 1 AS one FROM people_count_change OFFSET $1 LIMIT 1', [more], { one: col.integer })).length > 0

const sumOf = (figure: Figure): string =>
  `coalesce(sum(k.people) FILTER (WHERE k.figure = '${figure}'), 0)::bigint AS "${figure}"`
const SUMS = FIGURES.map(sumOf).join(', ')

const FIGURE_COLUMNS = {
  code: col.text,
  eligible: col.integer,
  missing: col.integer,
  visited: col.integer,
  here: col.integer,
  registered: col.integer,
  review: col.integer,
  standing: col.integer,
  pending: col.integer,
  'migrant-certified': col.integer,
  'migrant-without': col.integer,
  'migrant-unproven': col.integer,
}

/** The figures of a community, of a street or township, or of the whole area. */
export type FigureRow = RowOf<typeof FIGURE_COLUMNS>

/** Kept counts within an area, by community. */
export const readFigures = (sql: Sql, electionId: string, electionArea: string, area: string): Promise<FigureRow[]> =>
  sql.query(
    ...named(
      `SELECT k.code, ${SUMS} FROM (${KEPT}) k WHERE :electionArea = :area OR starts_with(k.code, :area)
       GROUP BY k.code HAVING bool_or(k.people <> 0) ORDER BY k.code`,
      { electionId, electionArea, area },
    ),
    FIGURE_COLUMNS,
  )

/** Kept counts of refused rows within an area, by what they were refused for; null: of all of them. */
export const readRefused = async (
  sql: Sql,
  electionId: string,
  electionArea: string,
  area: string,
): Promise<{ code: string | null; people: number }[]> =>
  (
    await sql.query(
      ...named(
        `SELECT k.figure, sum(k.people)::bigint AS people FROM (${KEPT}) k
         WHERE starts_with(k.figure, 'refused') AND (:electionArea = :area OR starts_with(k.code, :area)) GROUP BY 1 HAVING sum(k.people) <> 0 ORDER BY 1`,
        { electionId, electionArea, area },
      ),
      { figure: col.text, people: col.integer },
    )
  ).map(({ figure, people }) => ({ code: figure === 'refused' ? null : figure.slice('refused '.length), people }))

/** People of the population register by community, of any age, as they were counted. */
export const readPresent = async (sql: Sql, electionId: string): Promise<Map<string, number>> =>
  new Map(
    (
      await sql.query(
        ...named(
          `SELECT k.code, sum(k.people)::bigint AS people FROM (${KEPT}) k WHERE k.figure = 'present' GROUP BY 1 HAVING sum(k.people) > 0`,
          {
            electionId,
          },
        ),
        { code: col.text, people: col.integer },
      )
    ).map(({ code, people }) => [code, people]),
  )
