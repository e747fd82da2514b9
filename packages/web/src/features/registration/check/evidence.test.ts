/** The evidence of a case is compared field by field, and differences are marked. */
import { expect, it } from 'vitest'
import type { ReviewCase } from '../../../api/index.ts'
import { compareEvidence } from './evidence.ts'

const CASE: ReviewCase = {
  countyCode: '110105',
  registrationId: 7,
  name: '张 玮',
  sex: 'F',
  birthDate: '1990-01-02',
  maskedNumber: '110105********1234',
  community: { code: '110105021027', name: '南新园社区居民委员会' },
  part: null,
  unit: '第一中学',
  channel: 'roster',
  status: 'review',
  rowNo: 3,
  importId: 1,
  fileName: 'a.csv',
  findings: [],
  population: {
    name: '张伟',
    sex: 'F',
    birthDate: '1990-01-02',
    community: { code: '110105021024', name: '平乐园社区居民委员会' },
    status: 'deceased',
    statusOn: '2025-01-01',
  },
  other: null,
  events: [],
}
const rowOf = (one: ReviewCase, field: string) => compareEvidence(one).find(row => row.field === field)

it('marks differences from the population register', () => {
  expect(rowOf(CASE, 'name')?.population).toEqual({ value: '张伟', differs: true })
  expect(rowOf(CASE, 'sex')?.population).toEqual({ value: 'F', differs: false })
  expect(rowOf(CASE, 'community')?.population?.differs).toBe(true)
})

it('does not compare fields that cannot agree, and omits empty ones', () => {
  expect(rowOf(CASE, 'status')?.population).toEqual({ value: 'deceased', differs: false })
  expect(rowOf({ ...CASE, unit: null }, 'unit')).toBeUndefined()
  expect(rowOf({ ...CASE, population: null }, 'name')).toEqual({ field: 'name', sent: '张 玮', population: null, other: null })
})
