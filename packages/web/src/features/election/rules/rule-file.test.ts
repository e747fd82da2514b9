import { expect, it } from 'vitest'
import { parseAreaLines, parseRuleFile } from './rule-file.ts'

it('reads the object of a rule set and nothing else', () => {
  expect(parseRuleFile('\ufeff{"id": "hebei"}')).toEqual({ id: 'hebei' })
  for (const text of ['', '{', '[]', 'null', '1', '"hebei"']) expect(parseRuleFile(text)).toBeNull()
})

it('reads lines of a code and a name', () => {
  expect(parseAreaLines('460302 西沙区\n653228,和安县\n说明\n')).toEqual([
    { code: '460302', name: '西沙区' },
    { code: '653228', name: '和安县' },
  ])
})
