/** How the failures of this room's use cases are told over HTTP. */
import { ELECTION_FAILURES } from '../election/index.ts'
import { type FailureTable, failuresOf, HTTP_FAILURES } from '../platform/http/index.ts'

export const REGISTRATION_FAILURES = {
  ...ELECTION_FAILURES,
  'not-found': HTTP_FAILURES['not-found'],
  'import.unknown': {
    status: 404,
    text: { zh: '没有这次导入，或不在您的工作区域内', en: 'No such import, or it is not in your area' },
  },
  'import.no-report': {
    status: 404,
    text: { zh: '这次导入没有逐行结果', en: 'This import has no report of its rows' },
    next: { zh: '导入完成后再下载', en: 'Download it when the import is done' },
  },
  'case.unknown': {
    status: 404,
    text: { zh: '没有这条待核登记，或不在您的工作区域内', en: 'No such case, or it is not in your area' },
    next: { zh: '刷新待核列表', en: 'Load the review queue again' },
  },
} as const satisfies FailureTable

export type RegistrationFailure = keyof typeof REGISTRATION_FAILURES
export const registrationFailures = failuresOf<RegistrationFailure>(REGISTRATION_FAILURES)
