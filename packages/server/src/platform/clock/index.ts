export { type Clock, chinaDate, systemClock } from './clock.ts'
