export {
  Account,
  BackupCodes,
  FinishAppBody,
  NewApp,
  NewPasskeyBody,
  PasskeyAdded,
  PasskeyAnswer,
  PasskeyId,
  PasskeyOffer,
  PasswordBody,
  ProvenBody,
  SecondStepBody,
  SessionId,
  StartAppBody,
} from './schema.ts'
export { askInside, hasSessionCookie, innerHeaders, openedToken } from './service.inner-request.ts'
export { knownDeviceCookie } from './service.known-device.ts'
export { askForPasskey, checkPasskey, offerPasskey, siteOf, verifyNewPasskey } from './service.passkeys.ts'
export { IDLE_MINUTES, INITIAL_DAYS, readSecondFactorRule, type SecondFactorRule } from './service.policy.ts'
export { bareCode, isAppCode, isFreshCode, isPasswordOf } from './service.proofs.ts'
export {
  acceptApp,
  dropApp,
  newBackupCodes,
  offerApp,
  randomLetters,
  rekeySecondFactors,
  saveApp,
  saveBackupCodes,
} from './service.second-factor.ts'
export { openThrottle, rateKeyOf, type SignInThrottle } from './service.throttle.ts'
export { type Auth, openAuth, PASSWORD_MIN, SESSION_SECONDS, USERNAME } from './service.ts'
export { countAttempt, findLock, forgetFailures, PROOF_LOCK, proofDigest } from './store.lockout.ts'
export { deletePasskey, deletePasskeys, insertPasskey } from './store.passkeys.ts'
export { deleteApp } from './store.proofs.ts'
