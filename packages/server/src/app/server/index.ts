/** The server as one thing: its own routes, and everything put together behind them. */

export { type ConsoleOptions, openConsole } from './open.ts'
export * from './routes.ts'
export * from './schema.ts'
