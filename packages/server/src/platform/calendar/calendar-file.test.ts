import { findRuleSet, timetable, timetableEvents } from '@mingce/domain/election'
import { expect, it } from 'vitest'
import { calendarFile } from './calendar-file.ts'

it('has one whole-day event per step, in lines of at most 75 bytes', () => {
  const beijing = findRuleSet('beijing')
  const steps = beijing && timetable({ day: '2026-12-20', rules: beijing })
  if (!steps?.ok) throw new Error('no timetable')
  const name = '北京市朝阳区；换届选举，'.repeat(6)
  const createdAt = new Date('2026-11-23T01:00:00Z')
  const ics = calendarFile(timetableEvents(steps.value, { id: 'e1', name, language: 'zh' }), createdAt)
  const lines = ics.split('\r\n')
  for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
  expect(lines.filter(line => line === 'BEGIN:VEVENT')).toHaveLength(steps.value.length)
  expect(ics).toContain(
    'UID:e1-list-published@mingce\r\nDTSTAMP:20261123T010000Z\r\nDTSTART;VALUE=DATE:20261130\r\nDTEND;VALUE=DATE:20261201',
  )
  expect(ics.replaceAll('\r\n ', '')).toContain(`SUMMARY:${name}：公布选民名单`)
  const comma = calendarFile(
    timetableEvents(steps.value.slice(0, 1), { id: 'e', name: 'a,b;c\\d\ne', language: 'en' }),
    createdAt,
  )
  expect(comma).toContain('SUMMARY:a\\,b\\;c\\\\d\\ne：Publish')
})
