/** What a change of all person keys works through, and the new key of each person (docs/adr/0015). Not yet part of a command. */
export { HOLDERS, type Holding } from './holders.ts'
export {
  documentContext,
  documentDigestText,
  mapPersonKeys,
  type RekeyedDocument,
  rekeyDocument,
  type SealedDocument,
} from './map.ts'
export { findKeyColumns } from './store.ts'
