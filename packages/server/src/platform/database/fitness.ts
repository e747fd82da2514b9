/** Whether a PostgreSQL server can hold the data: its version, its encoding, and what this user may do. Asked at the start. */
import type { Text } from '@mingce/domain/result'
import type { Sql } from './database.ts'
import { DatabaseRefusal } from './errors.ts'
import { col, type RowOf } from './statement/index.ts'

/** The database cannot be used as it is; an administrator has to change it. */
export class DatabaseUnfit extends DatabaseRefusal {
  override readonly name = 'DatabaseUnfit'
}

const OLDEST = 15

const FACTS = {
  version: col.integer,
  encoding: col.text,
  may_create: col.boolean,
  is_standby: col.boolean,
  is_read_only: col.boolean,
}

/** What stands in the way; null: nothing. */
export const findUnfitness = (facts: RowOf<typeof FACTS>): Text | null => {
  const version = Math.floor(facts.version / 10_000)
  if (version < OLDEST)
    return {
      zh: `PostgreSQL 的版本是 ${version}，须为 ${OLDEST} 或更新。请升级服务器。`,
      en: `PostgreSQL is version ${version}; ${OLDEST} or newer is needed. Upgrade the server.`,
    }
  if (facts.encoding !== 'UTF8')
    return {
      zh: `数据库的编码是 ${facts.encoding}，须为 UTF8。请重新创建：createdb -E UTF8 -T template0 名称`,
      en: `The encoding of the database is ${facts.encoding}; it must be UTF8. Create it again: createdb -E UTF8 -T template0 NAME`,
    }
  if (facts.is_standby)
    return {
      zh: '这是备用服务器，只能读取。请让 DATABASE_URL 指向主服务器。',
      en: 'This is a standby server, which is read-only. Let DATABASE_URL name the primary.',
    }
  if (facts.is_read_only)
    return {
      zh: '数据库设为只读（default_transaction_read_only）。请关闭此设置。',
      en: 'The database is set to read-only (default_transaction_read_only). Turn the setting off.',
    }
  if (!facts.may_create)
    return {
      zh: '数据库用户没有建表的权限。请以所有者执行 DATABASE_OWNER_URL=… mingce db init，或让该用户成为数据库的所有者：ALTER DATABASE … OWNER TO …',
      en: 'The database user may not create tables. As the owner run DATABASE_OWNER_URL=… mingce db init, or make it the owner of the database: ALTER DATABASE … OWNER TO …',
    }
  return null
}

/** @throws DatabaseUnfit with what is in the way and what to do */
export const checkFitness = async (sql: Sql): Promise<void> => {
  const [facts] = await sql.query(
    `SELECT (SELECT setting FROM pg_settings WHERE name = 'server_version_num')::integer AS version, pg_encoding_to_char(encoding) AS encoding,
            (has_database_privilege(oid, 'CREATE') OR coalesce(has_schema_privilege(to_regnamespace('pgboss'), 'CREATE'), false))
              AND coalesce(has_schema_privilege(current_schema(), 'CREATE'), false) AS may_create,
            pg_is_in_recovery() AS is_standby, (SELECT setting = 'on' FROM pg_settings WHERE name = 'transaction_read_only') AS is_read_only
     FROM pg_database WHERE datname = current_database()`,
    [],
    FACTS,
  )
  const reason = facts && findUnfitness(facts)
  if (reason) throw new DatabaseUnfit(reason)
}
