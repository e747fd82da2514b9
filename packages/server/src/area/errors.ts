/** How the failures of areas are told. */
import { type FailureTable, failuresOf, HTTP_FAILURES } from '../platform/http/index.ts'

export const AREA_FAILURES = {
  forbidden: HTTP_FAILURES.forbidden,
  'area.invalid': {
    status: 422,
    text: { zh: '行政区划有误，没有补入', en: 'The areas are invalid; none was added' },
    next: { zh: '按所列各项更正后重新报送', en: 'Correct what is listed and send again' },
  },
} as const satisfies FailureTable

export type AreaFailure = keyof typeof AREA_FAILURES
export const areaFailures = failuresOf<AreaFailure>(AREA_FAILURES)
