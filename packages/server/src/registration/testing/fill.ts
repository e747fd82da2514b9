/**
 * Fills an election by set-based SQL, as if its files had been imported and its officers had decided for weeks: made-up people of a district with
 * their register, registrations, cases, refused rows, visits, messages, objections, certificates and audit rows. For measuring pages at the size
 * of a district, in seconds instead of hours.
 */
import { checkCharacter } from '@mingce/domain/standards'
import { type Keyring, sealContacts } from '../../platform/crypto/index.ts'
import type { Database } from '../../platform/database/index.ts'

export interface FillOptions {
  readonly electionId: string
  readonly round: string
  /** Area of the election, 6 digits; its communities are those of the table of areas. */
  readonly area: string
  /** People of the population register. */
  readonly people: number
  readonly registered: number
  /** Open cases. */
  readonly cases: number
  readonly at: Date
}

const CONTACTS = 500
/** A made-up ID number of the nth person: its place is of no county, so that it is nobody's. 11,400,000 of them differ. */
const numberOf = (n: number): string => {
  const day = Math.floor(n / 1000)
  const body = `9${String(Math.floor(day / 12_000)).padStart(5, '0')}${1950 + (day % 50)}${String(1 + (Math.floor(day / 50) % 12)).padStart(2, '0')}${String(10 + (Math.floor(day / 600) % 19)).padStart(2, '0')}${String(n % 1000).padStart(3, '0')}`
  return body + checkCharacter(body)
}

const SURNAMES = '王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹'
const GIVEN = '伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华建国文辉力健玉萍红云飞鹏'

/** A character of a text by a number, in SQL. */
const pick = (text: string, by: string): string => `substr('${text}', 1 + (${by})::integer % ${text.length}, 1)`

const PEOPLE = `
  CREATE UNLOGGED TABLE fill_person AS
  SELECT k.n, k.key, a.code AS community,
    ${pick(SURNAMES, 'n * 7 / 3')} || ${pick(GIVEN, 'n / 5')} || CASE WHEN n % 4 = 0 THEN '' ELSE ${pick(GIVEN, 'n * 13 / 11')} END AS name,
    CASE WHEN n % 2 = 0 THEN 'M' ELSE 'F' END AS sex,
    CASE WHEN n % 12 = 11 THEN DATE '2012-01-01' ELSE DATE '1950-01-01' + (n * 7919 % 20000)::integer END AS born,
    CASE WHEN n % 5 = 0 THEN '420104' ELSE left(a.code, 6) END AS hukou, n % 12 <> 11 AS adult
  FROM fill_key k
  JOIN (SELECT code, row_number() OVER (ORDER BY code) - 1 AS place, count(*) OVER () AS all_places FROM area
    WHERE level = 5 AND starts_with(code, $1)) a ON a.place = k.n * a.all_places / (1 + (SELECT max(m.n) FROM fill_key m))`

/** What comes after the people: each statement with its parameters, $1 the election and others by their names in `FillOptions`. */
const steps = (
  o: FillOptions,
  words: Uint8Array,
): readonly (readonly [sql: string, values: readonly (string | number | Date | Uint8Array)[]])[] => {
  const county = o.area
  const registrations = `(SELECT p.*, row_number() OVER (ORDER BY n) AS place FROM fill_person p WHERE p.adult ORDER BY n LIMIT ${Math.round(o.registered)}) r`
  return [
    [
      `INSERT INTO population_extract (id, election_id, import_id, state, legal_basis, created_at) VALUES (1, $1, 1, 'loading', '测试', $2)`,
      [o.electionId, o.at],
    ],
    ['CREATE TABLE population_extract_1 (LIKE population INCLUDING DEFAULTS, CHECK (extract_id = 1))', []],
    [
      `INSERT INTO population_extract_1 (person_key, extract_id, row_no, name, sex, birth_date, hukou_area, community_code, status, contact_block, contact_index)
       SELECT key, 1, n, name, sex, born, hukou, community, CASE WHEN n % 200 = 199 THEN 'moved-out' ELSE 'present' END, 1 + n / ${CONTACTS}, n % ${CONTACTS} FROM fill_person`,
      [],
    ],
    ['ALTER TABLE population_extract_1 ADD PRIMARY KEY (person_key, extract_id)', []],
    ['ALTER TABLE population ATTACH PARTITION population_extract_1 FOR VALUES IN (1)', []],
    [`UPDATE population_extract SET state = 'current' WHERE id = 1`, []],
    [
      `INSERT INTO import (id, election_id, county_code, kind, channel, file_name, file_digest, state, rows, started_by, started_by_id, started_at)
       SELECT i, $1, $2, 'registrations', 'roster', '名单' || i::text || '.xlsx', md5(i::text), 'done', 1000, '测试', 'u', $3 FROM generate_series(1, 400) AS i`,
      [o.electionId, county, o.at],
    ],
    // Of the people of cases some stand already, some wait for an answer; the others stand, but for few.
    [
      `INSERT INTO registration (county_code, id, election_id, person_key, name, name_order, sex, birth_date, community_code, unit, basis, evidence, channel, status,
         facts, digest, import_id, row_no, created_at)
       SELECT $2, r.n, $1, r.key, r.name, r.name, r.sex, r.born, CASE WHEN r.n % 500 = 7 THEN NULL ELSE r.community END,
         CASE WHEN r.n % 3 = 0 THEN '单位' || (r.n % 997)::text END, 'residence', CASE WHEN r.n % 50 = 0 THEN 1 ELSE 2 END,
         CASE WHEN r.n % 10 = 0 THEN 'web' ELSE 'roster' END,
         CASE WHEN r.n <= $3 AND r.n % 7 > 0 THEN 'review' WHEN r.n > $3 AND r.n % 400 = 9 THEN 'pending' ELSE 'registered' END,
         0, md5('digest' || r.n::text)::uuid, CASE WHEN r.n % 10 = 0 THEN NULL ELSE 1 + r.n % 400 END, CASE WHEN r.n % 10 = 0 THEN NULL ELSE r.n / 400 END, $4
       FROM ${registrations}`,
      [o.electionId, county, o.cases, o.at],
    ],
    [
      'INSERT INTO claim (person_key, round, county_code, registration_id) SELECT person_key, $1, county_code, id FROM registration',
      [o.round],
    ],
    // A second registration in another community, of every eighth case: both offices see it.
    [
      `INSERT INTO registration (county_code, id, election_id, person_key, name, name_order, sex, birth_date, community_code, evidence, channel, status, facts, digest, import_id, row_no, created_at)
       SELECT $2, $3 + p.n, $1, p.key, p.name, p.name, p.sex, p.born, o.community, 2, 'roster', 'review', 0, md5('second' || p.n::text)::uuid, 1 + p.n % 400, 5000 + p.n, $4
       FROM fill_person p JOIN fill_person o ON o.n = p.n + 1 WHERE p.n <= $5::bigint AND p.n % 8 = 3`,
      [o.electionId, county, 1_000_000_000, o.at, o.cases],
    ],
    [
      `INSERT INTO finding (county_code, registration_id, code, fingerprint, election_id, person_key, other_county, other_registration_id, evidence, state, opened_at, import_id, row_no)
       SELECT $2, r.id, CASE WHEN r.id > 1000000000 THEN 'claim.same-district' WHEN r.id % 3 = 0 THEN 'population.name' WHEN r.id % 3 = 1 THEN 'place.unproven' ELSE 'population.absent' END,
         md5(r.id::text), $1, r.person_key, CASE WHEN r.id > 1000000000 THEN $2 END, CASE WHEN r.id > 1000000000 THEN r.id - 1000000000 END, '{}', 'open', $4, r.import_id, r.row_no
       FROM registration r WHERE (r.id <= $3 AND r.status <> 'pending') OR r.id > 1000000000`,
      [o.electionId, county, o.cases, o.at],
    ],
    [
      `INSERT INTO finding (county_code, registration_id, code, fingerprint, election_id, person_key, evidence, state, opened_at, decided_at, decided_by, reason, import_id, row_no)
       SELECT $2, r.id, 'place.unproven', md5('past' || r.id::text), $1, r.person_key, '{}', 'accepted', $4, $4, '老吴', '已核对', r.import_id, r.row_no
       FROM registration r WHERE r.id BETWEEN $3 + 1 AND $3 * 3`,
      [o.electionId, county, o.cases, o.at],
    ],
    [
      `INSERT INTO registration_event (person_key, county_code, registration_id, election_id, kind, actor, at, reason, before)
       SELECT r.person_key, $2, r.id, $1, 'accepted', '老吴', $4, '已核对', '{}' FROM registration r WHERE r.id BETWEEN $3 + 1 AND $3 * 3`,
      [o.electionId, county, o.cases, o.at],
    ],
    [
      `INSERT INTO refused_row (county_code, election_id, digest, person_key, keyed, import_id, row_no, name, community_code, unit, codes, at)
       SELECT $2, $1, md5('refused' || n::text)::uuid, CASE WHEN n % 3 = 0 THEN key ELSE md5('refused' || n::text)::uuid END, n % 3 = 0, 1 + n % 400, n, name, community,
         '单位' || (n % 997)::text, CASE WHEN n % 3 = 0 THEN '{eligibility.age}'::text[] ELSE '{identity.format}'::text[] END, $4::timestamptz - interval '1 day'
       FROM fill_person ORDER BY n DESC LIMIT $3 / 2`,
      [o.electionId, county, o.cases, o.at],
    ],
    [
      `INSERT INTO visit (county_code, election_id, person_key, outcome, by_user, at)
       SELECT $2, $1, key, CASE WHEN n % 3 = 0 THEN 'out' ELSE 'abroad' END, '小马', $3 FROM fill_person WHERE adult AND n % 10 = 1 AND n > $4::bigint`,
      [o.electionId, county, o.at, o.people / 2],
    ],
    [
      `INSERT INTO disqualification (person_key, election_id, import_id, name, ground, authority, document_no, from_date)
       SELECT key, $1, 1, name, 'deprived', '法院', n::text, DATE '2020-01-01' FROM fill_person WHERE n % 1000 = 500`,
      [o.electionId],
    ],
    [
      `INSERT INTO outbox (county_code, topic, area_code, template, parameters, person_key, reference, dedupe_key, state, next_at, created_at)
       SELECT $2, $1, community, 'remind-polling', '{"election": "测速", "pollingDay": "2026-12-20", "where": "社区"}', key, n, 'fill/' || n::text, CASE WHEN n % 50 = 0 THEN 'failed' ELSE 'sent' END, $3, $3 FROM fill_person WHERE n % 10 = 0`,
      [o.electionId, county, o.at],
    ],
    [
      `INSERT INTO audit (county_code, at, actor, role, action, subject, details)
       SELECT $1, $2::timestamptz - n * interval '1 second', '老吴', 'district', CASE WHEN n % 3 = 0 THEN 'case.accepted' ELSE 'registration.online' END, 'registration/' || n::text, '{}'
       FROM generate_series(1, $3::bigint / 2) AS n`,
      [county, o.at, o.registered],
    ],
    [
      `INSERT INTO objection (county_code, election_id, roll_version, published_on, area_code, objector, subject, kind, body, filed_via, filed_by, filed_at, filed_on, until_on, late, due_on, state)
       SELECT $2, $1, 1, $3::timestamptz::date, community, name, 'own', 'missing', $4, 'portal', name, $3, $3::timestamptz::date, $3::timestamptz::date + 5, false, $3::timestamptz::date + 3,
         CASE WHEN n % 2 = 0 THEN 'filed' ELSE 'closed' END FROM fill_person WHERE n % 2000 = 3`,
      [o.electionId, county, o.at, words],
    ],
    [
      `INSERT INTO certificate (county_code, id, election_id, round, person_key, name, area_code, via, state, requested_at)
       SELECT $2, gen_random_uuid(), $1, $3, key, name, community, 'portal', CASE WHEN n % 2 = 0 THEN 'requested' ELSE 'released' END, $4 FROM fill_person WHERE n % 300 = 1`,
      [o.electionId, county, o.round, o.at],
    ],
    [`SELECT setval(pg_get_serial_sequence('registration', 'id'), 3000000000)`, []],
    [`SELECT setval(pg_get_serial_sequence('import', 'id'), 1000)`, []],
    [`SELECT setval(pg_get_serial_sequence('population_extract', 'id'), 1000)`, []],
    ['DROP TABLE fill_person', []],
  ]
}

/** Fills an empty election; `ANALYZE` follows, as autovacuum would do it. */
export const fillElection = async (database: Database, keys: Keyring, options: FillOptions): Promise<void> => {
  const block = await sealContacts(
    keys,
    Array.from({ length: CONTACTS }, (_, at) => ({
      address: `幸福路${1 + (at % 90)}号院${1 + (at % 12)}号楼${1 + (at % 6)}单元`,
      phone: at % 5 === 0 ? null : `1280000${String(1000 + at)}`,
    })),
  )
  function* lines(): Generator<string> {
    for (let n = 1; n <= options.people; n += 1) yield `${n}\t${keys.personKey(numberOf(n))}\n`
  }
  await database.transaction(async tx => {
    await tx.script('CREATE UNLOGGED TABLE fill_key (n bigint, key uuid)')
    await tx.copyIn('fill_key', ['n', 'key'], lines())
    await tx.run(PEOPLE, [options.area])
    await tx.script('DROP TABLE fill_key')
    await tx.run('INSERT INTO contact_block (id, import_id, sealed) SELECT b, 1, $2 FROM generate_series(1, $1::bigint) AS b', [
      1 + Math.ceil(options.people / CONTACTS),
      block,
    ])
    await tx.script('CREATE INDEX ON fill_person (n)')
    await tx.script('ANALYZE fill_person')
    for (const [sql, values] of steps(options, keys.seal(Buffer.from('名单上没有我'), 'objection'))) await tx.run(sql, values)
  })
  await database.script('ANALYZE')
}
