/** What counts as a word of the program, and what does not. */
import { expect, it } from 'vitest'
import { wordsIn } from './machine-words.ts'

const kinds = (text: string, isChinese = true) => wordsIn(text, isChinese, ['li.si']).map(found => found.replace(/ in “.*/, ''))

it.each([
  ['registration/2683', 'row of a table “registration/2683”'],
  ['核对发现 identity.document', 'key of a text “identity.document”'],
  ['office:places.roll', 'key of a text “office:places.roll”'],
  ['共 {{number}} 人', 'unfilled place “{{number}}”'],
  ['undefined 人', 'empty value “undefined”'],
  ['[object Object]', 'empty value “[object”'],
  ['leftOff 3', 'code in camel case “leftOff”'],
  ['ReCom 方案', 'name of the program “ReCom”'],
  ['来源 roster', 'code “roster”'],
  ['请运行 mingce roll verify', 'command “mingce roll”'],
  ['请设置 MINGCE_URL', 'code with underscores “MINGCE_URL”'],
  ['选举 110105021-20270104-training', 'id of an election “110105021-20270104”'],
  ['投票站（BJ 30）', 'article in code “BJ 30”'],
])('%s', (text, word) => expect(kinds(text)).toContain(word))

it('knows codes of the API in English, and leaves ordinary words alone', () => {
  expect(kinds('Channel: previous-roll', false)).toEqual(['code “previous-roll”'])
  expect(
    kinds('A well-known by-election of a roster, by Li Si (li.si), from roster.csv at https://example.org/a-b', false),
  ).toEqual([])
  expect(kinds('第 2 版名单（xlsx 以外）roster.xlsx，由 li.si 导入，ID 卡、SM3、PDF')).toEqual(['code “xlsx”'])
})
