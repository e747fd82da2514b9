/** The proposal starts with the seats decided, and with none while a decision is missing. */
import { expect, it } from 'vitest'
import type { Congress } from '../../../api/index.ts'
import { offeredSeats } from './offered-seats.ts'

const congress = (
  level: Congress['level'],
  areaCode: string,
  total: number | null,
  shares: Record<string, number> = {},
): Congress => ({
  level,
  areaCode,
  areaName: areaCode,
  areas: [],
  base: null,
  decision:
    total === null
      ? null
      : {
          level,
          areaCode,
          population: 1,
          source: 'hukou',
          populationOn: null,
          extra: 0,
          fewer: null,
          total,
          army: 0,
          document: `决定${areaCode}`,
          minorities: [],
          lots: [],
          setBy: 'district',
          at: '2026-11-01T00:00:00Z',
        },
  seats: null,
  allocation: {
    seats: total ?? 0,
    tied: [],
    allotments: Object.entries(shares).map(([code, seats]) => ({
      code,
      name: code,
      population: 1,
      seats,
      perDeputy: 1,
      deviation: 0,
      guaranteed: false,
    })),
  },
  minorities: [],
})

it('offers the total of the area’s own congress, or its share of the congress above', () => {
  const county = congress('county', '110105', 300, { '110105021': 9 })
  expect(offeredSeats([county], 'county', '110105')).toEqual({ seats: 300, documents: ['决定110105'] })
  expect(offeredSeats([county], 'county', '110105021')?.seats).toBe(9)
  expect(offeredSeats([county], 'county', '110105022')).toBeNull()
})

it('adds up the congresses inside the area once all of them are decided', () => {
  const townships = [congress('township', '110105021', 45), congress('township', '110105022', 60)]
  expect(offeredSeats(townships, 'township', '110105')).toEqual({ seats: 105, documents: ['决定110105021', '决定110105022'] })
  expect(offeredSeats([...townships, congress('township', '110105023', null)], 'township', '110105')).toBeNull()
  expect(offeredSeats([], 'township', '110105')).toBeNull()
})
