/** Articles of the law are read; standards are left alone. */
import { FINDINGS } from '@mingce/domain/registration'
import { expect, it } from 'vitest'
import { parseArticles } from './article-names.ts'

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

it('leaves standards as they are', () => {
  expect(parseArticles('GB 11643, GB/T 2261.1').map(({ law, text }) => [law, text])).toEqual([
    [null, 'GB 11643'],
    [null, 'GB/T 2261.1'],
  ])
})

it('knows the law of every finding, or a standard', () => {
  for (const finding of FINDINGS) for (const one of parseArticles(finding.article)) expect(one.law ?? one.text).toMatch(/^[A-Z]/)
})
