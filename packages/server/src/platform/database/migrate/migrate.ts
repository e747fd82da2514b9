/** Brings a database to the level of this program. Released files are append-only: a change of the tables is a new file. */

import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Database, Sql } from '../database.ts'
import { DatabaseRefusal } from '../errors.ts'
import { col, type RowOf } from '../statement/index.ts'

export interface Migration {
  /** File name without `.sql`; files run in the order of their names. */
  readonly name: string
  readonly sql: string
  /** SM3 of the text with line ends as `\n`, hex. */
  readonly checksum: string
}

export interface MigrationState {
  readonly name: string
  /** changed: applied, but the file is another now; unknown: applied by a newer program. */
  readonly state: 'applied' | 'pending' | 'changed' | 'unknown'
  readonly appliedAt: Date | undefined
}

/** `src/platform/migrations` of this package, from the source and from the build alike: the build holds no copy. */
function migrationsFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder)
  return join(folder, 'src/platform/migrations')
}

/** @throws Error unless the files are named 0001_*.sql, 0002_*.sql and so on, each number once and none left out. */
function requireContiguous(files: readonly string[]): void {
  files.forEach((file, index) => {
    const number = String(index + 1).padStart(4, '0')
    if (!new RegExp(`^${number}_[a-z0-9_]+\\.sql$`).test(file))
      throw new Error(`migration number ${number} is missing or occurs twice: found ${file}`)
  })
}

/** The program's own migrations, in order. */
export function readMigrations(folder: string = migrationsFolder()): Migration[] {
  const files = readdirSync(folder).filter(file => file.endsWith('.sql'))
  requireContiguous(files.sort())
  return files.map(file => {
    const sql = readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n')
    return { name: file.slice(0, -'.sql'.length), sql, checksum: createHash('sm3').update(sql).digest('hex') }
  })
}

const APPLIED_ROW = {
  name: col.text,
  checksum: col.text,
  applied_at: col.instant,
}

type AppliedRow = RowOf<typeof APPLIED_ROW>

async function applied(sql: Sql): Promise<Map<string, AppliedRow>> {
  const [table] = await sql.query(`SELECT to_regclass('migration') IS NOT NULL AS there`, [], { there: col.boolean })
  if (table?.there !== true) return new Map()
  const rows = await sql.query('SELECT name, checksum, applied_at FROM migration ORDER BY name', [], APPLIED_ROW)
  return new Map(rows.map(row => [row.name, row]))
}

function compare(migrations: readonly Migration[], done: ReadonlyMap<string, AppliedRow>): MigrationState[] {
  const known = migrations.map(({ name, checksum }): MigrationState => {
    const row = done.get(name)
    if (row === undefined) return { name, state: 'pending', appliedAt: undefined }
    return { name, state: row.checksum === checksum ? 'applied' : 'changed', appliedAt: row.applied_at }
  })
  const names = new Set(migrations.map(({ name }) => name))
  const unknown = [...done.values()].filter(row => !names.has(row.name))
  return [...known, ...unknown.map((row): MigrationState => ({ name: row.name, state: 'unknown', appliedAt: row.applied_at }))]
}

/** What is applied and what waits; changes nothing. */
export async function migrationStatus(database: Database, migrations = readMigrations()): Promise<MigrationState[]> {
  return compare(migrations, await applied(database))
}

function refuseIfBroken(states: readonly MigrationState[]): void {
  const changed = states.find(({ state }) => state === 'changed')
  if (changed !== undefined) {
    throw new DatabaseRefusal({
      zh: `数据库升级文件 ${changed.name}.sql 在执行之后被改动，未做任何更改。请恢复该文件的原样；新的改动应写在新的文件里。`,
      en: `The migration ${changed.name}.sql was changed after it was applied. Nothing was changed. Restore the file and put new changes into a new file.`,
    })
  }
  const unknown = states.find(({ state }) => state === 'unknown')
  if (unknown !== undefined) {
    throw new DatabaseRefusal({
      zh: `数据库已由更新版本的程序升级（${unknown.name}），未做任何更改。请使用该版本或更新的程序。`,
      en: `The database was migrated by a newer version of the program (${unknown.name}). Nothing was changed. Run that version or a newer one.`,
    })
  }
  const pending = states.findIndex(({ state }) => state === 'pending')
  const late = pending < 0 ? undefined : states.slice(pending).find(({ state }) => state === 'applied')
  if (late !== undefined) {
    const name = states[pending]?.name
    throw new DatabaseRefusal({
      zh: `数据库升级文件 ${name}.sql 排在已执行的 ${late.name}.sql 之前，未做任何更改。新文件的编号应排在最后。`,
      en: `The migration ${name}.sql comes before ${late.name}.sql, which is already applied. Nothing was changed. Give a new file the next number.`,
    })
  }
}

/**
 * Applies what is pending, each file in a transaction of its own; returns the names applied. Two programs that start at once take turns.
 * @throws DatabaseRefusal when an applied file was changed, or a newer program was here; nothing is done then.
 */
export async function migrate(database: Database, migrations = readMigrations()): Promise<string[]> {
  refuseIfBroken(await migrationStatus(database, migrations))
  const names: string[] = []
  for (const { name, sql, checksum } of migrations) {
    const ran = await database.transaction(async tx => {
      await tx.run('SELECT pg_advisory_xact_lock(70726175)')
      if ((await applied(tx)).has(name)) return false
      await tx.script(sql)
      await tx.script(
        'CREATE TABLE IF NOT EXISTS public.migration (name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())',
      )
      await tx.run('INSERT INTO public.migration (name, checksum) VALUES ($1, $2)', [name, checksum])
      return true
    })
    if (ran) names.push(name)
  }
  return names
}
