/**
 * Working days in China, for time limits: a last day on a holiday moves to the first working day after it (民法典 203, CPL 85). Holidays are
 * weekends and those that the State Council names for each year; a weekend on which its notice has people work is no holiday.
 */
import { addDays, numberOfDay } from './dates.ts'

interface Notice {
  /** Holidays from a day to a day, both included: MM-DD. */
  readonly rest: readonly (readonly [from: string, to: string])[]
  /** Weekends on which people work instead. */
  readonly work: readonly string[]
}

/** 国务院办公厅关于…年部分节假日安排的通知: 国办发明电〔2024〕12号, 国办发明电〔2025〕7号. A year is added when its notice is out, in November. */
const NOTICES: Readonly<Record<string, Notice>> = {
  2025: {
    rest: [
      ['01-01', '01-01'],
      ['01-28', '02-04'],
      ['04-04', '04-06'],
      ['05-01', '05-05'],
      ['05-31', '06-02'],
      ['10-01', '10-08'],
    ],
    work: ['01-26', '02-08', '04-27', '09-28', '10-11'],
  },
  2026: {
    rest: [
      ['01-01', '01-03'],
      ['02-15', '02-23'],
      ['04-04', '04-06'],
      ['05-01', '05-05'],
      ['06-19', '06-21'],
      ['09-25', '09-27'],
      ['10-01', '10-07'],
    ],
    work: ['01-04', '02-14', '02-28', '05-09', '09-20', '10-10'],
  },
}

/**
 * Years without a notice yet: the days of 全国年节及纪念日放假办法 (2024), which no notice takes away. Spring Festival (with its eve and two days
 * more), Qingming, Dragon Boat and Mid-Autumn by the lunar calendar of GB/T 33661: MM-DD.
 */
const LUNAR: Readonly<Record<string, readonly [spring: string, qingming: string, dragonBoat: string, midAutumn: string]>> = {
  2027: ['02-06', '04-05', '06-09', '09-15'],
  2028: ['01-26', '04-04', '05-28', '10-03'],
  2029: ['02-13', '04-04', '06-16', '09-22'],
  2030: ['02-03', '04-05', '06-05', '09-12'],
  2031: ['01-23', '04-05', '06-24', '10-01'],
  2032: ['02-11', '04-04', '06-12', '09-19'],
  2033: ['01-31', '04-04', '06-01', '09-08'],
  2034: ['02-19', '04-05', '06-20', '09-27'],
  2035: ['02-08', '04-05', '06-10', '09-16'],
  2036: ['01-28', '04-04', '05-30', '10-04'],
}
const FIXED = ['01-01', '05-01', '05-02', '10-01', '10-02', '10-03']

/** Has the State Council's notice for the year of this day been entered? Until then a holiday may turn out longer than counted here. */
export const areRestDaysKnown = (date: string): boolean => Object.hasOwn(NOTICES, date.slice(0, 4))

const isStatutoryHoliday = (date: string): boolean => {
  const [year, day] = [date.slice(0, 4), date.slice(5)]
  if (FIXED.includes(day)) return true
  const lunar = Object.hasOwn(LUNAR, year) ? LUNAR[year] : undefined
  if (!lunar) return false
  const [spring, ...others] = lunar
  return others.some(other => other === day) || [-1, 0, 1, 2].some(after => addDays(`${year}-${spring}`, after) === date)
}

/** Is the day a holiday or a weekend off? */
export const isRestDay = (date: string): boolean => {
  const notice = areRestDaysKnown(date) ? NOTICES[date.slice(0, 4)] : undefined
  const day = date.slice(5)
  if (notice?.work.includes(day)) return false
  // 0000-03-01, day 0, is a Wednesday.
  if ([3, 4].includes(numberOfDay(date) % 7)) return true
  return notice ? notice.rest.some(([from, to]) => day >= from && day <= to) : isStatutoryHoliday(date)
}

/** The end of a time limit. */
export interface PeriodEnd {
  /** The last day, whole. */
  readonly date: string
  /** The holiday on which it would have ended; null: it was not moved. */
  readonly movedFrom: string | null
}

/** The last day of a time limit that ends on `date`: that day, or where it is a holiday the first working day after it (民法典 203, CPL 85). */
export const periodEnd = (date: string): PeriodEnd => {
  let end = date
  while (isRestDay(end)) end = addDays(end, 1)
  return { date: end, movedFrom: end === date ? null : date }
}
