export type { PlanFailure } from './errors.ts'
export { type PlanUseCases, registerPlanRoutes } from './routes.ts'
export { announcePlan } from './service.announcement.ts'
export { readAreas } from './service.areas.ts'
export { type AreasFile, type AreasFileError, areasFormatOf } from './service.areas-file.ts'
export { type LegalDistrict, legalDistricts, settleDistricts } from './service.legal.ts'
export { type CountPeople, copyPlan, makePlanOfCommunities, makePlanOfFile, type NewPlan } from './service.make.ts'
export {
  changePlan,
  comparePlansOf,
  electionToPlan,
  findElectionPlans,
  getPlan,
  getPlanShapes,
  loadPlan,
  type Plan,
  type PlanChange,
  type PlanProposal,
  type PlanRefusal,
  proposePlan,
  undoPlanStep,
} from './service.ts'
