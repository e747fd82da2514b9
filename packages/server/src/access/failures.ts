/** How the failures of signing in are told over HTTP. */
import { type FailureTable, failuresOf } from '../platform/http/index.ts'

export const ACCESS_FAILURES = {
  'sign-in.wrong': {
    status: 401,
    text: { zh: '用户名或密码不对', en: 'The username or the password is wrong' },
    next: {
      zh: '核对后重新输入；忘记密码请找管理员',
      en: 'Enter them again; if you forgot the password, ask your administrator',
    },
  },
  'sign-in.locked': {
    status: 429,
    text: { zh: '多次输错密码，账号暂时锁定', en: 'Too many wrong passwords: the account is locked for a while' },
    next: {
      zh: '15分钟后再试，或请管理员核实身份后重设密码',
      en: 'Try again in 15 minutes, or ask your administrator for a new password',
    },
  },
  'staff.invalid': { status: 422, text: { zh: '账号信息有误', en: 'The account is not set up right' } },
  'staff.taken': {
    status: 409,
    text: { zh: '这个用户名已有人用', en: 'This username is taken' },
    next: { zh: '换一个用户名', en: 'Choose another' },
  },
} as const satisfies FailureTable

export type AccessFailure = keyof typeof ACCESS_FAILURES
export const accessFailures = failuresOf<AccessFailure>(ACCESS_FAILURES)
