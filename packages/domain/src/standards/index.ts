export { areaLevel, isCommunityCode, isProvince, PROVINCES, parentArea } from './areas.ts'
export { readCode, readSaidYes, readText, readYes } from './cells.ts'
export {
  addDays,
  addMonths,
  compareDates,
  dateOf,
  dateOfSerial,
  daysBetween,
  isAdultOn,
  isDate,
  isDay,
  isDayOfOurTime,
  mayBeDay,
  numberOfDay,
  readDate,
  turns18On,
} from './dates.ts'
export { isCitation, parseArticles, spellArticles } from './law-articles.ts'
export { NUMERAL, numeralValue } from './numerals.ts'
export { compareParts, MOST_PART_NAME, partKey } from './part-names.ts'
export { PEOPLES, peopleName, readPeople } from './peoples.ts'
export { isUnprintable, normalizePersonName, sameName } from './person-name.ts'
export {
  checkCharacter,
  keptDigits,
  maskResidentId,
  PACKED_BYTES,
  packResidentId,
  type ResidentId,
  type ResidentIdContext,
  type ResidentIdFault,
  type ResidentIdReading,
  readResidentId,
  unpackResidentId,
} from './resident-id.ts'
export { areRestDaysKnown, isRestDay, type PeriodEnd, periodEnd } from './rest-days.ts'
export { readSex, type Sex } from './sex.ts'
export { compareNames, nameOrder, strokeCount, strokeRanks } from './strokes.ts'
export {
  type ColumnMap,
  type ColumnTable,
  column,
  columnNotes,
  findColumn,
  isReportHeader,
  matchColumns,
  narrowColumns,
  plainHeader,
  REPORT_COLUMNS,
} from './table-columns.ts'
