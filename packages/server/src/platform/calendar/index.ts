/** Calendar files (iCalendar, RFC 5545). */
export { calendarFile } from './calendar-file.ts'
