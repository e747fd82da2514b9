/** Citations of the law are spelled out; standards are shown as they are. */
import { expect, it } from 'vitest'
import { parseArticles, spellArticles } from './law-articles.ts'

it('reads short names, paragraphs and ranges', () => {
  expect(parseArticles('EL 4, CL 55–58').map(({ law, number }) => [law, number])).toEqual([
    ['EL', '4'],
    ['CL', '55–58'],
  ])
  expect(parseArticles('P83 §9, BJ 31').map(({ law, number }) => [law, number])).toEqual([
    ['P83', '9'],
    ['BJ', '31'],
  ])
  expect(parseArticles('EL 44, 45').map(({ law, number }) => [law, number])).toEqual([
    ['EL', '44'],
    ['EL', '45'],
  ])
})

it('leaves references to standards unchanged', () => {
  expect(parseArticles('GB 11643, GB/T 2261.1').map(({ law, text }) => [law, text])).toEqual([
    [null, 'GB 11643'],
    [null, 'GB/T 2261.1'],
  ])
})

it('spells citations out in both languages', () => {
  expect(spellArticles('EL 4, CL 55–58')).toEqual({
    zh: '选举法第四条、刑法第五十五条至第五十八条',
    en: 'Electoral Law, Art. 4; Criminal Law, Art. 55–58',
  })
  expect(spellArticles('EL 10, 20, 103')).toEqual({
    zh: '选举法第十条、选举法第二十条、选举法第一百零三条',
    en: 'Electoral Law, Art. 10; Electoral Law, Art. 20; Electoral Law, Art. 103',
  })
  expect(spellArticles('CPL 188, 111').zh).toBe('民事诉讼法第一百八十八条、民事诉讼法第一百一十一条')
  expect(spellArticles('GB 11643')).toEqual({ zh: 'GB 11643', en: 'GB 11643' })
})
