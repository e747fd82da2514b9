/** Figures after a decision: those that the server would count. */
import { expect, it } from 'vitest'
import type { Overview, ReviewCase, ReviewPage } from '../../../api/index.ts'
import { overviewAfter, pageAfter } from './overview-after.ts'

const community = { code: '110105021021', name: '东郊社区' }
const caseOf = (status: ReviewCase['status'], state: 'open' | 'accepted' | 'refused', place = community) =>
  ({ status, community: place, findings: [{ code: 'place.unproven', state }] }) as unknown as ReviewCase
const figures = { registered: 10, review: 4, reviewStanding: 1, pending: 0 }
const overview = {
  election: { area: { code: '110105', name: '朝阳区' } },
  counts: figures,
  communities: [{ code: community.code, ...figures }],
  cases: { total: 6, ofOthers: 2 },
  findings: { 'place.unproven': 6 },
} as unknown as Overview

it('counts a case that was accepted among the registered, and no more among the open ones', () => {
  const after = overviewAfter(overview, caseOf('review', 'open'), caseOf('registered', 'accepted'))
  const now = { registered: 11, review: 3, reviewStanding: 1, pending: 0 }
  expect(after).toMatchObject({
    counts: now,
    communities: [now],
    cases: { total: 5, ofOthers: 2 },
    findings: { 'place.unproven': 5 },
  })
})

it('takes someone who is removed off the registered and those who stand meanwhile', () => {
  const after = overviewAfter(overview, caseOf('registered', 'open'), caseOf('removed', 'refused'))
  expect(after.counts).toMatchObject({ registered: 9, review: 3, reviewStanding: 0 })
})

it('changes back what an undone decision changed', () => {
  const [open, done] = [caseOf('review', 'open'), caseOf('refused', 'refused')]
  expect(overviewAfter(overviewAfter(overview, open, done), done, open)).toEqual(overview)
})

it('counts a case of another area as such, and nobody of this one', () => {
  const elsewhere = { code: '110101001001', name: '东城' }
  const after = overviewAfter(overview, caseOf('review', 'open', elsewhere), caseOf('registered', 'accepted', elsewhere))
  expect(after).toMatchObject({ counts: figures, communities: [figures], cases: { total: 5, ofOthers: 1 } })
})

it('changes the numbers of the first page alone, which has them', () => {
  const [open, done] = [caseOf('review', 'open'), caseOf('registered', 'accepted')]
  const first = { items: [], next: null, total: 6, ofOthers: 2, byCode: { 'place.unproven': 6 } } satisfies ReviewPage
  expect(pageAfter(first, open, done)).toMatchObject({ total: 5, byCode: { 'place.unproven': 5 } })
  expect(pageAfter({ items: [], next: null }, open, done)).toEqual({ items: [], next: null })
})
