export { findWipe, WIPE_FAILURES, wipeTraining } from './service.ts'
