/** Whether the clock can be right, judged by the newest time that is recorded. */
import type { Text } from '@mingce/domain/result'

interface ClockLimits {
  /** A clock that is behind the newest record by more is wrong. */
  readonly behindMs: number
  /** A clock that is ahead of it by more is wrong, or the computer was not used for so long. */
  readonly aheadMs: number
}

export type ClockDoubt = 'behind' | 'ahead'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

const CLOCK_LIMITS: ClockLimits = { behindMs: 5 * MINUTE_MS, aheadMs: 30 * DAY_MS }

/** Why the clock may be wrong at `now` when the newest record is of `last`; null: it may be right. */
export const judgeClock = (now: Date, last: Date, limits: ClockLimits = CLOCK_LIMITS): ClockDoubt | null => {
  const ahead = now.getTime() - last.getTime()
  if (ahead > limits.aheadMs) return 'ahead'
  return -ahead > limits.behindMs ? 'behind' : null
}

/** A setting of the clock or of purges that is not a number in its range. */
export class ClockSettingInvalid extends Error {
  readonly text: Text
  constructor(name: string, value: string, most: number) {
    super(`${name} is invalid`)
    this.text = {
      zh: `${name} 应为 1 至 ${most} 的整数，而不是“${value}”`,
      en: `${name} must be a whole number from 1 to ${most}, not “${value}”`,
    }
  }
}

/** A whole number from 1 to `most`, or `fallback` where the setting is not set. @throws ClockSettingInvalid */
export const readCount = (
  env: Readonly<Record<string, string | undefined>>,
  name: string,
  fallback: number,
  most: number,
): number => {
  const value = env[name]
  if (value === undefined || value === '') return fallback
  const count = Number(value)
  if (!Number.isInteger(count) || count < 1 || count > most) throw new ClockSettingInvalid(name, value, most)
  return count
}

/** The limits from `MINGCE_CLOCK_BEHIND_MINUTES` and `MINGCE_CLOCK_AHEAD_DAYS`. @throws ClockSettingInvalid */
export const clockLimitsFrom = (env: Readonly<Record<string, string | undefined>>): ClockLimits => ({
  behindMs: readCount(env, 'MINGCE_CLOCK_BEHIND_MINUTES', CLOCK_LIMITS.behindMs / MINUTE_MS, 1_440) * MINUTE_MS,
  aheadMs: readCount(env, 'MINGCE_CLOCK_AHEAD_DAYS', CLOCK_LIMITS.aheadMs / DAY_MS, 3_650) * DAY_MS,
})
