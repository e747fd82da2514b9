/** Areas of the country (行政区划), from province to community. */
export { type Community, communityIndex, normaliseAreaCode } from './codes.ts'
export { everyArea, isCurrentCounty, retiredCounties } from './source.ts'
export { areaName, findArea, findChildren, findCommunities, findStreets, loadAreas, openCommunities } from './store.ts'
