/** Parts of communities that are divided among districts. */
export { partLookup } from './service.ts'
export { type CommunityPart, findDivided, findParts, findUsedParts, replaceParts } from './store.ts'
