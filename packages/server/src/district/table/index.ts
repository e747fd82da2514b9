export { districtLookup, setDistricts, setUpElection } from './service.ts'
export { type District, findDistricts, replaceDistricts } from './store.ts'
