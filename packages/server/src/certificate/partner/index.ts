export { isSigned, signLine } from './service.signature.ts'
export {
  addPartner,
  agreeRound,
  confirmReconciled,
  listPartners,
  ownId,
  readPartnerCard,
  rotateOwnKey,
  type Services,
  type SigningKey,
  showOwnKeys,
  signingKey,
  withdrawPartnerKey,
} from './service.ts'
export {
  findKeys,
  findPartner,
  findPartners,
  findRestore,
  findRounds,
  isReconciled,
  setReconciled,
  setTheirRestore,
} from './store.ts'
