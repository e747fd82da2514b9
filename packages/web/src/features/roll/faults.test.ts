/** A fault reads as a sentence where it has one, and never as [object Object]. */
import { expect, it } from 'vitest'
import { faultLine } from './faults.ts'

it('prefers words', () => {
  expect(faultLine({ zh: '第3行被改动', en: 'Row 3 was changed' }, 'zh-CN')).toBe('第3行被改动')
  expect(faultLine({ text: { zh: '第3行被改动', en: 'Row 3 was changed' } }, 'en')).toBe('Row 3 was changed')
})
it('lists particulars otherwise', () => {
  expect(faultLine({ kind: 'changed', position: 3, name: null, entry: { n: 1 } }, 'en')).toBe(
    'kind: changed · position: 3 · entry: {"n":1}',
  )
})
