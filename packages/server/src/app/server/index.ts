/** The server as one thing: its own routes, and everything put together behind them. */
export { openConsole } from './open.ts'
export { DemoAccount } from './schema.ts'
export { buildServer } from './server.ts'
export type { BackupSettings } from './service.backups.ts'
