/** A change of all person keys while the service runs (docs/adr/0015). */
export type { Changed, RekeyStep } from './change.ts'
export { documentContext, documentDigestText } from './documents.ts'
export { RekeyRefusal } from './errors.ts'
export type { FillProgress } from './fill.ts'
export { CONTEXTS, HOLDERS, TEXTS } from './holders.ts'
export {
  abandonRekey,
  changePersonKeys,
  cleanRekeyed,
  expectNoRekey,
  findRekeyStatus,
  nextKeyFile,
  type RekeyContext,
  type Rekeyed,
  type RekeyStatus,
} from './rekey.ts'
export type { Keys } from './rows.ts'
export { findKeyColumns } from './store.ts'
