import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CERTIFICATE_FATES, LEAST_SHOWN, mergeProvinces, type ProvinceCounts } from './index.ts'

const few = fc.oneof(fc.nat(12), fc.nat(400), fc.constant(0))
const provinces = fc.uniqueArray(
  fc.record({
    province: fc.integer({ min: 10, max: 82 }).map(String),
    issued: few,
    refused: few,
    silent: few,
  }),
  { selector: one => one.province, maxLength: 34 },
)
const sumOf = (rows: readonly Omit<ProvinceCounts, 'province'>[]) =>
  Object.fromEntries(CERTIFICATE_FATES.map(fate => [fate, rows.reduce((sum, row) => sum + row[fate], 0)]))

describe('certificates by province', () => {
  it('show no number of fewer than ten people, and leave nobody out', () => {
    fc.assert(
      fc.property(provinces, counts => {
        const { rows, merged } = mergeProvinces(counts)
        for (const row of rows) {
          for (const n of [row.asked, row.issued, row.refused, row.silent]) expect(n === 0 || n >= LEAST_SHOWN).toBe(true)
          expect(row.asked).toBe(row.issued + row.refused + row.silent)
        }
        const named = rows.filter(row => row.province !== null)
        const people = counts.filter(one => one.issued + one.refused + one.silent > 0)
        expect(named.length + merged).toBe(people.length)
        // What is shown subtracted from all leaves nobody: there is no remainder to read.
        if (rows.length > 0) expect(sumOf(rows)).toEqual(sumOf(counts))
        for (const row of named) expect(counts.find(one => one.province === row.province)).toMatchObject({ issued: row.issued })
      }),
    )
  })
  it('never merge a single province by itself into a row that its number could be read from', () => {
    fc.assert(
      fc.property(provinces, counts => {
        const { rows, merged } = mergeProvinces(counts)
        if (rows.some(row => row.province === null)) expect(merged).toBeGreaterThan(1)
      }),
    )
  })
  it('merge the smallest others until the merged row is large enough', () => {
    const figures = mergeProvinces([
      { province: '41', issued: 300, refused: 0, silent: 40 },
      { province: '13', issued: 60, refused: 20, silent: 30 },
      { province: '37', issued: 5, refused: 1, silent: 2 },
    ])
    expect(figures).toEqual({
      rows: [
        { province: '41', asked: 340, issued: 300, refused: 0, silent: 40 },
        { province: null, asked: 118, issued: 65, refused: 21, silent: 32 },
      ],
      merged: 2,
    })
  })
  it('are not shown at all where everybody together is too few', () => {
    expect(mergeProvinces([{ province: '41', issued: 9, refused: 0, silent: 0 }])).toEqual({ rows: [], merged: 1 })
  })
})
