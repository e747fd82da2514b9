export * from './staging.ts'
export { findCurrentExtract } from './store.ts'
export * from './store.imports.ts'
export * from './usecases.ts'
