/** The time, and whether it can be trusted. */
export { type Clock, chinaDate, chinaMoment, systemClock } from './clock.ts'
export { ClockSettingInvalid, clockLimitsFrom, judgeClock, readCount } from './judgement.ts'
export {
  type ClockState,
  confirmClock,
  describeDoubt,
  expectTrustedClock,
  openHeartbeat,
  readClock,
  recordHeartbeat,
} from './trust.ts'
