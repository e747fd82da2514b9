export {
  openAuth,
  PasskeyAnswer,
  PasskeyOffer,
  readSecondFactorRule,
  rekeySecondFactors,
  type SecondFactorRule,
} from './auth/index.ts'
export { type OwnAccountUseCases, openOwnAccount, registerOwnAccountRoutes } from './own-account/index.ts'
export { type AccountUseCases, registerAccountRoutes } from './routes.accounts.ts'
export {
  addColleague,
  type Colleague,
  changeColleague,
  disableColleague,
  enableColleague,
  findColleagueId,
  findColleagues,
  findOfficersWho,
  resetFactors,
  resetPassword,
  type WithActivationCode,
} from './service.accounts.ts'
export { findDemoAccounts } from './service.demo.ts'
export { DEMO_PASSWORD } from './service.passwords.ts'
export { createStaff } from './service.ts'
export { openSessions, RoleSchema, registerSessionRoutes, type SessionSettings, type SessionUseCases } from './session/index.ts'
export { isDemo, markDemo } from './store.demo.ts'
export { hasStaff, isMadeByOther } from './store.ts'
