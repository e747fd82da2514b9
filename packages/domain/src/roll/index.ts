/** The published voter list: its lines, its proof, its deadlines, its changes (EL 27–29). */
export * from './compare.ts'
export * from './entry.ts'
export * from './groups.ts'
export * from './marks.ts'
export * from './merkle.ts'
export * from './publication.ts'
export * from './supplement.ts'
export * from './tree.ts'
