/** The population extract and the people without the vote, as tables; whole sets at a time. */
import { col, named, type RowOf, type Sql, SqlError } from '../../platform/database/index.ts'

const EXTRACT = {
  id: col.integer,
  legalBasis: col.text,
  asOf: col.nullable(col.day),
  endsOn: col.nullable(col.day),
}

export type Extract = RowOf<typeof EXTRACT>

/** Rows of one file of an extract are numbered from here, so that files do not collide. */
export const rowBase = (fileIndex: number): number => fileIndex * 1_000_000_000

export const insertExtract = async (
  sql: Sql,
  extract: Omit<Extract, 'id'> & { electionId: string; importId: number; at: Date },
): Promise<number> => {
  const [row] = await sql.query(
    `INSERT INTO population_extract (election_id, import_id, state, legal_basis, as_of, ends_on, created_at)
     VALUES ($1, $2, 'loading', $3, $4, $5, $6) RETURNING id`,
    [extract.electionId, extract.importId, extract.legalBasis, extract.asOf, extract.endsOn, extract.at],
    { id: col.integer },
  )
  if (!row) throw new Error('an extract got no id')
  return row.id
}

/** Table of one extract's rows: a partition of `population` once it counts. The id is the database's own number. */
export const extractTable = (extractId: number): string => `population_extract_${extractId}`

/**
 * Makes the table that an extract is loaded into. It has no index yet: a million random keys go in several times faster. The check tells
 * that all rows are of the partition it becomes, which need not be looked through then.
 */
export const createExtractTable = (sql: Sql, extractId: number): Promise<void> =>
  sql.script(`CREATE TABLE ${extractTable(extractId)} (LIKE population INCLUDING DEFAULTS, CHECK (extract_id = ${extractId}))`)

/** The extract that checks ask, or undefined before the first. */
export const findCurrentExtract = async (sql: Sql, electionId: string): Promise<Extract | undefined> =>
  (
    await sql.query(
      `SELECT id, legal_basis AS "legalBasis", as_of AS "asOf", ends_on AS "endsOn" FROM population_extract
       WHERE election_id = $1 AND state = 'current' ORDER BY id DESC LIMIT 1`,
      [electionId],
      EXTRACT,
    )
  )[0]

/** What is compared of two rows of one person: everything but where the contact is sealed. */
const SAME = `(a.name, a.sex, a.birth_date, a.hukou_area, a.community_code, a.status, a.status_on, a.elects_township)
  IS NOT DISTINCT FROM (b.name, b.sex, b.birth_date, b.hukou_area, b.community_code, b.status, b.status_on, b.elects_township)`

/** A later row of a person in an extract, and whether it says the same as the first. */
export interface Repeat {
  readonly rowNo: number
  readonly same: boolean
  /** Another name: another person with the same number (重号), who is kept beside. */
  readonly other: boolean
}

/** Keeps the people who share a number with another person of the extract: who stands first is no more right than who stands later. */
const keepNamesakes = (tx: Sql, extractId: number): Promise<number> =>
  tx.run(
    `INSERT INTO population_namesake (extract_id, person_key, row_no, name, sex, birth_date, hukou_area, community_code, status, contact_block,
       contact_index)
     SELECT DISTINCT ON (a.person_key, a.name) a.extract_id, a.person_key, a.row_no, a.name, a.sex, a.birth_date, a.hukou_area, a.community_code,
       a.status, a.contact_block, a.contact_index
     FROM ${extractTable(extractId)} a
     JOIN (SELECT person_key, min(row_no) AS first FROM ${extractTable(extractId)} GROUP BY person_key HAVING count(*) > 1) t
       ON t.person_key = a.person_key AND a.row_no > t.first
     JOIN ${extractTable(extractId)} b ON b.person_key = t.person_key AND b.row_no = t.first AND b.name <> a.name
     ORDER BY a.person_key, a.name, a.row_no`,
  )

const removeRepeats = (tx: Sql, extractId: number): Promise<Repeat[]> =>
  tx.query(
    `WITH twice AS (SELECT person_key, min(row_no) AS first FROM ${extractTable(extractId)} GROUP BY person_key HAVING count(*) > 1)
     DELETE FROM ${extractTable(extractId)} a USING twice t, ${extractTable(extractId)} b
     WHERE a.person_key = t.person_key AND a.row_no > t.first AND b.person_key = t.person_key AND b.row_no = t.first
     RETURNING a.row_no AS "rowNo", ${SAME} AS same, a.name <> b.name AS other`,
    [],
    { rowNo: col.integer, same: col.boolean, other: col.boolean },
  )

const UNIQUE_VIOLATION = '23505'

/**
 * Gives a loaded extract its key. Of several rows of one person the first stays; the others are taken out and returned. That there are
 * some is seen by the key itself: looking for them first costs more than the key, and mostly there are none.
 */
export const keyExtract = async (tx: Sql, extractId: number): Promise<Repeat[]> => {
  const key = `ALTER TABLE ${extractTable(extractId)} ADD PRIMARY KEY (person_key, extract_id)`
  await tx.script('SAVEPOINT without_key')
  try {
    await tx.script(key)
    return []
  } catch (error) {
    if (!(error instanceof SqlError) || error.state !== UNIQUE_VIOLATION) throw error
    await tx.script('ROLLBACK TO SAVEPOINT without_key')
  }
  await keepNamesakes(tx, extractId)
  const repeats = await removeRepeats(tx, extractId)
  await tx.script(key)
  return repeats
}

/** Rows of a file that an older extract has just so. */
export const countUnchanged = async (tx: Sql, extractId: number, olderId: number, fileIndex: number): Promise<number> => {
  const [row] = await tx.query(
    `SELECT count(*) AS unchanged FROM ${extractTable(extractId)} a JOIN population b ON b.person_key = a.person_key AND b.extract_id = $1 AND ${SAME}
     WHERE a.row_no BETWEEN $2 AND $3`,
    [olderId, rowBase(fileIndex), rowBase(fileIndex + 1) - 1],
    { unchanged: col.integer },
  )
  return row?.unchanged ?? 0
}

/** Makes an extract the one that counts, and drops older ones with their sealed contacts. Decisions on findings are not touched. */
export const switchExtract = async (tx: Sql, electionId: string, extractId: number): Promise<void> => {
  const older = await tx.query(
    `SELECT id, import_id AS "importId" FROM population_extract WHERE election_id = $1 AND id < $2 AND state = 'current'`,
    [electionId, extractId],
    { id: col.integer, importId: col.integer },
  )
  for (const { id } of older) await tx.script(`DROP TABLE IF EXISTS ${extractTable(id)}`)
  await tx.run('DELETE FROM population_namesake WHERE extract_id = ANY($1::bigint[])', [older.map(({ id }) => id)])
  await tx.run(
    `DELETE FROM contact_block WHERE import_id IN (SELECT i.id FROM import i WHERE i.election_id = $1 AND i.kind = 'population'
       AND i.id < (SELECT import_id FROM population_extract WHERE id = $2))`,
    [electionId, extractId],
  )
  await tx.run(`UPDATE population_extract SET state = 'replaced' WHERE election_id = $1 AND id < $2`, [electionId, extractId])
  await tx.script(`ALTER TABLE population ATTACH PARTITION ${extractTable(extractId)} FOR VALUES IN (${extractId})`)
  await tx.run(`UPDATE population_extract SET state = 'current' WHERE id = $1`, [extractId])
}

/** Removes what an import loaded that does not count. */
export const dropExtract = async (sql: Sql, extractId: number): Promise<void> => {
  await sql.script(`DROP TABLE IF EXISTS ${extractTable(extractId)}`)
  await sql.run('DELETE FROM population_namesake WHERE extract_id = $1', [extractId])
  await sql.run('DELETE FROM population_extract WHERE id = $1', [extractId])
}

/** Extracts that an import began. */
export const findExtractsOf = (sql: Sql, importId: number): Promise<{ id: number }[]> =>
  sql.query('SELECT id FROM population_extract WHERE import_id = $1', [importId], { id: col.integer })

/** One entry of the disqualification register, as imported. */
export interface DisqualificationEntry {
  readonly key: string
  readonly name: string
  readonly ground: string
  readonly authority: string
  readonly documentNo: string
  readonly fromDate: string
  readonly toDate: string | null
  readonly sentenceFrom: string | null
  readonly sentenceTo: string | null
}

const ADD_DISQUALIFICATIONS = {
  place: col.integer,
  id: col.integer,
  key: col.uuid,
  ground: col.text,
  documentNo: col.text,
}

/**
 * Adds entries; one that the register has just so is unchanged. An entry of the same person, ground and document with other dates is a
 * correction: the new one counts, the old one stays to be read. Returns per entry (by its place) whether it was new.
 */
export const addDisqualifications = async (
  tx: Sql,
  electionId: string,
  importId: number,
  entries: readonly DisqualificationEntry[],
): Promise<boolean[]> => {
  const added = await tx.query(
    ...named(
      `WITH entry AS (
       SELECT e.*, row_number() OVER (PARTITION BY key, ground, document_no ORDER BY place DESC) AS nth
       FROM unnest(:keys::uuid[], :names::text[], :grounds::text[], :authorities::text[], :documentNos::text[], :fromDates::date[], :toDates::date[],
         :sentencesFrom::date[], :sentencesTo::date[])
         WITH ORDINALITY AS e(key, name, ground, authority, document_no, from_date, to_date, sentence_from, sentence_to, place)
     ), fresh AS (
       SELECT e.* FROM entry e
       LEFT JOIN (SELECT * FROM disqualification WHERE person_key = ANY(:keys::uuid[]) AND election_id = :electionId AND replaced_by IS NULL) d
         ON d.person_key = e.key
         AND (d.ground, d.document_no, d.authority, d.from_date, d.to_date, d.sentence_from, d.sentence_to)
           IS NOT DISTINCT FROM (e.ground, e.document_no, e.authority, e.from_date, e.to_date, e.sentence_from, e.sentence_to)
       WHERE e.nth = 1 AND d.id IS NULL
     ), made AS (
       INSERT INTO disqualification (person_key, election_id, import_id, name, ground, authority, document_no, from_date, to_date,
         sentence_from, sentence_to)
       SELECT key, :electionId, :importId, name, ground, authority, document_no, from_date, to_date, sentence_from, sentence_to FROM fresh
       RETURNING id, person_key, ground, document_no
     )
     SELECT f.place, m.id, m.person_key AS key, m.ground, m.document_no AS "documentNo"
     FROM fresh f JOIN made m ON m.person_key = f.key AND m.ground = f.ground AND m.document_no = f.document_no`,
      {
        electionId,
        importId,
        keys: entries.map(e => e.key),
        names: entries.map(e => e.name),
        grounds: entries.map(e => e.ground),
        authorities: entries.map(e => e.authority),
        documentNos: entries.map(e => e.documentNo),
        fromDates: entries.map(e => e.fromDate),
        toDates: entries.map(e => e.toDate),
        sentencesFrom: entries.map(e => e.sentenceFrom),
        sentencesTo: entries.map(e => e.sentenceTo),
      },
    ),
    ADD_DISQUALIFICATIONS,
  )
  // A statement of its own: Citus runs the parts of a WITH in turn, and an entry would replace itself.
  if (added.length > 0)
    await tx.run(
      `UPDATE disqualification d SET replaced_by = m.id
       FROM unnest($2::bigint[], $3::uuid[], $4::text[], $5::text[]) AS m(id, key, ground, document_no)
       WHERE d.person_key = m.key AND d.election_id = $1 AND d.ground = m.ground AND d.document_no = m.document_no
         AND d.replaced_by IS NULL AND d.id <> m.id`,
      [
        electionId,
        added.map(row => row.id),
        added.map(row => row.key),
        added.map(row => row.ground),
        added.map(row => row.documentNo),
      ],
    )
  const fresh = new Set(added.map(row => row.place))
  return entries.map((_, index) => fresh.has(index + 1))
}

/** So many ids of blocks of contacts that nobody else gets. */
export const reserveContactBlocks = async (sql: Sql, count: number): Promise<number[]> => {
  const rows = await sql.query(
    `SELECT nextval(pg_get_serial_sequence('contact_block', 'id')) AS id FROM generate_series(1, $1::integer)`,
    [count],
    { id: col.integer },
  )
  return rows.map(row => row.id)
}

const REGISTER_ENTRY = {
  name: col.text,
  community: col.nullable(col.text),
  status: col.oneOf('present', 'deceased', 'moved-out'),
  statusOn: col.nullable(col.day),
  asOf: col.nullable(col.day),
}

/** What the current extract says of a person, without numbers and contacts. */
export const findRegisterParticulars = async (
  sql: Sql,
  electionId: string,
  personKey: string,
): Promise<RowOf<typeof REGISTER_ENTRY> | undefined> =>
  (
    await sql.query(
      `SELECT p.name, coalesce(a.name, p.community_code) AS community, p.status, p.status_on AS "statusOn", x.as_of AS "asOf"
       FROM population_extract x JOIN population p ON p.extract_id = x.id LEFT JOIN area a ON a.code = p.community_code
       WHERE x.election_id = $1 AND x.state = 'current' AND p.person_key = $2`,
      [electionId, personKey],
      REGISTER_ENTRY,
    )
  )[0]
