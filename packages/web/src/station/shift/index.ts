/** A shift on this device: its encrypted store, its queue and the calls to the server. */
export {
  type Bundle,
  confirmDocument,
  type Election,
  type Outcome,
  type Person,
  readAreas,
  readElections,
  readSession,
  type Session,
  signIn,
  takeSecondStep,
} from './calls.ts'
export { openMemory } from './memory.ts'
export { type Answer, maskNumber, nameOf, needsWorker, type Registration, type Waits } from './notes.ts'
export type { Snapshot } from './phone.ts'
export { openStation, type Station } from './station.ts'
