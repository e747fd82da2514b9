export * from './columns.ts'
export * from './decide.ts'
export * from './findings.ts'
export * from './rows.ts'
