/** The only source of time, so that tests can set it. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

/** The date in China at `instant`, 'YYYY-MM-DD'. Legal deadlines are days of Beijing time, whatever the server's time zone. */
export const chinaDate = (instant: Date): string => new Date(instant.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)

/** Day and time in China, 'YYYY-MM-DD HH:mm', as files for people say it. */
export const chinaMoment = (instant: Date): string =>
  new Date(instant.getTime() + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')
