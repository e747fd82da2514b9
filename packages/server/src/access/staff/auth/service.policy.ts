/** Rules for staff accounts, some of them from the settings. */
import { fail, ok, type Result, type Text } from '@mingce/domain/result'

/** required: an account without a second factor can only add one (GB/T 22239 level 3). optional: for demos and training. */
export const SECOND_FACTOR_RULES = ['required', 'optional'] as const
export type SecondFactorRule = (typeof SECOND_FACTOR_RULES)[number]

/** A session ends after so long without a request. */
export const IDLE_MINUTES = 30
/** An initial password is valid for so long. */
export const INITIAL_DAYS = 7

/**
 * Reads `MINGCE_SECOND_FACTOR`. If it is not set: required, but optional in a demo, whose sign-in page shows accounts with their passwords.
 */
export const readSecondFactorRule = (
  setting: string | undefined,
  demo: boolean,
): Result<SecondFactorRule, { readonly text: Text }> => {
  if (setting === undefined || setting === '') return ok(demo ? 'optional' : 'required')
  const rule = SECOND_FACTOR_RULES.find(one => one === setting)
  if (rule) return ok(rule)
  return fail({
    text: {
      zh: `MINGCE_SECOND_FACTOR 应为 ${SECOND_FACTOR_RULES.join(' 或 ')}`,
      en: `MINGCE_SECOND_FACTOR must be ${SECOND_FACTOR_RULES.join(' or ')}`,
    },
  })
}
