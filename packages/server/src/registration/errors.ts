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
  'import.unreadable': {
    status: 422,
    text: { zh: '文件读不出来', en: 'The file cannot be read' },
    next: { zh: '按 docs/files.md 整理后重新导入', en: 'Arrange it as docs/files.md says and import again' },
  },
  'case.stale': {
    status: 409,
    text: { zh: '这条登记的情况已经变化，您的决定没有写入', en: 'This case has changed since; your decision was not written' },
    next: { zh: '刷新后重新查看再决定', en: 'Load it again, look, and decide' },
  },
  'case.held': {
    status: 409,
    text: {
      zh: '此人持外地选民资格证明来此，签发地尚未答复，现在不能决定',
      en: 'This person came with a certificate from elsewhere, and the place that issued it has not answered yet',
    },
    next: { zh: '在“资格证明”中查看，答复后再办理', en: 'See “Certificates”, and decide when it has answered' },
  },
  'case.elsewhere': {
    status: 409,
    text: {
      zh: '此人已凭选民资格证明转到外地登记，须持该地签发的证明才能在此登记',
      en: 'This person went to another place with a certificate, and registers here only with one from there',
    },
    next: {
      zh: '请本人向登记地申请选民资格证明（法工委1983年规定第九条）',
      en: 'They ask for a certificate where they are registered (P83 §9)',
    },
  },
  'officer.same': {
    status: 409,
    text: {
      zh: '第一次查看证件的就是您，须由另一名工作人员确认',
      en: 'You saw the document first; another officer has to confirm',
    },
    next: { zh: '请同事登录自己的账号确认', en: 'Ask a colleague to sign in and confirm' },
  },
  'case.unknown': {
    status: 404,
    text: { zh: '没有这条待核登记，或不在您的工作区域内', en: 'No such case, or it is not in your area' },
    next: { zh: '刷新待核列表', en: 'Load the review queue again' },
  },
} as const satisfies FailureTable

export type RegistrationFailure = keyof typeof REGISTRATION_FAILURES
export const registrationFailures = failuresOf<RegistrationFailure>(REGISTRATION_FAILURES)
