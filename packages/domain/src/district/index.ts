export * from './seats.ts'
export * from './table.ts'
