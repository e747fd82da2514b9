export { findWaiting } from './service.ts'
