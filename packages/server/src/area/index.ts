/** Areas of the country (行政区划), from province to community. */
export { type Community, communityIndex, normaliseAreaCode, spokenName } from './service.codes.ts'
export { type Area, type AreaLevel, areasVersion, everyArea, isCurrentCounty, retiredCounties } from './service.source.ts'
export { areaName, findArea, findChildren, findCommunities, findStreets, loadAreas } from './store.ts'
