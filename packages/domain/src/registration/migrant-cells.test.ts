import { describe, expect, it } from 'vitest'
import { EVIDENCE } from '../election/index.ts'
import { mapColumns, readRegistrationRow } from './index.ts'

const context = { pollingDay: '2026-11-20', areas: { isCurrentCounty: () => true } }
const read = (header: string, cell: string) =>
  readRegistrationRow(['张三', '11010519491231002X', cell], mapColumns(['姓名', '身份证号', header], 'registrations'), context)

describe('cells about people from elsewhere', () => {
  it.each([
    ['2024-03-05', '2024-03-05'],
    ['2024年3月', '2024-03-31'],
    ['2024.2', '2024-02-29'],
    ['2023', '2023-12-31'],
    ['很久', null],
    ['', null],
  ])('%s: lives here since %s', (cell, day) => {
    expect(read('来本市居住时间', cell).dates.livesHereSince).toBe(day)
    expect(read('来本市居住时间', cell).evidence).toBe(0)
  })
  it('a bare yes says that it is long enough, a no does not', () => {
    for (const yes of ['是', '满一年', '√']) expect(read('居住满一年', yes).evidence, yes).toBe(EVIDENCE.residence)
    for (const no of ['否', '/', '不满一年']) expect(read('居住满一年', no).evidence, no).toBe(0)
  })
  it.each([
    ['2025-03-01至2028-02-29', '2025-03-01', '2028-02-29'],
    ['2025.3-2028.2', '2025-03-31', '2028-02-29'],
    ['2025年3月1日到2028年2月29日', '2025-03-01', '2028-02-29'],
    ['20250301-20280229', '2025-03-01', '2028-02-29'],
    ['2025-03-01-2028-02-29', '2025-03-01', '2028-02-29'],
    ['2025-03-01起，无固定期限', '2025-03-01', null],
    ['有', null, null],
  ])('a contract %s', (cell, contractFrom, contractUntil) => {
    expect(read('合同起止日期', cell).dates).toEqual({ livesHereSince: null, contractFrom, contractUntil })
  })
  it('a university student is a student; a student is no university student', () => {
    expect(read('高校学生', '是').evidence).toBe(EVIDENCE.student | EVIDENCE.universityStudent)
    expect(read('学生', '是').evidence).toBe(EVIDENCE.student)
  })
})
