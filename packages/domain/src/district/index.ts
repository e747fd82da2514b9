export * from './graph.ts'
export * from './propose.ts'
export * from './seats.ts'
export * from './table.ts'
