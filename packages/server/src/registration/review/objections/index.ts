export {
  type Changed,
  changeStanding,
  restoreStanding,
  type StandingChange,
} from './service.ts'
export { findRegistrationOf } from './store.ts'
