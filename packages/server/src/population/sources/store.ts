/** Registers that are asked over HTTP, and what they answered, as rows. */
import { col, named, type RowOf, type Sql } from '../../platform/database/index.ts'

const REGISTER_SOURCE = {
  id: col.integer,
  /** Elections in this area ask it. */
  areaCode: col.text,
  name: col.text,
  url: col.text,
  /** Paths on this server: its certificate, the key of that, and the authority that the register's certificate comes from. */
  certFile: col.text,
  keyFile: col.text,
  caFile: col.text,
  legalBasis: col.text,
  asOf: col.nullable(col.day),
  /** The last day it is asked; what it said is purged after it. */
  endsOn: col.day,
  state: col.oneOf('active', 'ended', 'removed'),
  addedAt: col.instant,
  addedBy: col.text,
  closedAt: col.nullable(col.instant),
}

/** A register that is asked over HTTP. */
export type RegisterSource = RowOf<typeof REGISTER_SOURCE>

const COLUMNS = `id, area_code AS "areaCode", name, url, cert_file AS "certFile", key_file AS "keyFile", ca_file AS "caFile",
  legal_basis AS "legalBasis", as_of AS "asOf", ends_on AS "endsOn", state, added_at AS "addedAt", added_by AS "addedBy", closed_at AS "closedAt"`

export const insertSource = async (
  tx: Sql,
  source: Omit<RegisterSource, 'id' | 'state' | 'closedAt'>,
): Promise<RegisterSource> => {
  const [row] = await tx.query(
    ...named(
      `INSERT INTO population_source (area_code, name, url, cert_file, key_file, ca_file, legal_basis, as_of, ends_on, state, added_at, added_by)
     VALUES (:areaCode, :name, :url, :certFile, :keyFile, :caFile, :legalBasis, :asOf, :endsOn, 'active', :addedAt, :addedBy) RETURNING ${COLUMNS}`,
      {
        areaCode: source.areaCode,
        name: source.name,
        url: source.url,
        certFile: source.certFile,
        keyFile: source.keyFile,
        caFile: source.caFile,
        legalBasis: source.legalBasis,
        asOf: source.asOf,
        endsOn: source.endsOn,
        addedAt: source.addedAt,
        addedBy: source.addedBy,
      },
    ),
    REGISTER_SOURCE,
  )
  if (!row) throw new Error('a source got no id')
  return row
}

/** Sources whose area lies in `area` or holds it, those that are still asked first. */
export const findSourcesIn = (sql: Sql, area: string): Promise<RegisterSource[]> =>
  sql.query(
    `SELECT ${COLUMNS} FROM population_source WHERE starts_with(area_code, $1) OR starts_with($1, area_code)
     ORDER BY state <> 'active', id`,
    [area],
    REGISTER_SOURCE,
  )

/** Sources that an election in `area` asks on the day `today`. */
export const findSourcesFor = (sql: Sql, area: string, today: string): Promise<RegisterSource[]> =>
  sql.query(
    `SELECT ${COLUMNS} FROM population_source WHERE state = 'active' AND ends_on >= $2::date AND starts_with($1, area_code) ORDER BY id`,
    [area, today],
    REGISTER_SOURCE,
  )

/** Sources whose last day is before `today`. */
export const findEndedSources = (sql: Sql, today: string): Promise<RegisterSource[]> =>
  sql.query(
    `SELECT ${COLUMNS} FROM population_source WHERE state = 'active' AND ends_on < $1::date ORDER BY id`,
    [today],
    REGISTER_SOURCE,
  )

/** Ends a source: it is asked no more, what it said is gone, and so is the way to it. Its name, basis and days stay to be read. */
export const closeSource = async (tx: Sql, id: number, state: 'ended' | 'removed', at: Date): Promise<number> => {
  await tx.run(
    `UPDATE population_source SET state = $2, closed_at = $3, url = '', cert_file = '', key_file = '', ca_file = '' WHERE id = $1`,
    [id, state, at],
  )
  return tx.run('DELETE FROM register_answer WHERE source_id = $1', [id])
}

/** Forgets what registers said of an election's people, and who still waits: its round is over. */
export const purgeRegisterAnswers = async (tx: Sql, electionId: string): Promise<number> => {
  await tx.run('DELETE FROM register_question WHERE election_id = $1', [electionId])
  return tx.run('DELETE FROM register_answer WHERE election_id = $1', [electionId])
}

const STORED_ANSWER = {
  personKey: col.uuid,
  name: col.text,
  answer: col.oneOf('yes', 'no', 'unknown'),
  hukouArea: col.nullable(col.text),
}

/** What a register said of a person under a name. */
export type StoredAnswer = RowOf<typeof STORED_ANSWER>

/** Answers given since `since` to just these questions. */
export const findAnswers = (
  sql: Sql,
  electionId: string,
  people: readonly { readonly personKey: string; readonly name: string }[],
  since: Date,
): Promise<StoredAnswer[]> =>
  sql.query(
    `SELECT a.person_key AS "personKey", a.name, a.answer, a.hukou_area AS "hukouArea"
     FROM register_answer a JOIN unnest($2::uuid[], $3::text[]) AS q(person_key, name) ON q.person_key = a.person_key AND q.name = a.name
     WHERE a.election_id = $1 AND a.asked_at > $4`,
    [electionId, people.map(p => p.personKey), people.map(p => p.name), since],
    STORED_ANSWER,
  )

/** Keeps answers; a newer one takes the place of an older. */
export const keepAnswers = (
  sql: Sql,
  electionId: string,
  answers: readonly (StoredAnswer & { readonly sourceId: number })[],
  at: Date,
): Promise<number> =>
  sql.run(
    ...named(
      `INSERT INTO register_answer (person_key, election_id, name, source_id, answer, hukou_area, asked_at)
     SELECT DISTINCT ON (person_key, name) person_key, :electionId, name, source_id, answer, hukou_area, :at
     FROM unnest(:answers::uuid[], :answers3::text[], :answers4::bigint[], :answers5::text[], :answers6::text[]) AS a(person_key, name, source_id, answer, hukou_area)
     ON CONFLICT (person_key, election_id, name) DO UPDATE
       SET source_id = excluded.source_id, answer = excluded.answer, hukou_area = excluded.hukou_area, asked_at = excluded.asked_at`,
      {
        electionId,
        answers: answers.map(a => a.personKey),
        answers3: answers.map(a => a.name),
        answers4: answers.map(a => a.sourceId),
        answers5: answers.map(a => a.answer),
        answers6: answers.map(a => a.hukouArea),
        at,
      },
    ),
  )

const EXTRACT_SOURCE = {
  id: col.integer,
  electionId: col.text,
  electionName: col.text,
  areaCode: col.text,
  legalBasis: col.text,
  asOf: col.nullable(col.day),
  endsOn: col.nullable(col.day),
}

/** An imported extract as a source, with the election it is for. */
export type ExtractSource = RowOf<typeof EXTRACT_SOURCE>

/** Extracts that checks ask now, in elections that meet `area`. */
export const findExtractSources = (sql: Sql, area: string): Promise<ExtractSource[]> =>
  sql.query(
    `SELECT x.id, x.election_id AS "electionId", e.name AS "electionName", e.area_code AS "areaCode", x.legal_basis AS "legalBasis",
       x.as_of AS "asOf", x.ends_on AS "endsOn"
     FROM population_extract x JOIN election e ON e.id = x.election_id
     WHERE x.state = 'current' AND (starts_with(e.area_code, $1) OR starts_with($1, e.area_code)) ORDER BY x.id`,
    [area],
    EXTRACT_SOURCE,
  )

/** Registrations that wait in elections that meet `area`, by source that could answer. */
export const countPendingBySource = (sql: Sql, area: string): Promise<{ sourceId: number; pending: number }[]> =>
  sql.query(
    `SELECT s.id AS "sourceId", sum(q.people)::bigint AS pending
     FROM population_source s
     JOIN election e ON starts_with(e.area_code, s.area_code)
     JOIN (SELECT election_id, count(*)::bigint AS people FROM register_question GROUP BY election_id) q ON q.election_id = e.id
     WHERE s.state = 'active' AND (starts_with(e.area_code, $1) OR starts_with($1, e.area_code)) GROUP BY s.id`,
    [area],
    { sourceId: col.integer, pending: col.integer },
  )
