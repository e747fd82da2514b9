import { expect, it } from 'vitest'
import { getRemovalGround, REMOVAL_GROUNDS } from './removal.ts'

it('knows the grounds of the law and no other, each with its article and the document that shows it', () => {
  expect(REMOVAL_GROUNDS.map(({ id }) => id)).toEqual([
    'deceased',
    'deprived',
    'suspended',
    'unable',
    'not-citizen',
    'under-age',
    'twice',
  ])
  for (const ground of REMOVAL_GROUNDS) {
    expect(getRemovalGround(ground.id)).toBe(ground)
    expect(ground.article).toMatch(/^(EL|P83) §?\d+$/)
    expect(ground.document.zh).not.toBe('')
  }
})
