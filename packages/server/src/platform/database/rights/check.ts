/** Whether this connection has the rights that the program needs, and, where there are two roles, no more than the application's. */
import type { Text } from '@mingce/domain/result'
import type { Sql } from '../database.ts'
import { DatabaseUnfit } from '../fitness.ts'
import { col } from '../statement/index.ts'
import { findApplicationRole } from './grant.ts'
import { PRIVILEGES, TABLE_RIGHTS, WORK_SCHEMA } from './tables.ts'

const needed = Object.entries(TABLE_RIGHTS).flatMap(([table, rights]) =>
  PRIVILEGES[rights].map(privilege => ({ table, privilege })),
)

const findMissing = async (sql: Sql): Promise<string[]> =>
  (
    await sql.query(
      `SELECT n.privilege || ' ' || n.name AS missing FROM unnest($1::text[], $2::text[]) AS n(name, privilege)
       WHERE to_regclass(n.name) IS NOT NULL AND NOT has_table_privilege(to_regclass(n.name), n.privilege) ORDER BY 1`,
      [needed.map(one => one.table), needed.map(one => one.privilege)],
      { missing: col.text },
    )
  ).map(({ missing }) => missing)

/** Tables in the application's schema that would be taken for those of the program. */
const findShadows = async (sql: Sql): Promise<string[]> =>
  (
    await sql.query(
      'SELECT c.relname::text AS name FROM pg_class c WHERE c.relnamespace = to_regnamespace($1) AND c.relname = ANY($2::text[]) ORDER BY 1',
      [WORK_SCHEMA, Object.keys(TABLE_RIGHTS)],
      { name: col.nullable(col.text) },
    )
  ).map(({ name }) => name ?? '')

/** Tables whose rows are only added, and which this role could change nevertheless. */
const findExcess = async (sql: Sql): Promise<string[]> => {
  const append = Object.entries(TABLE_RIGHTS).flatMap(([table, rights]) => (rights === 'append' ? [table] : []))
  const rows = await sql.query(
    `SELECT n.name FROM unnest($1::text[]) AS n(name) WHERE has_table_privilege(n.name, 'UPDATE, DELETE, TRUNCATE') ORDER BY 1`,
    [append],
    { name: col.text },
  )
  return rows.map(({ name }) => name)
}

const missingText = (missing: readonly string[]): Text => {
  const list = missing.slice(0, 5).join(', ')
  return {
    zh: `数据库角色缺少 ${missing.length} 项权限（${list}）。请以所有者执行：DATABASE_OWNER_URL=… mingce db init`,
    en: `The database role lacks ${missing.length} rights (${list}). As the owner run: DATABASE_OWNER_URL=… mingce db init`,
  }
}

/**
 * Asked on a server before anything else is done with its migrated tables.
 * @throws DatabaseUnfit with the rights that are missing, or those that are too many
 */
export const checkRights = async (sql: Sql): Promise<void> => {
  const missing = await findMissing(sql)
  if (missing.length > 0) throw new DatabaseUnfit(missingText(missing))
  const shadows = await findShadows(sql)
  if (shadows.length > 0)
    throw new DatabaseUnfit({
      zh: `模式 ${WORK_SCHEMA} 中有与程序同名的表：${shadows.join(', ')}。程序不会建这样的表；请查明来源后以所有者删除。`,
      en: `The schema ${WORK_SCHEMA} holds tables named like the program's: ${shadows.join(', ')}. The program creates none of these; find out where they come from and drop them as the owner.`,
    })
  const role = await findApplicationRole(sql)
  if (role === undefined) return
  const excess = await findExcess(sql)
  if (excess.length > 0)
    throw new DatabaseUnfit({
      zh: `这个数据库已设应用程序角色 ${role}，但当前角色可以改动 ${excess.join(', ')} 中的记录。请让 DATABASE_URL 使用 ${role}；所有者的地址放在 DATABASE_OWNER_URL。`,
      en: `This database has the application role ${role}, but the current role may change rows of ${excess.join(', ')}. Let DATABASE_URL name ${role}; the owner's address belongs in DATABASE_OWNER_URL.`,
    })
}
