/** Areas of the country (行政区划), from province to community. */
export { type Community, communityIndex, normaliseAreaCode } from './codes.ts'
export { countyCodes, everyArea, isCurrentCounty, retiredCounties } from './source.ts'
export {
  type AreaAddition,
  applyAdditions,
  areaName,
  findAdditions,
  findArea,
  findChildren,
  findCommunities,
  findKnownCodes,
  findStreets,
  insertAdditions,
  loadAreas,
  openCommunities,
  rememberAdditions,
} from './store.ts'
