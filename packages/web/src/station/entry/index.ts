/** Entering a registration: the work list, the form and its checks. */
export { draftOf } from './draft.ts'
export { ListScreen } from './list-screen.tsx'
export { RegisterScreen } from './register-screen.tsx'
export type { Start } from './start.ts'
