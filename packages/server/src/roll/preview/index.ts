export { type PreviewTally, type TallyLine, tallyPreview } from './service.tally.ts'
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
  type TallyDistrict,
} from './store.ts'
