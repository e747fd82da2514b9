/** Whether somebody may act as the second of two officers: with another account, and none that one of them made for the other. */
import { fail, ok, type Result } from '@mingce/domain/result'
import type { Sql } from '../../platform/database/index.ts'
import type { FailureTable } from '../../platform/http/index.ts'
import { isMadeByOther } from './store.ts'

/** For the tables of modules in which a second officer confirms. */
export const OTHER_OFFICER_FAILURES = {
  'officer.same': {
    status: 409,
    text: {
      zh: '第一次查看证件的就是您，须由另一名工作人员确认',
      en: 'You were the first to see the document; another officer must confirm',
    },
    next: {
      zh: '请同事登录自己的账号确认；本单位只有一人的，请上级选举机构的工作人员登录自己的账号确认',
      en: 'Ask a colleague to sign in and confirm; where an office has only one officer, one of the level above signs in and confirms',
    },
  },
  'officer.maker': {
    status: 409,
    text: {
      zh: '您与第一次查看证件的账号，是由一方为另一方建立或发放激活码的，不算两名独立的工作人员',
      en: 'Your account and that of the first officer are not independent: one was made, or given its activation code, by the other',
    },
    next: {
      zh: '请另一名工作人员确认；本单位没有的，请上级选举机构的工作人员登录自己的账号确认',
      en: 'Ask another officer to confirm; if there is none, one of the level above signs in and confirms',
    },
  },
} as const satisfies FailureTable

/** Checks the second officer against the first. */
export const checkOtherOfficer = async (
  sql: Sql,
  first: string,
  second: string,
): Promise<Result<true, { readonly code: keyof typeof OTHER_OFFICER_FAILURES }>> => {
  if (first === second) return fail({ code: 'officer.same' })
  return (await isMadeByOther(sql, first, second)) ? fail({ code: 'officer.maker' }) : ok(true)
}
