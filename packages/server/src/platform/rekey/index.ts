/** A change of all person keys while the service runs (docs/adr/0015). */
export { documentContext, documentDigestText } from './documents.ts'
export type { FillProgress } from './fill.ts'
export { CONTEXTS, HOLDERS } from './holders.ts'
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
export { findKeyColumns } from './store.ts'
