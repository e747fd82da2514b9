/** Who is of age on election day. Dates are 'YYYY-MM-DD' strings. */
import { isDate } from '../standards/index.ts'

/**
 * The last birth date of someone who is 18 on `day`; a birthday on the day counts (EL 4, BJ 29). Who is born on 29 February reaches the age
 * on 1 March in a common year (open in the texts; docs/law).
 */
export const lastBirthOfAdults = (day: string): string => {
  const date = `${String(Number(day.slice(0, 4)) - 18).padStart(4, '0')}${day.slice(4)}`
  return isDate(date) ? date : `${date.slice(0, 4)}-02-28`
}
