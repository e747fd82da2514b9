/** Seats, electoral districts and their plans. */
export { PartChoice } from './parts/index.ts'
export { PlanPage, PlansPage } from './plan/index.ts'
export { SeatsPage } from './seats/index.ts'
