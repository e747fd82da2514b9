export { askForPasskey, checkPasskey, keepPasskey, offerPasskey, siteOf } from './service.passkeys.ts'
export { IDLE_MINUTES, INITIAL_DAYS, readSecondFactorRule, SECOND_FACTOR_RULES, type SecondFactorRule } from './service.policy.ts'
export { isAppCode, isFreshCode, isPasswordOf } from './service.proofs.ts'
export { acceptApp, newBackupCodes, offerApp, randomLetters, saveApp, saveBackupCodes } from './service.second-factor.ts'
