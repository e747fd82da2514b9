/** The form of a congress's seats: what it starts with, and what follows from it. */
import { expect, it } from 'vitest'
import type { Congress } from '../../../api/index.ts'
import { judgeDraft, startDraft } from './seats-draft.ts'

const CONGRESS: Congress = {
  level: 'county',
  areaCode: '110105',
  areaName: '朝阳区',
  areas: [
    { code: '110105021', name: '东坝', people: 60_000 },
    { code: '110105022', name: '金盏', people: 40_000 },
  ],
  base: { asOf: '2026-06-30' },
  decision: null,
  seats: null,
  allocation: null,
  minorities: [],
}
const series = (names: readonly string[]) => names.join('、')

it('starts with the people of the register, where it knows every area', () => {
  expect(startDraft(CONGRESS, series)).toMatchObject({ population: 100_000, populationOn: '2026-06-30', document: '' })
  const [first, second] = CONGRESS.areas
  const partly = { ...CONGRESS, areas: [first, { ...second, people: null }] } as Congress
  expect(startDraft(partly, series)).toMatchObject({ population: null, populationOn: '' })
})

it('shares the seats between areas with a name and people, and counts those', () => {
  const draft = startDraft(CONGRESS, series)
  const judged = judgeDraft('county', { ...draft, areas: [...draft.areas, { code: 'unit-1', name: ' ', population: 5 }] })
  expect(judged.counted.map(area => area.code)).toEqual(['110105021', '110105022'])
  expect(judged.sum).toBe(100_000)
  expect(judged.shared?.ok && judged.seats?.ok && judged.shared.value.seats === judged.seats.value.total).toBe(true)
})

it('reads peoples from lines and lots from names', () => {
  const judged = judgeDraft('county', {
    ...startDraft(CONGRESS, series),
    peoples: '回族 16,000\n\n满族：900',
    lots: '金盏、没有',
  })
  expect(judged.minorities).toEqual([
    { name: '回族', population: 16_000 },
    { name: '满族', population: 900 },
  ])
  expect(judged.lots).toEqual(['110105022'])
})

it('judges nothing without a population', () => {
  const judged = judgeDraft('county', { ...startDraft(CONGRESS, series), population: null, peoples: '回族 16000' })
  expect(judged).toMatchObject({ seats: null, shared: null, shares: [] })
})
