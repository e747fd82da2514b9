/** `cellsOf` gives the same result as splitting; everything else about CSV files is tested in tables.test.ts. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { cellsOf } from './csv.ts'

it.each([',', '\t', ';'])('cellsOf equals splitting lines at “%s”, up to any end', delimiter => {
  const text = fc.string({ unit: fc.constantFrom('张', '1', ' ', '\n', delimiter, delimiter, '𠮷') })
  const ends = fc.tuple(text, fc.nat()).map(([all, at]) => ({ all, end: all.length === 0 ? 0 : at % (all.length + 1) }))
  fc.assert(
    fc.property(ends, ({ all, end }) => {
      const split = all
        .slice(0, end)
        .split('\n')
        .map(line => line.split(delimiter))
      expect(cellsOf(all, end, delimiter)).toEqual(split)
    }),
    { numRuns: 1000 },
  )
})
