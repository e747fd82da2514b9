export * from './decide.ts'
export * from './findings.ts'
