/** Backup and restore: one logical form for both stores, so that a township's folder can move to a city's server and back. */
import { createHash } from 'node:crypto'
import { once as event } from 'node:events'
import { createWriteStream, existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip, constants as zlib } from 'node:zlib'
import { copyLine } from '../copy/index.ts'
import type { Database, Sql } from '../database.ts'
import { DatabaseRefusal } from '../errors.ts'
import { migrate, readMigrations } from '../migrate/index.ts'
import { quoted } from '../sql.ts'
import { col, type RowOf } from '../statement/index.ts'
import { syncPath } from '../stores/index.ts'
import {
  type BackupEnd,
  type BackupHeader,
  type BackupPartition,
  type BackupSource,
  type BackupTable,
  backupFormat,
  damaged,
  gzippedBackup,
  type TableTotal,
} from './backup-file.ts'

/** What a backup holds. */
export interface BackupSummary {
  readonly createdAt: Date
  readonly tables: Readonly<Record<string, TableTotal>>
  readonly rows: number
}

const TABLE_SHAPE = {
  name: col.text,
  columns: col.list(col.text),
  identity: col.list(col.text),
  /** Tables that its foreign keys point to. */
  needs: col.list(col.text),
  /** Null unless the table is partitioned. Partitions of partitions do not occur. */
  partitions: col.nullable(col.json<BackupPartition[]>()),
  /** Column that a partitioned table is partitioned by. */
  partitionKey: col.nullable(col.text),
}

type TableShape = RowOf<typeof TABLE_SHAPE>

const pageRows = 5000

/** Values under the next keys, while person keys are being changed (platform/rekey), are made again. */
const IS_KEPT = `a.attname !~ '^rekey_'`

/** Names and types of the columns of the `pg_class` row `table`. */
const columnsOf = (table: string): string => `
  SELECT array_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod) ORDER BY a.attnum) FROM pg_attribute a
  WHERE a.attrelid = ${table}.oid AND a.attnum > 0 AND NOT a.attisdropped AND ${IS_KEPT}`

/**
 * The tables that are kept, needed ones first: all of the schema but the list of migrations, what is unlogged (lost with a crash anyway),
 * tables made just as a partitioned one is: an import fills those, and until they are attached they do not count; and results of an import
 * whose report is still to be made. A partition is no
 * table of its own here: its rows are read and loaded through the partitioned one.
 */
async function keptTables(sql: Sql): Promise<TableShape[]> {
  const tables = await sql.query(
    `
    SELECT c.relname AS name,
      array(SELECT a.attname::text FROM pg_attribute a
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND ${IS_KEPT} ORDER BY a.attnum) AS columns,
      array(SELECT a.attname::text FROM pg_attribute a
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attidentity <> '' ORDER BY a.attnum) AS identity,
      array(SELECT DISTINCT f.relname::text FROM pg_constraint k JOIN pg_class f ON f.oid = k.confrelid
        WHERE k.conrelid = c.oid AND k.contype = 'f' AND k.confrelid <> c.oid) AS needs,
      CASE WHEN c.relkind = 'p' THEN coalesce(
        (SELECT json_agg(json_build_object('name', p.relname, 'bound', pg_get_expr(p.relpartbound, p.oid)) ORDER BY p.relname COLLATE "C")
          FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhrelid WHERE i.inhparent = c.oid), '[]') END AS partitions,
      CASE WHEN c.relkind = 'p' THEN substring(pg_get_partkeydef(c.oid) FROM '^LIST \\((\\w+)\\)$') END AS "partitionKey"
    FROM pg_class c CROSS JOIN LATERAL (${columnsOf('c')}) own (columns)
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND c.relpersistence = 'p' AND c.relname <> 'migration' AND c.relname !~ '^results_[0-9]+$'
      AND (c.relkind = 'p' OR NOT EXISTS (
        SELECT FROM pg_class p CROSS JOIN LATERAL (${columnsOf('p')}) other (columns)
        WHERE p.relkind = 'p' AND p.relnamespace = c.relnamespace AND other.columns = own.columns))
    ORDER BY c.relname COLLATE "C"`,
    [],
    TABLE_SHAPE,
  )
  const ordered: TableShape[] = []
  const placed = new Set<string>()
  const names = new Set(tables.map(({ name }) => name))
  while (ordered.length < tables.length) {
    const ready = tables.filter(
      ({ name, needs }) => !placed.has(name) && needs.every(other => placed.has(other) || !names.has(other)),
    )
    if (ready.length === 0) throw new Error('tables that need each other cannot be restored in order')
    for (const table of ready) {
      ordered.push(table)
      placed.add(table.name)
    }
  }
  return ordered
}

async function* copyLines(
  tx: Sql,
  { name, columns, partitions, partitionKey }: TableShape,
): AsyncGenerator<{ text: string; rows: number }> {
  const asText = columns.map((column, index) => `${quoted(column)}::text AS c${index}`).join(', ')
  const keys = columns.map((_, index) => `c${index}`)
  // A partition attached since the backup's moment shows its rows all the same: only the listed ones are asked, by the key's value.
  const where = partitions === null ? '' : `WHERE ${quoted(partitionKey ?? '')}::text = ANY($1::text[])`
  const values = partitions === null ? [] : [partitions.flatMap(({ bound }) => valuesOfBound(bound))]
  const from = `FROM ${quoted(name)} ${where}`
  const [counted] = await tx.query(`SELECT count(*) AS rows ${from}`, values, { rows: col.integer })
  let written = 0
  const rows = tx.pages(
    `SELECT ${asText} ${from}`,
    values,
    Object.fromEntries(keys.map(key => [key, col.nullable(col.text)])),
    pageRows,
  )
  for await (const page of rows) {
    written += page.length
    yield { text: page.map(row => copyLine(keys.map(key => row[key]))).join(''), rows: page.length }
  }
  // A backup that lost rows must not be taken for one.
  if (written !== counted?.rows) throw new Error(`table ${name} has ${counted?.rows} rows, and ${written} were written`)
}

/** Values of a partition's bound, `FOR VALUES IN ('7')`. Partitions of other kinds do not occur. */
const valuesOfBound = (bound: string): string[] => {
  const list = /^FOR VALUES IN \((.*)\)$/.exec(bound)?.[1]
  if (list === undefined) throw new Error(`a partition has the bound ${bound}`)
  return list.split(', ').map(value => value.replace(/^'(.*)'$/, '$1'))
}

async function sequencesOf(tx: Sql, tables: readonly TableShape[]): Promise<BackupEnd['sequences']> {
  const sequences = []
  for (const { name, identity } of tables) {
    for (const column of identity) {
      const [found] = await tx.query('SELECT pg_get_serial_sequence($1, $2) AS sequence', [quoted(name), column], {
        sequence: col.text,
      })
      const [state] = await tx.query(`SELECT last_value AS value, is_called AS called FROM ${found?.sequence}`, [], {
        value: col.integer,
        called: col.boolean,
      })
      if (state !== undefined) sequences.push({ table: name, column, ...state })
    }
  }
  return sequences
}

interface DumpOptions {
  /** Time of the backup, as it will say. */
  readonly at: Date
  readonly progress?: (rows: number) => void
  /**
   * Called in the transaction whose snapshot is written, before anything is: what else belongs to the same moment is read here. Answers
   * `later` if that moment cannot be written: another snapshot is taken then.
   */
  readonly onSnapshot?: (tx: Sql) => Promise<'write' | 'later'>
}

/** Writes everything in the tables, as of one moment, as text in pieces. */
export const dump = async (
  database: Database,
  write: (text: string) => Promise<void>,
  { at, progress, onSnapshot }: DumpOptions,
): Promise<BackupSummary> => {
  const totals: Record<string, TableTotal> = {}
  let rows = 0
  const writeSnapshot = async (tx: Sql): Promise<boolean> => {
    await tx.run('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY')
    const migrations = await tx.query('SELECT name, checksum FROM migration ORDER BY name COLLATE "C"', [], {
      name: col.text,
      checksum: col.text,
    })
    if ((await onSnapshot?.(tx)) === 'later') return false
    const header: BackupHeader = { format: backupFormat, createdAt: at.toISOString(), migrations }
    await write(`${JSON.stringify(header)}\n`)
    const tables = await keptTables(tx)
    // Dropping a partition would take its rows from under the backup.
    for (const { name, partitions } of tables)
      if (partitions !== null) await tx.run(`LOCK TABLE ${quoted(name)} IN ACCESS SHARE MODE`)
    for (const table of tables) {
      const digest = createHash('sm3')
      let tableRows = 0
      const { name, columns, partitions } = table
      const head: BackupTable = { table: name, columns, ...(partitions === null ? {} : { partitions }) }
      await write(`${JSON.stringify(head)}\n`)
      for await (const page of copyLines(tx, table)) {
        digest.update(page.text)
        tableRows += page.rows
        await write(page.text)
        progress?.(rows + tableRows)
      }
      await write('\\.\n')
      totals[table.name] = { rows: tableRows, sm3: digest.digest('hex') }
      rows += tableRows
    }
    const end: BackupEnd = { tables: totals, sequences: await sequencesOf(tx, tables) }
    await write(`${JSON.stringify(end)}\n`)
    return true
  }
  while (!(await database.transaction(writeSnapshot)));
  return { createdAt: at, tables: totals, rows }
}

/** @throws DatabaseRefusal when `file` exists */
export const refuseExisting = (file: string): void => {
  if (!existsSync(file)) return
  throw new DatabaseRefusal({
    zh: `文件 ${file} 已存在，未写入备份。请换一个文件名。`,
    en: `The file ${file} already exists; no backup was written. Choose another name.`,
  })
}

/**
 * Writes everything in the tables, as of one moment, to the new file `file` (gzipped text, readable by its owner only; see backup-file.ts).
 * Names are in clear in it, and files and jobs are not: platform/backup makes the backup of an installation.
 * @throws DatabaseRefusal when `file` exists
 */
export async function backup(
  database: Database,
  file: string,
  options: { at: Date; progress?: (rows: number) => void },
): Promise<BackupSummary> {
  refuseExisting(file)
  const draft = `${file}.unfinished`
  const gzip = createGzip({ level: zlib.Z_BEST_SPEED })
  const written = pipeline(gzip, createWriteStream(draft, { mode: 0o600 }))
  const write = async (text: string) => {
    if (!gzip.write(text)) await Promise.race([event(gzip, 'drain'), written])
  }
  try {
    const made = await dump(database, write, options)
    gzip.end()
    await written
    await syncPath(draft)
    await rename(draft, file)
    await syncPath(dirname(file))
    return made
  } catch (error) {
    gzip.destroy()
    await written.catch(() => undefined)
    await rm(draft, { force: true })
    throw error
  }
}

const drain = async (rows: AsyncIterable<string>): Promise<void> => {
  for await (const _ of rows);
}

/**
 * Reads the whole backup and compares every table with its checksum; changes nothing.
 * @throws DatabaseRefusal when it is damaged
 */
export const verifyBackup = (file: string): Promise<VerifiedBackup> => verifyText(gzippedBackup(file))

type VerifiedBackup = BackupSummary & Pick<BackupHeader, 'migrations'>

/** As `verifyBackup`, of text from anywhere. */
export async function verifyText(source: BackupSource): Promise<VerifiedBackup> {
  const read: { header?: BackupHeader; end?: BackupEnd } = {}
  await source.read({
    header: async header => {
      read.header = header
    },
    table: (_, rows) => drain(rows),
    end: async end => {
      read.end = end
    },
  })
  if (read.header === undefined || read.end === undefined)
    throw damaged(source.name, { zh: '文件不完整', en: 'it is incomplete' })
  const tables = read.end.tables
  const rows = Object.values(tables).reduce((sum, table) => sum + table.rows, 0)
  return { createdAt: new Date(read.header.createdAt), migrations: read.header.migrations, tables, rows }
}

export async function refuseUnlessEmpty(sql: Sql): Promise<void> {
  for (const { name } of await keptTables(sql)) {
    const [row] = await sql.query(`SELECT 1 AS one FROM ${quoted(name)} LIMIT 1`, [], { one: col.integer })
    if (row !== undefined) {
      throw new DatabaseRefusal({
        zh: `目标数据库不是空的（表 ${name} 中已有数据），未做任何更改。备份只能恢复到空的数据库：请用 --data 指定新的文件夹，或新建一个数据库。`,
        en: `The database is not empty (table ${name} has rows). Nothing was changed. A backup can be restored only into an empty database: give a new folder with --data, or create a database.`,
      })
    }
  }
}

/**
 * Loads the backup `file` into the empty database `target`, after its checksums were verified, in one transaction. A backup of an older
 * level is loaded at that level and then brought to the program's own.
 * @throws DatabaseRefusal when the backup is damaged or of a newer program, or the target is not empty; nothing is changed then
 */
export const restore = (file: string, target: Database, options: RestoreOptions = {}): Promise<BackupSummary> =>
  restoreText(gzippedBackup(file), target, options)

export interface RestoreOptions {
  readonly progress?: (rows: number) => void
  /** Called in the transaction of the rows, after the last of them. */
  readonly onLoaded?: (tx: Sql) => Promise<void>
}

/** As `restore`, of text from anywhere. */
export async function restoreText(source: BackupSource, target: Database, options: RestoreOptions = {}): Promise<BackupSummary> {
  const { migrations, ...summary } = await verifyText(source)
  const own = readMigrations()
  const level = own.slice(0, migrations.length)
  if (
    level.length < migrations.length ||
    migrations.some(({ name, checksum }, at) => level[at]?.name !== name || level[at]?.checksum !== checksum)
  ) {
    throw damaged(source.name, {
      zh: '它来自更新版本或另一版本的程序',
      en: 'it was made by a newer or different version of the program',
    })
  }
  await refuseUnlessEmpty(target)
  await migrate(target, level) // refuses a target that is above the backup's level
  await target.transaction(async tx => {
    await refuseUnlessEmpty(tx)
    let loaded = 0
    await source.read({
      table: async ({ table, columns, partitions = [] }, rows) => {
        for (const { name, bound } of partitions) {
          await tx.run(`CREATE TABLE IF NOT EXISTS ${quoted(name)} PARTITION OF ${quoted(table)} ${bound}`)
        }
        const copied = await tx.copyIn(table, columns, rows)
        loaded += copied
        options.progress?.(loaded)
      },
      end: async ({ sequences }) => {
        for (const { table, column, value, called } of sequences) {
          await tx.query('SELECT setval(pg_get_serial_sequence($1, $2), $3, $4)', [quoted(table), column, value, called], {
            setval: col.integer,
          })
        }
      },
    })
    if (level.length === own.length) await options.onLoaded?.(tx)
  })
  await migrate(target, own)
  if (level.length < own.length && options.onLoaded) await target.transaction(options.onLoaded)
  return summary
}
