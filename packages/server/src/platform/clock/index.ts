/** Time and chance enter here and nowhere else, so that a test can hold them still. */
export interface Clock {
  /** The present instant. */
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

/** Today's date in China, 'YYYY-MM-DD': deadlines in law are days of Beijing time, wherever the server stands. */
export const chinaDate = (instant: Date): string => new Date(instant.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
