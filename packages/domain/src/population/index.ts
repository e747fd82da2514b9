export * from './columns.ts'
export * from './refusals.ts'
export * from './rows.ts'
