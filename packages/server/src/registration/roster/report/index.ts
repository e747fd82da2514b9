export { checkReportPlace } from './service.place.ts'
export { describeReportFault, giveUpReport, makeDueReport, sealReport, writeDueReport, writeReportFile } from './service.ts'
