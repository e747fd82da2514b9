export { FAULT_CODES, faultsIn, type RollFault, type RollVerification, wholeFault } from './errors.ts'
export {
  ALGORITHM,
  CHANGE,
  FORMAT,
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
export { verifyRollDirectory } from './service.ts'
