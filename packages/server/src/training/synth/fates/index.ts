export { createFates } from './cases.ts'
export type { Fate } from './making.ts'
