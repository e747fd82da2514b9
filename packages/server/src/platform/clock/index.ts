/** The time, and whether it can be trusted. */
export { type Clock, chinaDate, systemClock } from './clock.ts'
export { type ClockLimits, ClockSettingInvalid, clockLimitsFrom, judgeClock, readCount } from './judgement.ts'
export {
  ClockInDoubt,
  type ClockState,
  confirmClock,
  describeDoubt,
  expectTrustedClock,
  openHeartbeat,
  readClock,
  recordHeartbeat,
} from './trust.ts'
