export * from './staging.ts'
export * from './store.imports.ts'
export { dropExtract, findCurrentExtract } from './store.ts'
export * from './usecases.ts'
