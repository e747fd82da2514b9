/** Parts of communities (村民小组, 居民小组, 楼院). */
export { PartChoice } from './part-choice.tsx'
export { PartsSheet } from './parts-sheet.tsx'
