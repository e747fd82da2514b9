export * from './staging.ts'
export * from './store.imports.ts'
export { findCurrentExtract } from './store.ts'
export * from './usecases.ts'
