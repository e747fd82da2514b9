/** The form for a new election checks the rules of the area before it sends a request. */
import { RULE_SETS } from '@mingce/domain/election'
import { expect, it } from 'vitest'
import { daysRefused, listDue, mostPollingDays } from './new-election.ts'

const several = RULE_SETS.find(rules => rules.pollingDays.most > 1 && rules.provinces.length > 0)
const AREA = `${several?.provinces[0]}0105`

it('offers several polling days only where the province allows them', () => {
  expect(mostPollingDays('110105').most).toBe(1)
  expect(several).toBeDefined()
  expect(mostPollingDays(AREA)).toEqual(several?.pollingDays)
})

it('refuses days that the rules of the area do not allow, in both languages', () => {
  const days = { day: '2026-12-20', byElection: false }
  expect(daysRefused({ ...days, areaCode: '110105' })).toBeNull()
  expect(daysRefused({ ...days, areaCode: '110105', lastDay: '2026-12-21' })?.zh).toContain('选举法第三十七条')
  expect(daysRefused({ ...days, areaCode: AREA, lastDay: '2026-12-21' })).toBeNull()
  expect(daysRefused({ ...days, areaCode: AREA, lastDay: '2026-12-19' })?.en).toContain('Polling must last')
})

it('computes the date of the list by the local rules for by-elections', () => {
  const days = { day: '2026-12-20', areaCode: '110105' }
  expect(listDue({ ...days, byElection: false })).toEqual({ date: '2026-11-30', article: 'EL 28' })
  expect(listDue({ ...days, byElection: true })).toEqual({ date: '2026-12-05', article: 'BJ 61' })
  expect(listDue({ ...days, byElection: false, lastDay: '2027-12-20' })).toBeNull()
})
