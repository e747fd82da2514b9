/** The failures of second confirmations, for the tables of modules in which a second officer confirms. */
import { type FailureTable, failuresOf } from '../../platform/http/index.ts'

const ABOVE = {
  zh: '请同事登录自己的账号确认；本单位只有一人的，由上级选举机构的工作人员登录确认、给出确认码，或打印确认单由两人签字',
  en: 'Ask a colleague to sign in and confirm. Where an office has only one officer, one of the level above signs in and confirms or gives a code, or two people sign a printed form',
} as const

export const OTHER_OFFICER_FAILURES = {
  'officer.same': {
    status: 409,
    text: {
      zh: '第一名经办人就是您，须由另一名工作人员确认',
      en: 'You are the first of the two officers; another one must confirm',
    },
    next: ABOVE,
  },
  'officer.maker': {
    status: 409,
    text: {
      zh: '您与第一名经办人的账号，是由一方为另一方建立或发放激活码的，不算两名独立的工作人员',
      en: 'Your account and that of the first officer are not independent: one was made, or given its activation code, by the other',
    },
    next: {
      zh: '请另一名工作人员确认；没有的，打印确认单由两人签字',
      en: 'Ask another officer to confirm; if there is none, two people sign a printed form',
    },
  },
  'officer.not-first': {
    status: 409,
    text: {
      zh: '确认码和纸质确认单只由第一名经办人录入；您可以直接确认',
      en: 'Codes and forms are entered by the first of the two officers; you can confirm yourself',
    },
    next: { zh: '不填确认码，直接确认', en: 'Confirm without a code' },
  },
  'officer.other-change': {
    status: 409,
    text: {
      zh: '核对码与这项更改不一致：内容在取得确认之后有变动，或核对码抄错',
      en: 'The check code is not that of this change: it was changed since it was confirmed, or the code was copied wrongly',
    },
    next: { zh: '核对后重新取得确认', en: 'Compare, and have it confirmed again' },
  },
  'officer.code-wrong': {
    status: 422,
    text: { zh: '确认码不对', en: 'The code is wrong' },
    next: { zh: '请对方再念一遍；连续输错五次后须重新给码', en: 'Ask for it again; after five wrong ones a new code is needed' },
  },
  'officer.code-ended': {
    status: 409,
    text: {
      zh: '没有可用的确认码：还没有给出、已经用过、超过十分钟，或输错过多',
      en: 'There is no usable code: none was given, it was used, it is older than ten minutes, or too many wrong ones were entered',
    },
    next: { zh: '请上级工作人员重新给码', en: 'Ask the officer of the level above for a new one' },
  },
} as const satisfies FailureTable

export const SECOND_OFFICER_FAILURES = {
  ...OTHER_OFFICER_FAILURES,
  'officer.change-unknown': {
    status: 404,
    text: {
      zh: '没有等待确认的这项更改，或您不是其上级选举机构的工作人员',
      en: 'No such change waits for confirmation, or you are not of the level above',
    },
    next: { zh: '核对十二位核对码，或请对方重新申请', en: 'Compare the twelve characters, or have it asked for again' },
  },
} as const satisfies FailureTable

export type OtherOfficerFailure = keyof typeof OTHER_OFFICER_FAILURES
export type SecondOfficerFailure = keyof typeof SECOND_OFFICER_FAILURES
export const secondOfficerFailures = failuresOf<SecondOfficerFailure>(SECOND_OFFICER_FAILURES)
