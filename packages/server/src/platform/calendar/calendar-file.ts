/** Writes whole-day events as an iCalendar file. */
import ICAL from 'ical.js'

export interface CalendarEvent {
  /** The same at each export, so that a calendar that imports the file again updates the event. */
  readonly uid: string
  /** 'YYYY-MM-DD' */
  readonly date: string
  readonly summary: string
  readonly description: string
}

/** Content lines have at most 75 bytes (RFC 5545 §3.1); ical.js does not count the space that begins a continuation line. */
ICAL.foldLength = 74

/** `createdAt` becomes the DTSTAMP of each event. */
export const calendarFile = (events: readonly CalendarEvent[], createdAt: Date): string => {
  const calendar = new ICAL.Component('vcalendar')
  calendar.addPropertyWithValue('version', '2.0')
  calendar.addPropertyWithValue('prodid', '-//Mingce//timetable//ZH')
  calendar.addPropertyWithValue('calscale', 'GREGORIAN')
  for (const { uid, date, summary, description } of events) {
    const event = new ICAL.Component('vevent')
    const start = ICAL.Time.fromDateString(date)
    const end = start.clone()
    end.adjust(1, 0, 0, 0)
    event.addPropertyWithValue('uid', uid)
    event.addPropertyWithValue('dtstamp', ICAL.Time.fromJSDate(createdAt, true))
    event.addPropertyWithValue('dtstart', start)
    event.addPropertyWithValue('dtend', end)
    event.addPropertyWithValue('summary', summary)
    event.addPropertyWithValue('description', description)
    event.addPropertyWithValue('transp', 'TRANSPARENT')
    calendar.addSubcomponent(event)
  }
  return `${calendar.toString()}\r\n`
}
