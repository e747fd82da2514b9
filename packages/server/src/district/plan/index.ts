export type { PlanRefusal } from './errors.ts'
export { type PlanUseCases, registerPlanRoutes } from './routes.ts'
export { announcePlan } from './service.announcement.ts'
export { readAreas } from './service.areas.ts'
export { type AreasFile, areasFormatOf } from './service.areas-file.ts'
export { legalDistricts, settleDistricts } from './service.legal.ts'
export { type CountPeople, copyPlan, makePlanOfCommunities, makePlanOfFile } from './service.make.ts'
export {
  changePlan,
  comparePlansOf,
  electionToPlan,
  findElectionPlans,
  getPlan,
  getPlanShapes,
  loadPlan,
  type Plan,
  proposePlan,
  undoPlanStep,
} from './service.ts'
