/** Whether a PostgreSQL server can be brought back to any moment (docs/operations.md): its settings, and the version of the client. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Text } from '@mingce/domain/result'
import type { Sql } from '../database.ts'
import { col, type RowOf } from '../statement/index.ts'

const FACTS = {
  version: col.integer,
  walLevel: col.text,
  archiveMode: col.text,
  /** Whether a command or a library archives; what it says may hold secrets and is not read. */
  archives: col.boolean,
  fullPageWrites: col.text,
  archived: col.integer,
  failed: col.integer,
  lastArchivedAt: col.nullable(col.instant),
  lastFailedAt: col.nullable(col.instant),
}
export type RecoveryFacts = RowOf<typeof FACTS>

/** What the server says of its WAL archive. */
export const findRecoveryFacts = async (sql: Sql): Promise<RecoveryFacts | undefined> => {
  const setting = (name: string) => `(SELECT setting FROM pg_settings WHERE name = '${name}')`
  const [facts] = await sql.query(
    `SELECT ${setting('server_version_num')}::integer AS version, ${setting('wal_level')} AS "walLevel", ${setting('archive_mode')} AS "archiveMode",
       coalesce(nullif(${setting('archive_command')}, ''), nullif(${setting('archive_library')}, '')) IS NOT NULL
         AND coalesce(${setting('archive_command')}, '') <> '(disabled)' OR coalesce(${setting('archive_library')}, '') <> '' AS archives,
       ${setting('full_page_writes')} AS "fullPageWrites", archived_count AS archived, failed_count AS failed,
       last_archived_time AS "lastArchivedAt", last_failed_time AS "lastFailedAt"
     FROM pg_stat_archiver`,
    [],
    FACTS,
  )
  return facts
}

/** Major version that a PostgreSQL program says with --version; null: it could not be run, or says something else. */
export const findClientVersion = async (program: string): Promise<number | null> => {
  const { stdout } = await promisify(execFile)(program, ['--version'], { timeout: 10_000 }).catch(() => ({ stdout: '' }))
  const version = /\(PostgreSQL\) (\d+)/.exec(stdout)?.[1]
  return version === undefined ? null : Number(version)
}

/** What stands in the way of a recovery to any moment. `client`: version of pg_basebackup; null: there is none. */
export const findRecoveryFaults = (facts: RecoveryFacts, client: number | null): Text[] => {
  const server = Math.floor(facts.version / 10_000)
  const faults: Text[] = []
  if (facts.walLevel === 'minimal')
    faults.push({
      zh: 'wal_level 为 minimal，须为 replica 或 logical',
      en: 'wal_level is minimal; it must be replica or logical',
    })
  if (facts.archiveMode === 'off' || !facts.archives)
    faults.push({
      zh: '没有归档 WAL：请设置 archive_mode = on 和 archive_command，然后重启数据库',
      en: 'WAL is not archived: set archive_mode = on and archive_command, then restart the server',
    })
  if (facts.fullPageWrites !== 'on')
    faults.push({ zh: 'full_page_writes 已关闭，须打开', en: 'full_page_writes is off; it must be on' })
  if (facts.lastFailedAt !== null && (facts.lastArchivedAt === null || facts.lastFailedAt > facts.lastArchivedAt))
    faults.push({
      zh: `最近一次归档失败（共失败 ${facts.failed} 次），请检查归档的磁盘和命令`,
      en: `The latest attempt to archive failed (${facts.failed} failures); check the disk and the command of the archive`,
    })
  if (client === null)
    faults.push({
      zh: `找不到 pg_basebackup；请安装 PostgreSQL ${server} 或更新版本的客户端`,
      en: `pg_basebackup was not found; install the client programs of PostgreSQL ${server} or newer`,
    })
  else if (client < server)
    faults.push({
      zh: `pg_basebackup 的版本是 ${client}，服务器是 ${server}；客户端须与服务器同版本或更新`,
      en: `pg_basebackup is version ${client}, the server ${server}; the client must be of the server's version or newer`,
    })
  return faults
}
