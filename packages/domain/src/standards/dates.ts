/**
 * Days as 'YYYY-MM-DD' strings: they compare as strings, travel as JSON and go into a `date` column as they are. No clock, no zone.
 */

const MONTH_DAYS = Uint8Array.of(31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0

/** Is there such a day in the calendar? */
export const isDay = (year: number, month: number, day: number): boolean =>
  month >= 1 &&
  month <= 12 &&
  day >= 1 &&
  (day <= (MONTH_DAYS[month - 1] as number) || (month === 2 && day === 29 && isLeap(year))) &&
  year >= 1 &&
  year <= 9999

const pad = (value: number, places: number) => String(value).padStart(places, '0')

const FIRST_KEPT = 1850
const LAST_KEPT = 2100
const kept: (string | undefined)[] = new Array((LAST_KEPT - FIRST_KEPT + 1) * 372).fill(undefined)

/** 'YYYY-MM-DD' of an existing day. The strings of living people's days are made once, for a file has millions of them. */
export const dateOf = (year: number, month: number, day: number): string => {
  if (year < FIRST_KEPT || year > LAST_KEPT) return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`
  const slot = (year - FIRST_KEPT) * 372 + month * 31 + day - 32
  let text = kept[slot]
  if (text === undefined) {
    text = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`
    kept[slot] = text
  }
  return text
}

const figure = (text: string, at: number, count: number): number => {
  let value = 0
  for (let i = at; i < at + count; i++) {
    const digit = text.charCodeAt(i) - 48
    if (digit < 0 || digit > 9) return -1
    value = value * 10 + digit
  }
  return value
}

/** Is the text 'YYYY-MM-DD' with an existing day? */
export const isDate = (text: string): boolean =>
  text.length === 10 &&
  text.charCodeAt(4) === 45 &&
  text.charCodeAt(7) === 45 &&
  isDay(figure(text, 0, 4), figure(text, 5, 2), figure(text, 8, 2))

/** Is the text a day on which a living person was born or an election is held? Terms reckoned from such a day stay in the calendar. */
export const isDayOfOurTime = (text: string): boolean => isDate(text) && text >= '1850-01-01' && text <= '2199-12-31'

/** Days since 0000-03-01 of the proleptic Gregorian calendar. */
const dayNumber = (year: number, month: number, day: number): number => {
  const y = month > 2 ? year : year - 1
  const m = (month + 9) % 12
  return 365 * y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + Math.floor((153 * m + 2) / 5) + day - 1
}

const fromDayNumber = (n: number): string => {
  const era = Math.floor(n / 146_097)
  const dayOfEra = n - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const m = Math.floor((5 * dayOfYear + 2) / 153)
  const month = m < 10 ? m + 3 : m - 9
  return dateOf(era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, dayOfYear - Math.floor((153 * m + 2) / 5) + 1)
}

/**
 * Days since 0000-03-01 of a day 'YYYY-MM-DD'.
 * @throws RangeError there is no such day
 */
export const numberOfDay = (date: string): number => {
  const year = figure(date, 0, 4)
  const month = figure(date, 5, 2)
  const day = figure(date, 8, 2)
  if (date.length !== 10 || date.charCodeAt(4) !== 45 || date.charCodeAt(7) !== 45 || !isDay(year, month, day))
    throw new RangeError('a date is YYYY-MM-DD')
  return dayNumber(year, month, day)
}

/** The day `days` after `date` (before, where negative). */
export const addDays = (date: string, days: number): string => fromDayNumber(numberOfDay(date) + days)

/** Days from `from` to `to`; negative where `to` is earlier. */
export const daysBetween = (from: string, to: string): number => numberOfDay(to) - numberOfDay(from)

/** The same day of the month some months on (before, where negative), or the month's last day where it has no such day. */
export const addMonths = (date: string, months: number): string => {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  const at = year * 12 + (month - 1) + months
  const first = dateOf(Math.floor(at / 12), (at % 12) + 1, 1)
  const next = dateOf(Math.floor((at + 1) / 12), ((at + 1) % 12) + 1, 1)
  return addDays(first, Math.min(day, daysBetween(first, next)) - 1)
}

/** −1, 0 or 1 as `a` is before, on or after `b`. */
export const compareDates = (a: string, b: string): -1 | 0 | 1 => (a < b ? -1 : a > b ? 1 : 0)

/** The day a person born on `birth` is 18: the birthday; 1 March for those born on 29 February (EL 4, BJ 29). */
export const turns18On = (birth: string): string => {
  if (!isDate(birth)) throw new RangeError('a date is YYYY-MM-DD')
  const year = figure(birth, 0, 4) + 18
  const month = figure(birth, 5, 2)
  const day = figure(birth, 8, 2)
  return isDay(year, month, day) ? dateOf(year, month, day) : dateOf(year, 3, 1)
}

/**
 * Is a person born on `birth` at least 18 on `day` (EL 4)? The birthday itself counts (BJ 29).
 * Comparing with the same calendar day 18 years before is exact: also for 29 February, which such a day follows only from 1 March on.
 */
export const isAdultOn = (birth: string, day: string): boolean => {
  const years = figure(day, 0, 4) - figure(birth, 0, 4)
  if (years !== 18) return years > 18
  const dayInYear = figure(day, 5, 2) * 100 + figure(day, 8, 2)
  return figure(birth, 5, 2) * 100 + figure(birth, 8, 2) <= dayInYear
}

/** Day 0 of the 1900 system, so that serial 61 is 1900-03-01: spreadsheets believe in 29 February 1900. */
const SERIAL_ZERO = dayNumber(1899, 12, 30)

/** The day of a spreadsheet serial (1900 system), whole days. */
export const dateOfSerial = (serial: number): string => fromDayNumber(SERIAL_ZERO + Math.floor(serial))

const PLAUSIBLE_FROM = 1800
const PLAUSIBLE_TO = 2199
const plausible = (year: number, month: number, day: number): string | undefined =>
  year >= PLAUSIBLE_FROM && year <= PLAUSIBLE_TO && isDay(year, month, day) ? dateOf(year, month, day) : undefined

const TIME = String.raw`(?:[T ]*\d{1,2}[:时点]\d{1,2}(?:[:分]\d{1,2}(?:\.\d+)?秒?)?(?:Z|[+-]\d\d:?\d\d)?)?`
const PARTS = new RegExp(String.raw`^(\d{4}) ?[-/.年] ?(\d{1,2}) ?[-/.月] ?(\d{1,2}) ?[日号]?${TIME}$`)
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:\d{6})?$/
const SERIAL = /^\d{5}(?:\.\d+)?$/

/** Quotation marks, zero-width marks and byte order marks around a date. */
const LITTER = /['\u2018\u2019\ufeff\u200b-\u200f]/g
const FULL_WIDTH = /[\uff01-\uff5e]/g
const DASHES = /[\u2010-\u2015\u2212]/g
const SPACES = /[\u3000\u00a0\t\n\r]/g

/** Full-width forms to ASCII, dashes of all kinds to '-', litter away. */
const mend = (raw: string): string =>
  raw
    .replace(LITTER, '')
    .replace(FULL_WIDTH, c => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(DASHES, '-')
    .replace(SPACES, ' ')
    .trim()

/**
 * Read a day as clerks send it: 1990-01-02, 1990-1-2, 1990/1/2, 1990.1.2, 19900102, 1990年1月2日, a five-digit spreadsheet serial (1900
 * system), each also with a time of day, which is dropped. 'YYYY-MM-DD', or undefined where it is no day of the years 1800–2199.
 */
export const readDate = (raw: string): string | undefined => {
  if (raw.length === 10 && raw.charCodeAt(4) === 45 && raw.charCodeAt(7) === 45) {
    const day = plausible(figure(raw, 0, 4), figure(raw, 5, 2), figure(raw, 8, 2))
    if (day !== undefined) return day
  }
  if (raw.length === 8) {
    const day = plausible(figure(raw, 0, 4), figure(raw, 4, 2), figure(raw, 6, 2))
    if (day !== undefined) return day
  }
  const text = mend(raw)
  const found = PARTS.exec(text) ?? COMPACT.exec(text)
  if (found) return plausible(Number(found[1]), Number(found[2]), Number(found[3]))
  return SERIAL.test(text) ? dateOfSerial(Number(text)) : undefined
}

const FIGURES = /\d+/g
/** Words of a date: with any other letters a text is none. */
const OF_A_DATE = /^(?:[\d\s.,/\\\-~·:：年月日号时分秒生于出公历农历元TZ]|正月)+$/
const CHINESE_DIGITS = '〇一二三四五六七八九'

/** Chinese figures as digits: 一九七一年二月四日, 二十一日, 七一年十二月三十日. */
const arabic = (text: string): string =>
  text
    .replace(/[零○Ｏ]/g, '〇')
    .replace(/元(?=年)/g, '一')
    .replace(/[〇一二三四五六七八九十]+/g, figures => {
      const tens = /^([二三]?)十([一二三四五六七八九]?)$/.exec(figures)
      if (tens)
        return String((tens[1] ? CHINESE_DIGITS.indexOf(tens[1]) : 1) * 10 + (tens[2] ? CHINESE_DIGITS.indexOf(tens[2]) : 0))
      return [...figures].map(figure => String(CHINESE_DIGITS.indexOf(figure))).join('')
    })

/** Years that a figure may mean: four digits, or the last two. */
const yearsOf = (figures: string): number[] =>
  figures.length === 4 ? [Number(figures)] : figures.length === 2 ? [1900 + Number(figures), 2000 + Number(figures)] : []

/** Three figures as days: year first or last, month before or after the day. */
const daysOfThree = (parts: readonly string[]): string[] => {
  const [a = '', b = '', c = ''] = parts
  const orders: readonly (readonly [string, string, string])[] = [
    [a, b, c],
    [a, c, b],
    [c, a, b],
    [c, b, a],
  ]
  return orders.flatMap(([year, month, day]) =>
    yearsOf(year)
      .filter(number => isDay(number, Number(month), Number(day)))
      .map(number => dateOf(number, Number(month), Number(day))),
  )
}

/** Figures without marks between them: 19710204, 710204, 1971204. */
const daysOfOne = (figures: string): string[] => {
  const cuts: readonly (readonly [number, number])[] = [
    [4, 2],
    [4, 1],
    [2, 2],
    [2, 1],
  ]
  return cuts.flatMap(([year, month]) =>
    daysOfThree([figures.slice(0, year), figures.slice(year, year + month), figures.slice(year + month)]),
  )
}

/** Days from 1900 to 2100 in the systems of 1900 and of 1904. */
const serialDays = (figures: string): string[] => {
  const serial = Number(figures)
  return figures.length <= 5 && serial > 0 && serial < 73_415 ? [dateOfSerial(serial), dateOfSerial(serial + 1462)] : []
}

/**
 * May the text mean this day? Any reading counts: 71.2.4 and 1971年2月4日, 2/3/1971 with the day or the month first, 19710204, 710204, Chinese
 * figures, a time of day behind it, and serial numbers of both spreadsheet systems.
 */
export const mayBeDay = (raw: string, day: string): boolean => {
  const text = arabic(mend(raw)).slice(0, 60)
  if (!OF_A_DATE.test(text)) return false
  const parts = text.match(FIGURES) ?? []
  const [first = ''] = parts
  if (parts.length === 0) return false
  if (parts.length >= 3 && daysOfThree(parts).includes(day)) return true
  return [...daysOfOne(first), ...serialDays(first)].includes(day)
}
