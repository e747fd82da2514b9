export { type PreviewTally, type TallyDistrict, type TallyLine, tallyPreview } from './service.tally.ts'
export {
  findOpenObjections,
  findPreview,
  findStanding,
  insertPreview,
  lockPreview,
  markConfirmed,
  markSecond,
  type OpenCases,
  openCases,
  type PreviewDistrict,
  type PreviewRow,
} from './store.ts'
