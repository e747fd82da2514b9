/** Numbers, dates and names as people read them. Pure; the language is an input. */
import type { Language } from '../i18n/index.ts'

/** 12,345 */
export const formatCount = (value: number | null | undefined, language: Language): string =>
  value === null || value === undefined ? '–' : new Intl.NumberFormat(language).format(value)

/** A share as a percentage with one decimal, rounded down: 99.97 % is not yet 100 %. A share of nothing is 0. */
export const formatShare = (part: number, whole: number): string => `${(percent(part, whole)).toFixed(1)}%`
export const percent = (part: number, whole: number): number =>
  whole <= 0 ? 0 : Math.min(100, Math.floor((part * 1000) / whole) / 10)

/** Days and moments of an election are those of China, wherever the reader is. */
const CHINA = 'Asia/Shanghai'

/** The day of a moment in China, `2026-11-23`. */
export const chinaDay = (at: Date): string => new Intl.DateTimeFormat('en-CA', { timeZone: CHINA }).format(at)

/** Today in China, `2026-11-23`. */
export const chinaToday = (): string => chinaDay(new Date())

/** `2026-11-23` → 2026年11月23日 / 23 Nov 2026; of a moment, its day in China. Anything else is shown as it is. */
export const formatDay = (day: string | null | undefined, language: Language): string => {
  const match = /^(\d{4})-(\d{2})-(\d{2})(T.*)?$/.exec(day ?? '')
  if (!match) return day || '–'
  const moment = match[4] === undefined ? null : new Date(day ?? '')
  if (moment && !Number.isNaN(moment.getTime())) return formatDay(chinaDay(moment), language)
  const at = new Date(Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])))
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'zh-CN', {
    year: 'numeric',
    month: language === 'en' ? 'short' : 'long',
    day: 'numeric',
    timeZone: 'UTC',
  }).format(at)
}

/** A moment to the minute, in Beijing time; a reader whose clock shows another time is told so. */
export const formatMoment = (moment: string | null | undefined, language: Language): string => {
  const at = new Date(moment ?? '')
  if (Number.isNaN(at.getTime())) return moment || '–'
  const inZone = (zone: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'zh-CN', {
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hour12: false,
      ...zone,
    }).format(at)
  const inChina = inZone({ timeZone: CHINA })
  return inChina === inZone({}) ? inChina : inZone({ timeZone: CHINA, timeZoneName: 'long' })
}

/** Names one after the other, with the separator of the language. */
export const formatSeries = (items: readonly string[], language: Language): string =>
  items.join(language === 'en' ? ', ' : '\u3001')

/** 1536 → 1.5 KB */
export const formatBytes = (bytes: number): string => {
  const units = ['B', 'KB', 'MB', 'GB']
  let value = bytes
  let unit = 0
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024
    unit += 1
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : Math.round(value * 10) / 10} ${units[unit]}`
}

/** Drops the committee's ending (居民委员会, 村民委员会, 委会) from a community's name: the place is meant, and columns are narrow. */
export const shortCommunity = (name: string): string =>
  name.replace(/(\u5c45\u6c11|\u6751\u6c11)\u59d4\u5458\u4f1a$/, '').replace(/\u5c45?\u59d4\u4f1a$/, '') || name

/** A root as people compare it: in groups of four. */
export const groupedRoot = (root: string): string => root.replace(/(.{4})(?=.)/g, '$1 ')

/** One person's name, date or place is the same as another's but for spaces and the kind of dot. Empty equals nothing. */
export const differs = (one: string | null | undefined, other: string | null | undefined): boolean => {
  const plain = (value: string | null | undefined) =>
    (value ?? '')
      .normalize('NFKC')
      .replace(/\s/g, '')
      .replace(/[\u2022\u30fb]/g, '\u00b7')
  return plain(one) !== '' && plain(other) !== '' && plain(one) !== plain(other)
}
