export {
  type CommunitySetting,
  deleteElectingUnit,
  type ElectingUnit,
  electionCommunities,
  findElectingCommunities,
  findElectingUnits,
  setElectingCommunities,
  setElectingUnits,
  suggestElectorate,
} from './electorate/index.ts'
export { COUNT_BASE, COUNT_PEOPLE, districtModule, VOTER_MOVES } from './module.ts'
export {
  type CommunityPart,
  findDivided,
  findParts,
  findUsedParts,
  partLookup,
  replaceParts,
} from './parts/index.ts'
export {
  type AreasFile,
  announcePlan,
  areasFormatOf,
  changePlan,
  comparePlansOf,
  copyPlan,
  electionToPlan,
  findElectionPlans,
  getPlan,
  getPlanShapes,
  legalDistricts,
  loadPlan,
  makePlanOfCommunities,
  makePlanOfFile,
  type Plan,
  type PlanRefusal,
  type PlanUseCases,
  proposePlan,
  readAreas,
  registerPlanRoutes,
  settleDistricts,
  undoPlanStep,
} from './plan/index.ts'
export { findSeats, registerSeatRoutes, type SeatUseCases, seatSheet, setSeats } from './seats/index.ts'
export { districtLookup, findDistricts, setDistricts, setUpElection } from './table/index.ts'
