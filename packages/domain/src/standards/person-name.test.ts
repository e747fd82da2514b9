import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isUnprintable, normalizePersonName, sameName } from './index.ts'

describe('normalizing a name', () => {
  it.each([
    ['张 三', '张三'],
    ['张　三', '张三'],
    [' 欧阳 娜娜\u00a0', '欧阳娜娜'],
    ['张\u200b三', '张三'],
    ['阿卜杜拉•买买提', '阿卜杜拉·买买提'],
    ['阿卜杜拉・买买提', '阿卜杜拉·买买提'],
    ['阿卜杜拉．买买提', '阿卜杜拉·买买提'],
    ['阿卜杜拉‧买买提', '阿卜杜拉·买买提'],
    ['阿卜杜拉･买买提', '阿卜杜拉·买买提'],
    ['阿卜杜拉.买买提', '阿卜杜拉·买买提'],
    ['阿卜杜拉 · 买买提', '阿卜杜拉·买买提'],
    ['John  A. Smith', 'John A. Smith'],
    ['𠮷 田', '𠮷田'],
    ['', ''],
    [' \t', ''],
  ])('%j → %j', (raw, kept) => {
    expect(normalizePersonName(raw)).toBe(kept)
  })
  it.each(['𠮷野', '𬭎', '䶮', '王𠮷', '﨑本', '㐂子', '李\u{e0100}'])('leaves %s unchanged', name => {
    expect(normalizePersonName(name)).toBe(name)
    expect(isUnprintable(name)).toBe(false)
  })
  it('does not replace a compatibility ideograph by another character', () => {
    expect(normalizePersonName('\uf9d1 王')).toBe('\uf9d1王')
  })
  it('is idempotent', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'张三·•.． 　aB𠮷é\u0301\u200b') }), raw => {
        const kept = normalizePersonName(raw)
        expect(normalizePersonName(kept)).toBe(kept)
      }),
    )
  })
})

it.each([
  '张\ufffd',
  '张\ue123',
  '张\u{f0001}',
  '张\u{10fffd}',
  '张?',
  '张？',
  '张\u0007',
  '张\ud842',
  '\udfb7张',
  '张□',
  '〓三',
])('%j is unprintable', name => {
  expect(isUnprintable(name)).toBe(true)
})

it('compares names ignoring spaces, dots and case, and nothing else', () => {
  expect(sameName('张 三', '张三')).toBe(true)
  expect(sameName('阿卜杜拉•买买提', '阿卜杜拉.买买提')).toBe(true)
  expect(sameName('John Smith', 'JOHN  SMITH')).toBe(true)
  expect(sameName('𠮷田', '吉田')).toBe(false)
  expect(sameName('张三', '张山')).toBe(false)
})

const SEEN_AS_DOTS = [
  '·',
  '•',
  '・',
  '‧',
  '･',
  '⋅',
  '∙',
  '˙',
  '․',
  '．',
  '.',
  '。',
  '｡',
  '﹒',
  '●',
  '°',
  '᛫',
  '⸱',
  '◦',
  '▪',
  '⚫',
]
it.each(SEEN_AS_DOTS)('the dot %s between parts of a name is U+00B7', dot =>
  expect(normalizePersonName(`阿布都${dot}热合曼`)).toBe('阿布都·热合曼'),
)
it('a name with a circle for a covered character keeps it', () => expect(normalizePersonName('张○')).toBe('张○'))
