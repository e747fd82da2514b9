export {
  type Changed,
  changeStanding,
  restoreStanding,
  type StandingChange,
} from './service.ts'
export { findRegistrationOf, lockStanding, type StandingRow } from './store.ts'
