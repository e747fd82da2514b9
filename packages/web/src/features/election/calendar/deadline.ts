/** Counting days to a date of the timetable. Pure. */

/** Whole days from `today` to `day`, both `YYYY-MM-DD`; negative when it has passed. */
export const dayDistance = (today: string, day: string): number =>
  Math.round((Date.parse(`${day}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / 86_400_000)

/** The calendar day of `now` on the reader's clock. */
export const localDay = (now: Date): string =>
  `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, '0')}-${String(now.getDate()).padStart(2, '0')}`
