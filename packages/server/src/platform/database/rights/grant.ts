/**
 * Owner and application as two database roles: the owner migrates, the application works. It adds to the audit log and reads it, and can
 * neither change nor remove an entry, nor create tables beside those of the program.
 */
import type { Database, Sql } from '../database.ts'
import { DatabaseRefusal } from '../errors.ts'
import { quoted } from '../sql.ts'
import { col } from '../statement/index.ts'
import { JOB_SCHEMA, PRIVILEGES, TABLE_RIGHTS, type TableRights, WORK_SCHEMA } from './tables.ts'

export interface ApplicationRole {
  readonly name: string
  /** Set at its creation; of a role that exists it is not changed. */
  readonly password: string | undefined
}

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** Creates the role unless it exists. */
const createRole = async (tx: Sql, { name, password }: ApplicationRole): Promise<boolean> => {
  const found = await tx.query('SELECT rolsuper AS super FROM pg_roles WHERE rolname = $1', [name], { super: col.boolean })
  if (found[0]?.super)
    throw new DatabaseRefusal({
      zh: `数据库角色 ${name} 是超级用户，不能作为应用程序的角色。请在 DATABASE_URL 中改用普通角色。`,
      en: `The database role ${name} is a superuser and cannot be the application's role. Name an ordinary role in DATABASE_URL.`,
    })
  if (found.length > 0) return false
  if (password === undefined || password === '')
    throw new DatabaseRefusal({
      zh: `数据库角色 ${name} 不存在，DATABASE_URL 中也没有密码，无法创建。`,
      en: `The database role ${name} does not exist, and DATABASE_URL has no password to create it with.`,
    })
  await tx.script(`CREATE ROLE ${quoted(name)} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD ${literal(password)}`)
  return true
}

const namesOf = async (tx: Sql, text: string, values: readonly string[]): Promise<string[]> =>
  (await tx.query(text, values, { name: col.text })).map(({ name }) => name)

/** Gives the tables and functions of pg-boss's schema to the application, which creates a partition for each queue. */
const giveJobSchema = async (tx: Sql, role: string): Promise<void> => {
  await tx.script(`CREATE SCHEMA IF NOT EXISTS ${JOB_SCHEMA}`)
  const objects = await namesOf(
    tx,
    `SELECT CASE WHEN c.relkind IN ('r', 'p') THEN 'TABLE ' ELSE 'SEQUENCE ' END || c.oid::regclass::text AS name FROM pg_class c
     WHERE c.relnamespace = $1::text::regnamespace AND c.relkind IN ('r', 'p') OR c.relnamespace = $1::text::regnamespace AND c.relkind = 'S'
       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype IN ('a', 'i'))
     UNION ALL SELECT 'FUNCTION ' || p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace = $1::text::regnamespace
     UNION ALL SELECT 'TYPE ' || t.oid::regtype::text FROM pg_type t WHERE t.typnamespace = $1::text::regnamespace AND t.typtype = 'e'`,
    [JOB_SCHEMA],
  )
  await tx.script(`ALTER SCHEMA ${JOB_SCHEMA} OWNER TO ${role}`)
  for (const object of objects) await tx.script(`ALTER ${object} OWNER TO ${role}`)
}

/** Gives the application a table with its partitions: those that it made before there were two roles too. */
const giveTable = async (tx: Sql, table: string, role: string): Promise<void> => {
  await tx.script(`ALTER TABLE ${quoted(table)} OWNER TO ${role}`)
  const partitions = await namesOf(
    tx,
    'SELECT c.oid::regclass::text AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = $1::text::regclass',
    [table],
  )
  for (const partition of partitions) await tx.script(`ALTER TABLE ${partition} OWNER TO ${role}`)
}

/** Staging tables that were created in the schema of the program move to that of the application. */
const moveStaging = async (tx: Sql, role: string): Promise<void> => {
  const left = await namesOf(
    tx,
    `SELECT c.relname AS name FROM pg_class c JOIN staging s ON s.name = c.relname WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'`,
    [],
  )
  for (const table of left) {
    await tx.script(`ALTER TABLE public.${quoted(table)} OWNER TO ${role}`)
    await tx.script(`ALTER TABLE public.${quoted(table)} SET SCHEMA ${WORK_SCHEMA}`)
  }
}

/**
 * Sets up the role of the application on a migrated database, connected as the owner. Repeatable: after a migration it grants what is new.
 * Returns whether the role was created.
 */
export const grantRights = (database: Database, application: ApplicationRole): Promise<boolean> =>
  database.transaction(async tx => {
    const [self] = await tx.query('SELECT current_user::text AS name, current_database()::text AS database', [], {
      name: col.nullable(col.text),
      database: col.nullable(col.text),
    })
    if (self?.name === application.name)
      throw new DatabaseRefusal({
        zh: `DATABASE_OWNER_URL 与 DATABASE_URL 是同一个数据库角色（${application.name}）。应用程序须用另一个角色。`,
        en: `DATABASE_OWNER_URL and DATABASE_URL name the same database role (${application.name}). The application needs another one.`,
      })
    const isNew = await createRole(tx, application)
    const role = quoted(application.name)
    const here = quoted(self?.database ?? '')
    await tx.script(`GRANT ${role} TO CURRENT_USER`)
    await tx.script(`CREATE SCHEMA IF NOT EXISTS ${WORK_SCHEMA}`)
    await tx.script(`ALTER SCHEMA ${WORK_SCHEMA} OWNER TO ${role}`)
    await tx.script(`REVOKE CREATE, TEMPORARY ON DATABASE ${here} FROM PUBLIC, ${role}`)
    await tx.script(`GRANT CONNECT ON DATABASE ${here} TO ${role}`)
    await tx.script(`ALTER ROLE ${role} IN DATABASE ${here} SET search_path = ${WORK_SCHEMA}, public`)
    await giveJobSchema(tx, role)
    // Whoever gets a table has to be allowed to create some in its schema, at that moment.
    await tx.script(`GRANT USAGE, CREATE ON SCHEMA public TO ${role}`)
    await moveStaging(tx, role)
    for (const [table, rights] of Object.entries<TableRights>(TABLE_RIGHTS))
      if (rights === 'own') await giveTable(tx, table, role)
      else {
        await tx.script(`REVOKE ALL ON ${quoted(table)} FROM PUBLIC, ${role}`)
        await tx.script(`GRANT ${PRIVILEGES[rights].join(', ')} ON ${quoted(table)} TO ${role}`)
      }
    // Ids are drawn ahead for blocks of contacts.
    await tx.script(`GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ${role}`)
    await tx.script(`REVOKE CREATE ON SCHEMA public FROM PUBLIC, ${role}`)
    await tx.run(
      `INSERT INTO installation (name, value) VALUES ('application-role', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
      [application.name],
    )
    return isNew
  })

/** The role that was set up by `grantRights`; undefined: owner and application are one role. */
export const findApplicationRole = async (sql: Sql): Promise<string | undefined> =>
  (await sql.query(`SELECT value FROM installation WHERE name = 'application-role'`, [], { value: col.text }))[0]?.value

/** Whether this connection is that role's. */
export const isConnectedAs = async (sql: Sql, role: string): Promise<boolean> =>
  (await sql.query('SELECT current_user::text = $1 AS same', [role], { same: col.nullable(col.boolean) }))[0]?.same === true

/** After a restore: what the backup says of another server's role. */
export const forgetApplicationRole = async (sql: Sql): Promise<void> => {
  await sql.run(`DELETE FROM installation WHERE name = 'application-role'`)
}
