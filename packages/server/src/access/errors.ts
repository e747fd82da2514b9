/** The failures of signing in and of accounts, with their HTTP status and texts. */
import { type FailureTable, failuresOf } from '../platform/http/index.ts'

export const ACCESS_FAILURES = {
  'sign-in.wrong': {
    status: 401,
    text: { zh: '用户名或密码不对', en: 'The username or password is wrong' },
    next: {
      zh: '核对后重新输入；忘记密码请找管理员',
      en: 'Enter them again; if you forgot the password, ask your administrator',
    },
  },
  'sign-in.locked': {
    status: 429,
    text: { zh: '从这里多次输错密码，暂时不能再试', en: 'Too many wrong passwords from here; attempts are refused for a while' },
    next: {
      zh: '稍后再试；也可用通行密钥、以前登录过的电脑登录，或请上级管理员重设密码',
      en: 'Try again later, sign in with a passkey or from a computer you used before, or ask your administrator for a new password',
    },
  },
  'activation.wrong': {
    status: 422,
    text: { zh: '用户名或激活码不对，或激活码已经用过', en: 'The username or activation code is wrong, or the code was used' },
    next: {
      zh: '核对后重新输入。不是您本人激活的，请立即告诉上级管理员',
      en: 'Enter them again. If it was not you who used the code, tell the administrator of the office above at once',
    },
  },
  'activation.ended': {
    status: 403,
    text: { zh: '激活码已过期', en: 'The activation code has expired' },
    next: { zh: '请上级管理员重新发放', en: 'Ask the administrator of the office above to issue a new one' },
  },
  'activation.needed': {
    status: 403,
    text: { zh: '账号还没有激活', en: 'The account is not activated yet' },
    next: { zh: '先用激活码设置自己的密码', en: 'Set your own password with the activation code first' },
  },
  'sign-in.step-ended': {
    status: 401,
    text: { zh: '第二步验证已过期', en: 'The second step has expired' },
    next: { zh: '从用户名和密码重新开始', en: 'Start again with your username and password' },
  },
  'proof.wrong': {
    status: 422,
    text: { zh: '验证未通过', en: 'Verification failed' },
    next: {
      zh: '验证码每30秒更换、只能用一次：等下一个再输入；手机时间须准确',
      en: 'A code changes every 30 seconds and can be used only once: wait for the next one. The clock of the phone must be correct',
    },
  },
  'proof.needed': {
    status: 422,
    text: { zh: '此操作还需要第二因素', en: 'This also requires your second factor' },
    next: { zh: '输入动态验证码、备用码，或使用通行密钥', en: 'Enter a verification code or backup code, or use a passkey' },
  },
  'proof.locked': {
    status: 429,
    text: { zh: '多次验证失败，暂时锁定', en: 'Too many failed attempts; temporarily locked' },
    next: { zh: '15分钟后再试', en: 'Try again in 15 minutes' },
  },
  'password.wrong': {
    status: 422,
    text: { zh: '当前密码不对', en: 'The current password is wrong' },
    next: { zh: '核对后重新输入', en: 'Enter it again' },
  },
  'password.weak': {
    status: 422,
    text: { zh: '新密码不符合要求', en: 'The new password does not meet the requirements' },
    next: {
      zh: '至少10个字符；不用常见密码、键盘顺序、日期，不含用户名、姓名、原密码或发给您的激活码',
      en: 'At least 10 characters; no common password, keyboard pattern or date, and without your name, your username, the old password or the code you were given',
    },
  },
  'passkey.unavailable': {
    status: 409,
    text: { zh: '这个地址不能使用通行密钥', en: 'Passkeys do not work at this address' },
    next: {
      zh: '通行密钥需要 https 和域名（设置 MINGCE_URL）；可改用动态验证码',
      en: 'Passkeys need https and a domain name (set MINGCE_URL); use an authenticator app instead',
    },
  },
  'passkey.taken': { status: 409, text: { zh: '这个通行密钥已经添加过', en: 'This passkey was already added' } },
  'factor.unknown': { status: 404, text: { zh: '没有这个第二因素', en: 'This second factor does not exist' } },
  'factor.last': {
    status: 409,
    text: { zh: '这是最后一个第二因素，不能移除', en: 'This is the last second factor and cannot be removed' },
    next: { zh: '先添加另一个（换手机可“更换验证器”）', en: 'Add another one first (on a new phone, choose “Replace the app”)' },
  },
  'session.unknown': { status: 404, text: { zh: '这个登录已经结束', en: 'This session has already ended' } },
  'account.owes-second-factor': {
    status: 403,
    text: { zh: '请先为账号添加第二因素', en: 'Add a second factor to your account first' },
    next: { zh: '在“我的账号”添加验证器或通行密钥', en: 'Add an authenticator app or a passkey under “My account”' },
  },
  'account.unknown': {
    status: 404,
    text: { zh: '没有这个账号，或不在您的工作区域内', en: 'This account does not exist, or is not in your area' },
  },
  'account.own': {
    status: 409,
    text: { zh: '不能在这里更改自己的账号', en: 'Your own account cannot be changed here' },
    next: { zh: '请有账号权限的同事办理', en: 'Ask a colleague who manages accounts' },
  },
  'account.rank': {
    status: 403,
    text: { zh: '该岗位不低于您的岗位，须由上一级办理', en: 'This role is not below yours; the level above has to do this' },
    next: {
      zh: '请上级管理员办理；最高一级在服务器上用命令办理',
      en: 'Ask an administrator of the level above; for the highest level, use the command line on the server',
    },
  },
  'account.area': {
    status: 403,
    text: { zh: '该区域不在您的工作区域内', en: 'This area is outside your area' },
    next: { zh: '选择本辖区内的区域', en: 'Choose an area within your own' },
  },
  'staff.invalid': { status: 422, text: { zh: '账号信息有误', en: 'The account details are invalid' } },
  'staff.taken': {
    status: 409,
    text: { zh: '这个用户名已有人用', en: 'This username is taken' },
    next: { zh: '换一个用户名', en: 'Choose another' },
  },
} as const satisfies FailureTable

export type AccessFailure = keyof typeof ACCESS_FAILURES
export const accessFailures = failuresOf<AccessFailure>(ACCESS_FAILURES)
