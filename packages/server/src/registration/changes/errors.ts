/** Expected failures of correcting, transferring and removing a registered voter. */
import { type FailureTable, failuresOf } from '../../platform/http/index.ts'
import { REVIEW_FAILURES } from '../review/index.ts'

export const CHANGE_FAILURES = {
  ...REVIEW_FAILURES,
  'registration.unknown': {
    status: 404,
    text: { zh: '没有这条登记，或不在您的工作区域内', en: 'This registration does not exist, or is not in your area' },
    next: { zh: '请登记所在地的选举委员会办理', en: 'Ask the election committee that holds the registration' },
  },
  'change.not-registered': {
    status: 409,
    text: { zh: '此人现在不是已登记状态，没有更改', en: 'This person is not registered at present; nothing was changed' },
    next: { zh: '待审核的在“待审核登记”中决定', en: 'Decide a registration under review among “Needs review”' },
  },
  'change.nothing': {
    status: 422,
    text: { zh: '没有要更正的内容', en: 'There is nothing to correct' },
    next: { zh: '改动一项后再保存', en: 'Change a field, then save' },
  },
  'removal.open': {
    status: 409,
    text: {
      zh: '此人已有除名提请，等候第二名工作人员确认',
      en: 'A removal was already requested and waits for a second officer',
    },
    next: { zh: '请另一名工作人员确认，或先撤回', en: 'Ask another officer to confirm it, or withdraw it first' },
  },
  'removal.none': {
    status: 409,
    text: { zh: '没有等候确认的除名提请', en: 'No removal waits for confirmation' },
    next: { zh: '刷新后重新查看', en: 'Reload and look again' },
  },
  'officer.same': {
    status: 409,
    text: { zh: '除名是您提请的，须由另一名工作人员确认', en: 'You requested the removal; another officer must confirm it' },
    next: {
      zh: '请同事登录自己的账号确认；本单位只有一人的，请上级选举机构的工作人员登录自己的账号确认',
      en: 'Ask a colleague to sign in and confirm; where an office has only one officer, one of the level above signs in and confirms',
    },
  },
  'officer.maker': {
    status: 409,
    text: {
      zh: '您与提请除名的账号，是由一方为另一方建立或发放激活码的，不算两名独立的工作人员',
      en: 'Your account and that of the first officer are not independent: one was made, or given its activation code, by the other',
    },
    next: {
      zh: '请另一名工作人员确认；本单位没有的，请上级选举机构的工作人员登录自己的账号确认',
      en: 'Ask another officer to confirm; if there is none, one of the level above signs in and confirms',
    },
  },
} as const satisfies FailureTable

export type ChangeFailure = keyof typeof CHANGE_FAILURES
export const changeFailures = failuresOf<ChangeFailure>(CHANGE_FAILURES)
