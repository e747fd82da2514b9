/** Every value of a rule that is one of a closed list has a word on the page of the rules. */
import { RULE_SETS } from '@mingce/domain/election'
import { expect, it } from 'vitest'
import en from '../../../i18n/en/rules.json'
import zh from '../../../i18n/zh/rules.json'

it('is said in both languages', () => {
  const values = RULE_SETS.flatMap(({ values: all }) => Object.values(all).flatMap(({ value }): unknown[] => [value].flat()))
  const coded = [...new Set(values.filter(value => typeof value === 'string' && !/\p{Script=Han}/u.test(value)))].map(String)
  expect(coded.length).toBeGreaterThan(20)
  expect(coded.filter(value => !Object.hasOwn(zh.word, value) || !Object.hasOwn(en.word, value))).toEqual([])
})
