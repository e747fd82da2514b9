/** Calendar files (iCalendar, RFC 5545). */
export { type CalendarEvent, calendarFile } from './calendar-file.ts'
