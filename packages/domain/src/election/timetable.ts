/** Days that the law counts from election day. Dates are 'YYYY-MM-DD' strings; E−20 is the date twenty days before. */
import type { Text } from '../result/index.ts'
import { addDays, isDate } from '../standards/index.ts'

/**
 * The last birth date of someone who is 18 on `day`; a birthday on the day counts (EL 4, BJ 29). Who is born on 29 February reaches the age
 * on 1 March in a common year (open in the texts; docs/law).
 */
export const lastBirthOfAdults = (day: string): string => {
  const date = `${String(Number(day.slice(0, 4)) - 18).padStart(4, '0')}${day.slice(4)}`
  return isDate(date) ? date : `${date.slice(0, 4)}-02-28`
}

export interface Deadline {
  readonly step: 'list-published' | 'suit-filed' | 'nominees-published' | 'candidates-published' | 'polling'
  readonly date: string
  readonly article: string
  readonly title: Text
}

/** The steps from the list to the day that have a date by national law, in order. */
export const deadlines = (pollingDay: string): Deadline[] => [
  {
    step: 'list-published',
    date: addDays(pollingDay, -20),
    article: 'EL 28',
    title: { zh: '公布选民名单', en: 'Publish the voter list' },
  },
  {
    step: 'nominees-published',
    date: addDays(pollingDay, -15),
    article: 'EL 32',
    title: { zh: '公布初步代表候选人', en: 'Publish the nominees' },
  },
  {
    step: 'candidates-published',
    date: addDays(pollingDay, -7),
    article: 'EL 32',
    title: { zh: '公布正式代表候选人', en: 'Publish the candidates' },
  },
  {
    step: 'suit-filed',
    date: addDays(pollingDay, -5),
    article: 'EL 29, CPL 188',
    title: { zh: '对申诉决定不服的起诉截止', en: 'Last day to sue over the list' },
  },
  { step: 'polling', date: pollingDay, article: 'EL 37', title: { zh: '选举日', en: 'Election day' } },
]
