/** Who elects a township's deputies: communities and units with their source. */
export { type Community, electionCommunities, electorate, suggestElectorate } from './service.ts'
export {
  type CommunitySetting,
  deleteElectingUnit,
  type ElectingUnit,
  findElectingCommunities,
  findElectingUnits,
  setElectingCommunities,
  setElectingUnits,
} from './store.ts'
