/** After a decision the next open case opens; navigation stops at the ends of the list. */
import { expect, it } from 'vitest'
import type { ReviewCase } from '../../../api/index.ts'
import { keyOfCase } from '../registration-key.ts'
import { caseAtOffset, nextOpen } from './case-state.ts'

const made = (id: number, open: boolean): ReviewCase => ({
  countyCode: '110105',
  registrationId: id,
  name: '',
  sex: null,
  birthDate: '1990-01-01',
  maskedNumber: '',
  community: null,
  part: null,
  unit: null,
  channel: 'roster',
  status: open ? 'review' : 'registered',
  rowNo: null,
  importId: null,
  fileName: null,
  findings: [
    {
      code: 'population.name',
      evidence: {},
      state: open ? 'open' : 'accepted',
      openedAt: '',
      decidedAt: null,
      decidedBy: null,
      reason: null,
    },
  ],
  population: null,
  other: null,
  events: [],
})
const cases = [made(1, true), made(2, false), made(3, true)]
const keyAt = (at: number) => keyOfCase(cases[at] ?? made(0, true))

it('moves on to the next open case, wrapping to the top', () => {
  expect(nextOpen(cases, keyAt(0))?.registrationId).toBe(3)
  expect(nextOpen(cases, keyAt(2))?.registrationId).toBe(1)
  expect(nextOpen([made(2, false)], keyAt(1))).toBeNull()
})

it('moves within the list', () => {
  expect(caseAtOffset(cases, keyAt(0), -1)?.registrationId).toBe(1)
  expect(caseAtOffset(cases, keyAt(2), 1)?.registrationId).toBe(3)
  expect(caseAtOffset(cases, null, 1)?.registrationId).toBe(1)
  expect(caseAtOffset([], null, 1)).toBeNull()
})
