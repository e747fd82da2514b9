export { FAULT_CODES, faultsIn, type RollFault, type RollVerification, wholeFault } from './errors.ts'
export {
  ALGORITHM,
  CHANGE,
  FORMATS,
  LOG_PROOF,
  listCells,
  listCsv,
  MANIFEST,
  Manifest,
  placesOf,
  README,
  ROLL_LINES,
  SEX,
  SUMS,
} from './schema.layout.ts'
export { sm3 } from './service.hash.ts'
export { verifyPublished } from './service.ts'
