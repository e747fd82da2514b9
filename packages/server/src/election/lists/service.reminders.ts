/** The reminders of an election as a list to take out of the system: to whom, when, and what became of their messages. No recipients. */
import type { AUDIENCES } from '@mingce/domain/notice'
import type { Text } from '@mingce/domain/result'
import { visibleArea } from '../../access/index.ts'
import { findReminders } from '../../notice/index.ts'
import { chinaMoment } from '../../platform/clock/index.ts'
import { type ListSource, wholeList } from './service.source.ts'

const TO: Readonly<Record<(typeof AUDIENCES)[number], Text>> = {
  'not-yet-registered': { zh: '尚未登记的人', en: 'People not yet registered' },
  review: { zh: '登记待审核的人', en: 'People under review' },
  pending: { zh: '登记待比对的人', en: 'People waiting for a register' },
  registered: { zh: '已登记的人', en: 'People registered' },
}

export const remindersList: ListSource = {
  list: 'reminders',
  permission: 'notify',
  title: { zh: '已发的提醒', en: 'Reminders sent' },
  columns: {
    title: { zh: '提醒', en: 'Reminder' },
    area: { zh: '地区', en: 'Area' },
    to: { zh: '发给', en: 'To' },
    people: { zh: '符合的人数', en: 'People' },
    queued: { zh: '已排队', en: 'Queued' },
    repeated: { zh: '当天已发', en: 'Had it that day' },
    sent: { zh: '已送网关', en: 'Sent' },
    waiting: { zh: '等待发送', en: 'Waiting' },
    failed: { zh: '未能送达', en: 'Not delivered' },
    unreachable: { zh: '没有联系方式', en: 'No contact' },
    at: { zh: '时间', en: 'At' },
    by: { zh: '经手人', en: 'By' },
  },
  async open(ctx, election, filter, language) {
    if (Object.keys(filter).length > 0) return null
    const sent = await findReminders(ctx.database, election.id, visibleArea(ctx.actor, election.areaCode) ?? '')
    const rows = sent.map(({ states, ...one }) => ({
      community: null,
      cells: {
        title: one.title[language],
        area: one.area.name,
        to: TO[one.state][language],
        people: String(one.people),
        queued: String(one.queued),
        repeated: String(one.repeated),
        sent: String(states.sent ?? 0),
        waiting: String((states.queued ?? 0) + (states.sending ?? 0) + (states.failed ?? 0)),
        failed: String(states['given-up'] ?? 0),
        unreachable: String(states.unreachable ?? 0),
        at: chinaMoment(new Date(one.at)),
        by: one.by,
      },
    }))
    return wholeList(rows)
  },
}
