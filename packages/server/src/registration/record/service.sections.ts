/** Sections of a person's record on what they were told, and who looked at them. */
import { findNoticeTemplate } from '@mingce/domain/notice'
import type { Text } from '@mingce/domain/result'
import { findMessagesTo } from '../../notice/index.ts'
import type { FindSection } from './service.record.ts'
import { findLookUps } from './store.record.ts'

const STATES: Readonly<Record<string, Text>> = {
  queued: { zh: '等待发送', en: 'waiting to be sent' },
  sending: { zh: '正在发送', en: 'being sent' },
  sent: { zh: '已发送', en: 'sent' },
  failed: { zh: '发送失败，将重试', en: 'failed, will be tried again' },
  'given-up': { zh: '未能送达', en: 'not delivered' },
  unreachable: { zh: '没有联系方式', en: 'no contact known' },
}

/** What the person was told. */
export const findNoticeSection: FindSection = async (ctx, { election, personKey }) => {
  const messages = await findMessagesTo(ctx.database, election.id, personKey)
  if (messages.length === 0) return null
  return {
    title: { zh: '通知', en: 'Notices' },
    facts: [],
    events: messages.map(({ template, state, at, sentAt }) => {
      const title = findNoticeTemplate(template)?.title ?? { zh: '通知', en: 'Notice' }
      const word = STATES[state] ?? { zh: state, en: state }
      return { at: sentAt ?? at, by: null, text: { zh: `${title.zh}：${word.zh}`, en: `${title.en}: ${word.en}` } }
    }),
  }
}

const LOOKS: Readonly<Record<string, Text>> = {
  'number.revealed': { zh: '查看完整号码', en: 'ID number opened' },
  'number.looked-up': { zh: '按姓名和号码查询', en: 'Looked up by name and number' },
  'disqualifications.looked-up': { zh: '查询剥夺、停止选举权利记录', en: 'Looked up among disqualified voters' },
}

/** Who looked the person up, when and why. */
export const findLookUpSection: FindSection = async (ctx, { countyCode, registrationId }) => {
  const looks = await findLookUps(ctx.database, countyCode, registrationId)
  if (looks.length === 0) return null
  return {
    title: { zh: '查询记录', en: 'Look-ups' },
    facts: [],
    events: looks.map(({ at, actor, action, reason }) => {
      const word = LOOKS[action] ?? { zh: action, en: action }
      return { at, by: actor, text: reason ? { zh: `${word.zh}：${reason}`, en: `${word.en}: ${reason}` } : word }
    }),
  }
}
