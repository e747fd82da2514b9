/** Compares printed pages with approved pictures (`documents/goldens`); a changed one fails the test and is saved next to it. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'

/** Rounds coordinates to a tenth of a point, so that machines with different rounding give the same picture. */
const normal = (svg: string): string => svg.replace(/-?\d+\.\d+/g, number => String(Number(Number(number).toFixed(1))))

/** `name`: of the approved picture; `printed`: the SVG of the pages. */
export const compareWithGolden = (name: string, printed: string): void => {
  const svg = normal(printed)
  const golden = join(import.meta.dirname, '..', 'goldens', `${name}.svg`)
  const fresh = join(import.meta.dirname, '..', 'goldens', `${name}.new.svg`)
  if (existsSync(golden) && readFileSync(golden, 'utf8') === svg) {
    rmSync(fresh, { force: true })
    return
  }
  writeFileSync(fresh, svg)
  expect.fail(`the picture changed: look at ${fresh} beside ${golden}; if it is right, move it over the old one`)
}
