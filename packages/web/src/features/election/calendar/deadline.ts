/** Counting days to a date of the timetable. Pure. */

/** Whole days from `today` to `day`, both `YYYY-MM-DD`; negative when it has passed. */
export const dayDistance = (today: string, day: string): number =>
  Math.round((Date.parse(`${day}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / 86_400_000)
