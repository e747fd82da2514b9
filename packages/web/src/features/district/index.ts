/** Seats, electoral districts and their plans. */
export { PlanPage, PlansPage } from './plan/index.ts'
export { SeatsPage } from './seats/index.ts'
