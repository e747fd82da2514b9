/** How the failures of this room's use cases are told. */
import { type FailureTable, failuresOf, HTTP_FAILURES } from '../../platform/http/index.ts'

export const POPULATION_FAILURES = {
  forbidden: HTTP_FAILURES.forbidden,
  'source.invalid': {
    status: 422,
    text: { zh: '人口信息库来源的设置有误', en: 'The settings of the source are invalid' },
  },
  'source.unknown': {
    status: 404,
    text: { zh: '没有这个人口信息库来源', en: 'This source does not exist' },
    next: { zh: '用 mingce source list 查看编号', en: 'Find its id with mingce source list' },
  },
} as const satisfies FailureTable

export type PopulationFailure = keyof typeof POPULATION_FAILURES
export const populationFailures = failuresOf<PopulationFailure>(POPULATION_FAILURES)
