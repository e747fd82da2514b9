/** Objections as rows: the state of the domain, whose columns are filled step by step, and the log of the steps. */
import { OBJECTION_KINDS, OBJECTION_STATES, OBJECTION_SUBJECTS, type Objection } from '@mingce/domain/roll'
import { col, named, type RowOf, type Sql } from '../../platform/database/index.ts'

const OBJECTION_ROW = {
  countyCode: col.text,
  id: col.integer,
  electionId: col.text,
  electionName: col.text,
  training: col.boolean,
  electionArea: col.text,
  pollingDay: col.day,
  ruleSet: col.text,
  rollVersion: col.integer,
  publishedOn: col.day,
  areaCode: col.text,
  areaName: col.text,
  personKey: col.nullable(col.uuid),
  objector: col.text,
  subject: col.oneOf(...OBJECTION_SUBJECTS),
  kind: col.oneOf(...OBJECTION_KINDS),
  named: col.nullable(col.text),
  place: col.nullable(col.text),
  body: col.bytes,
  registrationId: col.nullable(col.integer),
  filedVia: col.oneOf('station', 'portal'),
  filedOn: col.day,
  until: col.day,
  late: col.boolean,
  dueOn: col.day,
  state: col.oneOf(...OBJECTION_STATES),
  decision: col.nullable(col.oneOf('upheld', 'dismissed')),
  reason: col.nullable(col.text),
  article: col.nullable(col.text),
  decidedOn: col.nullable(col.day),
  decidedBy: col.nullable(col.text),
  changed: col.nullable(col.json<unknown>()),
  servedOn: col.nullable(col.day),
  court: col.nullable(col.text),
  caseNumber: col.nullable(col.text),
  suedOn: col.nullable(col.day),
  judgment: col.nullable(col.oneOf('as-decided', 'list', 'strike')),
  judgmentNumber: col.nullable(col.text),
  judgedOn: col.nullable(col.day),
  closedOn: col.nullable(col.day),
}

export type ObjectionRow = RowOf<typeof OBJECTION_ROW>

const OBJECTION = `
  SELECT o.county_code AS "countyCode", o.id, o.election_id AS "electionId", e.name AS "electionName", e.training, e.area_code AS "electionArea",
    e.polling_day AS "pollingDay", e.rule_set AS "ruleSet", o.roll_version AS "rollVersion", o.published_on AS "publishedOn",
    o.area_code AS "areaCode", coalesce(a.name, o.area_code) AS "areaName", o.person_key AS "personKey", o.objector, o.subject, o.kind, o.named,
    o.place, o.body, o.registration_id AS "registrationId", o.filed_via AS "filedVia", o.filed_on AS "filedOn", o.until_on AS "until", o.late,
    o.due_on AS "dueOn", o.state, o.decision, o.reason, o.article, o.decided_on AS "decidedOn", o.decided_by AS "decidedBy", o.changed,
    o.served_on AS "servedOn", o.court, o.case_number AS "caseNumber", o.sued_on AS "suedOn", o.judgment, o.judgment_number AS "judgmentNumber",
    o.judged_on AS "judgedOn", o.closed_on AS "closedOn"
  FROM objection o JOIN election e ON e.id = o.election_id LEFT JOIN area a ON a.code = o.area_code`

/** A column that a step fills. */
const filled = <T>(value: T | null, row: ObjectionRow): T => {
  if (value === null) throw new Error(`objection ${row.countyCode}/${row.id} is ${row.state} and lacks a column of its steps`)
  return value
}

/** The row as the state that the domain knows. Columns of a step that was taken are filled: the steps are the only way to write them. */
export const stateOf = (row: ObjectionRow): Objection => {
  const { state, filedOn, until, late, dueOn } = row
  const filing = { filedOn, until, late, dueOn }
  if (state === 'filed') return { state, ...filing }
  const decided = {
    ...filing,
    decision: filled(row.decision, row),
    reason: filled(row.reason, row),
    article: filled(row.article, row),
    decidedOn: filled(row.decidedOn, row),
  }
  if (state === 'decided') return { state, ...decided }
  const served = { ...decided, servedOn: filled(row.servedOn, row) }
  if (state === 'served') return { state, ...served }
  if (state === 'closed' && row.judgment === null) return { state, ...served, closedOn: filled(row.closedOn, row) }
  const sued = {
    ...served,
    court: filled(row.court, row),
    caseNumber: filled(row.caseNumber, row),
    suedOn: filled(row.suedOn, row),
  }
  if (state === 'suit') return { state, ...sued }
  const judged = {
    ...sued,
    judgment: filled(row.judgment, row),
    judgmentNumber: filled(row.judgmentNumber, row),
    judgedOn: filled(row.judgedOn, row),
  }
  return state === 'judged' ? { state, ...judged } : { state, ...judged, closedOn: filled(row.closedOn, row) }
}

export interface NewObjection {
  readonly countyCode: string
  readonly electionId: string
  readonly rollVersion: number
  readonly publishedOn: string
  readonly areaCode: string
  readonly personKey: string | null
  readonly objector: string
  readonly subject: string
  readonly kind: string
  readonly named: string | null
  readonly place: string | null
  readonly body: Uint8Array
  readonly registrationId: number | null
  readonly filedVia: 'portal' | 'station'
  readonly filedBy: string
  readonly at: Date
  readonly filedOn: string
  readonly until: string
  readonly late: boolean
  readonly dueOn: string
}

export const insertObjection = async (tx: Sql, row: NewObjection): Promise<number> => {
  const [made] = await tx.query(
    ...named(
      `INSERT INTO objection (county_code, election_id, roll_version, published_on, area_code, person_key, objector, subject, kind, named, place, body,
       registration_id, filed_via, filed_by, filed_at, filed_on, until_on, late, due_on, state)
     VALUES (:countyCode, :electionId, :rollVersion, :publishedOn, :areaCode, :personKey, :objector, :subject, :kind, :named, :place, :body, :registrationId, :filedVia, :filedBy, :at, :filedOn, :until, :late, :dueOn, 'filed') RETURNING id`,
      {
        countyCode: row.countyCode,
        electionId: row.electionId,
        rollVersion: row.rollVersion,
        publishedOn: row.publishedOn,
        areaCode: row.areaCode,
        personKey: row.personKey,
        objector: row.objector,
        subject: row.subject,
        kind: row.kind,
        named: row.named,
        place: row.place,
        body: row.body,
        registrationId: row.registrationId,
        filedVia: row.filedVia,
        filedBy: row.filedBy,
        at: row.at,
        filedOn: row.filedOn,
        until: row.until,
        late: row.late,
        dueOn: row.dueOn,
      },
    ),
    { id: col.integer },
  )
  if (!made) throw new Error('an objection was not written')
  return made.id
}

/** Columns that the steps fill; those a state does not have are emptied, so that a row says what its state says and no more. */
const STEP_COLUMNS = {
  decision: 'decision',
  reason: 'reason',
  article: 'article',
  decidedOn: 'decided_on',
  servedOn: 'served_on',
  court: 'court',
  caseNumber: 'case_number',
  suedOn: 'sued_on',
  judgment: 'judgment',
  judgmentNumber: 'judgment_number',
  judgedOn: 'judged_on',
  closedOn: 'closed_on',
} as const

/** Writes the next state, who decided, and what was done to which registration. */
export const saveState = (
  tx: Sql,
  row: Pick<ObjectionRow, 'countyCode' | 'id'>,
  next: Objection,
  also: {
    readonly decidedBy: string | null
    readonly registrationId: number | null
    readonly changed: Readonly<Record<string, unknown>> | null
  },
): Promise<number> => {
  const names = Object.keys(STEP_COLUMNS) as (keyof typeof STEP_COLUMNS)[]
  const state: Partial<Record<string, unknown>> = { ...next }
  const sets = names.map(name => `${STEP_COLUMNS[name]} = :${name}`).join(', ')
  return tx.run(
    ...named(
      `UPDATE objection SET state = :state, decided_by = :decidedBy, registration_id = :registrationId, changed = :changed, ${sets} WHERE county_code = :countyCode AND id = :id`,
      {
        ...Object.fromEntries(names.map(name => [name, (state[name] as string | undefined) ?? null])),
        ...also,
        countyCode: row.countyCode,
        id: row.id,
        state: next.state,
      },
    ),
  )
}

export const insertObjectionEvent = (
  tx: Sql,
  row: Pick<ObjectionRow, 'countyCode' | 'id'>,
  event: { readonly kind: string; readonly actor: string; readonly at: Date; readonly reason?: string | undefined },
): Promise<number> =>
  tx.run(`INSERT INTO objection_event (county_code, objection_id, kind, actor, at, details) VALUES ($1, $2, $3, $4, $5, $6)`, [
    row.countyCode,
    row.id,
    event.kind,
    event.actor,
    event.at,
    event.reason === undefined ? {} : { reason: event.reason },
  ])

/** One objection; `forUpdate` holds it for the rest of the transaction. */
export const findObjection = async (
  sql: Sql,
  countyCode: string,
  id: number,
  forUpdate = false,
): Promise<ObjectionRow | undefined> =>
  (
    await sql.query(
      `${OBJECTION} WHERE o.county_code = $1 AND o.id = $2 ${forUpdate ? 'FOR UPDATE OF o' : ''}`,
      [countyCode, id],
      OBJECTION_ROW,
    )
  )[0]

/** Objections of an area: open ones by the day they are due, closed ones newest first. */
export const findObjections = (
  sql: Sql,
  electionId: string,
  area: string,
  open: boolean,
  offset: number,
  limit: number,
): Promise<ObjectionRow[]> =>
  sql.query(
    `${OBJECTION} WHERE o.election_id = $1 AND starts_with(o.area_code, $2) AND (o.state <> 'closed') = $3
     ORDER BY ${open ? `(o.state = 'filed') DESC, o.due_on, o.id` : 'o.closed_on DESC, o.id DESC'} OFFSET $4 LIMIT $5`,
    [electionId, area, open, offset, limit],
    OBJECTION_ROW,
  )

const OBJECTION_COUNTS = {
  toDecide: col.integer,
  overdue: col.integer,
  toServe: col.integer,
  inCourt: col.integer,
  late: col.integer,
}

export type ObjectionCounts = RowOf<typeof OBJECTION_COUNTS>

/** Open objections of an area, and those of them in time that are to be decided today or should have been (EL 29). */
export const countOpenObjections = async (
  sql: Sql,
  electionId: string,
  area: string,
  today: string,
): Promise<{ open: number; due: number }> => {
  const [counts] = await sql.query(
    `SELECT count(*) AS open, count(*) FILTER (WHERE state = 'filed' AND NOT late AND due_on <= $3) AS due
     FROM objection WHERE election_id = $1 AND starts_with(area_code, $2) AND state <> 'closed'`,
    [electionId, area, today],
    { open: col.integer, due: col.integer },
  )
  return counts ?? { open: 0, due: 0 }
}

/** Open objections of an area by street or township, and those of them that are to be decided today or should have been. */
export const countByTownship = (
  sql: Sql,
  electionId: string,
  area: string,
  today: string,
): Promise<{ code: string; open: number; due: number }[]> =>
  sql.query(
    `SELECT left(area_code, 9) AS code, count(*) AS open, count(*) FILTER (WHERE state = 'filed' AND NOT late AND due_on <= $3) AS due
     FROM objection WHERE election_id = $1 AND starts_with(area_code, $2) AND state <> 'closed' GROUP BY 1 ORDER BY 1`,
    [electionId, area, today],
    { code: col.text, open: col.integer, due: col.integer },
  )

export const countObjections = async (sql: Sql, electionId: string, area: string, today: string): Promise<ObjectionCounts> => {
  const [counts] = await sql.query(
    `SELECT count(*) FILTER (WHERE state = 'filed') AS "toDecide", count(*) FILTER (WHERE state = 'filed' AND NOT late AND due_on < $3) AS overdue,
       count(*) FILTER (WHERE state = 'decided') AS "toServe", count(*) FILTER (WHERE state = 'suit') AS "inCourt",
       count(*) FILTER (WHERE state = 'filed' AND late) AS late
     FROM objection WHERE election_id = $1 AND starts_with(area_code, $2)`,
    [electionId, area, today],
    OBJECTION_COUNTS,
  )
  return counts ?? { toDecide: 0, overdue: 0, toServe: 0, inCourt: 0, late: 0 }
}

/** All objections of a person, newest first. */
export const findObjectionsOf = (sql: Sql, personKey: string): Promise<ObjectionRow[]> =>
  sql.query(`${OBJECTION} WHERE o.person_key = $1 ORDER BY o.id DESC`, [personKey], OBJECTION_ROW)

export const findObjectionEvents = (
  sql: Sql,
  row: Pick<ObjectionRow, 'countyCode' | 'id'>,
): Promise<{ kind: string; actor: string; at: Date; reason: string | null }[]> =>
  sql.query(
    `SELECT kind, actor, at, details ->> 'reason' AS reason FROM objection_event WHERE county_code = $1 AND objection_id = $2 ORDER BY id`,
    [row.countyCode, row.id],
    { kind: col.text, actor: col.text, at: col.instant, reason: col.nullable(col.text) },
  )

const ENTRY_CANDIDATE = {
  countyCode: col.text,
  registrationId: col.integer,
  name: col.text,
  sex: col.nullable(col.oneOf('M', 'F')),
  birthYear: col.integer,
  voterGroup: col.nullable(col.text),
  community: col.nullable(col.json<{ readonly code: string; readonly name: string }>()),
  status: col.text,
}

export type EntryCandidate = RowOf<typeof ENTRY_CANDIDATE>

/** Registrations of the election that an objection may be about: the one that is known, and those of the name. */
export const findEntries = (
  sql: Sql,
  row: Pick<ObjectionRow, 'electionId' | 'countyCode' | 'registrationId' | 'named'>,
  limit: number,
): Promise<EntryCandidate[]> =>
  sql.query(
    `SELECT r.county_code AS "countyCode", r.id AS "registrationId", r.name, r.sex, date_part('year', r.birth_date)::int AS "birthYear",
       r.voter_group AS "voterGroup", r.status,
       CASE WHEN r.community_code IS NULL THEN NULL ELSE jsonb_build_object('code', r.community_code, 'name', coalesce(a.name, r.community_code)) END AS community
     FROM registration r LEFT JOIN area a ON a.code = r.community_code
     WHERE r.election_id = $1 AND ((r.county_code = $2 AND r.id = $3) OR r.name = $4) ORDER BY (r.id = $3) DESC NULLS LAST, r.community_code, r.id LIMIT $5`,
    [row.electionId, row.countyCode, row.registrationId, row.named, limit],
    ENTRY_CANDIDATE,
  )

const PUBLICATION = {
  version: col.integer,
  publishedOn: col.day,
}

export type Publication = RowOf<typeof PUBLICATION>

/** Whose entry an objection is about: a registration, or a name as it stands on the list. */
export interface Concerned {
  readonly registration: { readonly countyCode: string; readonly registrationId: number } | null
  readonly named: string | null
}

/** The newest supplement with an entry of this registration, or of this name; undefined: none has one. */
const findSupplementOf = async (
  sql: Sql,
  electionId: string,
  { registration, named }: Concerned,
): Promise<number | undefined> => {
  const shape = { version: col.nullable(col.integer) }
  const [newest] = registration
    ? await sql.query(
        'SELECT max(version) AS version FROM roll_entry WHERE county_code = $1 AND election_id = $2 AND version > 1 AND registration_id = $3',
        [registration.countyCode, electionId, registration.registrationId],
        shape,
      )
    : await sql.query(
        'SELECT max(version) AS version FROM roll_entry WHERE election_id = $1 AND version > 1 AND name = $2',
        [electionId, named],
        shape,
      )
  return newest?.version ?? undefined
}

/**
 * The version that an objection is about, and the day its deadline counts from: the newest supplement that has the entry, else the list. A
 * supplement has its own time for its own entries only. Undefined: nothing is published.
 */
export const findPublication = async (sql: Sql, electionId: string, concerned: Concerned): Promise<Publication | undefined> => {
  const isOfSomebody = concerned.registration !== null || concerned.named !== null
  const version = isOfSomebody ? await findSupplementOf(sql, electionId, concerned) : undefined
  return (
    await sql.query(
      `SELECT version, published_on AS "publishedOn" FROM roll_version
       WHERE election_id = $1 AND version = coalesce($2, (SELECT min(version) FROM roll_version WHERE election_id = $1))`,
      [electionId, version ?? null],
      PUBLICATION,
    )
  )[0]
}

/** Steps of the objections that concern a registration or were filed by its person. */
export const findRecordedObjections = (
  sql: Sql,
  personKey: string,
  countyCode: string,
  registrationId: number,
): Promise<{ readonly at: Date; readonly kind: string; readonly actor: string }[]> =>
  sql.query(
    `SELECT v.at, v.kind, v.actor FROM objection o JOIN objection_event v ON v.county_code = o.county_code AND v.objection_id = o.id
     WHERE o.county_code = $2 AND (o.person_key = $1 OR o.registration_id = $3) ORDER BY v.at, v.id`,
    [personKey, countyCode, registrationId],
    { at: col.instant, kind: col.text, actor: col.text },
  )
