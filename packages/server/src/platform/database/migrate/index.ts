/** The level of the tables: what is applied, what is pending, and bringing a database up to date. */
export { migrate, migrationStatus, readMigrations } from './migrate.ts'
