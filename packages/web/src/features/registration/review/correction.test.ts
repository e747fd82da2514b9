/** The correction form is prefilled, sends only what differs, and asks for what cannot stay as it is. */
import { expect, it } from 'vitest'
import type { ReviewCase } from '../../../api/index.ts'
import { correctionOf, fieldsOf, missingIn } from './correction.ts'

const finding = (code: ReviewCase['findings'][number]['code']) => ({
  code,
  evidence: {},
  state: 'open' as const,
  openedAt: '',
  decidedAt: null,
  decidedBy: null,
  reason: null,
})
const community = { code: '110105021021', name: '东郊社区' }
const base: ReviewCase = {
  countyCode: '110105',
  registrationId: 1,
  name: '李小明',
  sex: 'M',
  birthDate: '1990-03-05',
  maskedNumber: '',
  community,
  part: null,
  unit: null,
  channel: 'roster',
  status: 'review',
  rowNo: null,
  importId: null,
  fileName: null,
  findings: [finding('population.name')],
  population: { name: '李晓明', sex: 'M', birthDate: '1990-03-05', community, status: 'present', statusOn: null },
  other: null,
  events: [],
}

it('keeps a readable name until the officer changes it, and sends nothing that is unchanged', () => {
  expect(fieldsOf(base)).toEqual({ name: '李小明', sex: 'M', birthDate: '1990-03-05', community: community.code, part: '' })
  expect(correctionOf(base, fieldsOf(base))).toEqual({})
  expect(correctionOf(base, { ...fieldsOf(base), name: ' 李晓明 ' })).toEqual({ name: '李晓明' })
})

it('takes a name that cannot be read and a place that is not known from the register', () => {
  const broken = { ...base, name: '李?明', community: null, findings: [finding('name.unprintable'), finding('district.unknown')] }
  expect(correctionOf(broken, fieldsOf(broken))).toEqual({ name: '李晓明', community: community.code })
  expect(missingIn(broken, fieldsOf(broken))).toBeNull()
})

it('asks for a name and a place that nobody knows', () => {
  const unknown = { ...base, name: '李?明', community: null, population: null, findings: [finding('name.unprintable')] }
  expect(missingIn(unknown, fieldsOf(unknown))).toBe('name')
  expect(missingIn(unknown, { ...fieldsOf(unknown), name: '李晓明' })).toBe('community')
})

it('asks for the part of a divided community, and sends it', () => {
  const open = { ...base, findings: [finding('district.part')] }
  expect(missingIn(open, fieldsOf(open))).toBe('part')
  expect(missingIn(open, { ...fieldsOf(open), part: '1组' })).toBeNull()
  expect(correctionOf(open, { ...fieldsOf(open), part: '1组' })).toEqual({ part: '1组' })
  // A part that the list does not have stays what the row says until the officer chooses another.
  const unknown = { ...open, part: '9组' }
  expect([missingIn(unknown, fieldsOf(unknown)), correctionOf(unknown, fieldsOf(unknown))]).toEqual(['part', {}])
})
