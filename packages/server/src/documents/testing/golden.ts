/** Printed pages as pictures that were looked at and approved (`documents/goldens`); a picture that changed fails the test and lies beside. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'

/** Coordinates to a tenth of a point, so that machines that round differently draw the same picture. */
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
