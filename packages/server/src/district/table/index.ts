export {
  type Community,
  type DistrictLookup,
  type DistrictTableError,
  districtLookup,
  electionCommunities,
  electorate,
  setDistricts,
  setUpElection,
} from './service.ts'
export { type District, findDistricts, replaceDistricts } from './store.ts'
