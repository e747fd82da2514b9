export { openAuth, PasskeyAnswer, PasskeyOffer, readSecondFactorRule, type SecondFactorRule } from './auth/index.ts'
export { type AccountUseCases, registerAccountRoutes } from './routes.accounts.ts'
export { registerOwnAccountRoutes } from './routes.own-account.ts'
export {
  addColleague,
  type Colleague,
  changeColleague,
  disableColleague,
  enableColleague,
  findColleagueId,
  findColleagues,
  PAGE,
  resetFactors,
  resetPassword,
  type WithActivationCode,
} from './service.accounts.ts'
export { findDemoAccounts } from './service.demo.ts'
export { checkOtherOfficer, OTHER_OFFICER_FAILURES } from './service.other-officer.ts'
export { openOwnAccount } from './service.own-account.ts'
export { DEMO_PASSWORD } from './service.passwords.ts'
export { createStaff } from './service.ts'
export type { OwnAccountUseCases } from './service.use-cases.ts'
export { openSessions, RoleSchema, registerSessionRoutes, type SessionSettings, type SessionUseCases } from './session/index.ts'
export { isDemo, markDemo } from './store.demo.ts'
export { hasStaff } from './store.ts'
