/** The level of the tables: what is applied, what is pending, and bringing a database up to date. */
export { type Migration, type MigrationState, migrate, migrationStatus, readMigrations } from './migrate.ts'
