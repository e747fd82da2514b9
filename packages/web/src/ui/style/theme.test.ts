/** The colours of the theme are readable: WCAG 2.1 contrast (1.4.3) of every text colour on every background it is used on. */
import { describe, expect, it } from 'vitest'
import { COLOURS } from './theme.ts'

const luminance = (hex: string) => {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map(at => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return channel <= 0.03928 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
const contrast = (one: string, other: string) => {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

describe('colours', () => {
  const { sheet, paper, primaryPale, registeredPale, reviewPale, refusedPale, quietPale } = COLOURS
  it.each([
    ['primary', COLOURS.primary, [sheet, paper, primaryPale]],
    ['ink', COLOURS.ink, [sheet, paper, primaryPale, registeredPale, reviewPale, refusedPale, quietPale]],
    ['soft ink', COLOURS.inkSoft, [sheet, paper, primaryPale, quietPale]],
    ['registered', COLOURS.registered, [sheet, paper, registeredPale]],
    ['review', COLOURS.review, [sheet, paper, reviewPale]],
    ['refused', COLOURS.refused, [sheet, paper, refusedPale]],
    ['quiet', COLOURS.quiet, [sheet, paper, quietPale]],
    ['white', sheet, [COLOURS.primary, COLOURS.primaryDeep, COLOURS.seal]],
  ])('%s has a contrast of at least 4.5 to 1', (_, colour, grounds) => {
    for (const ground of grounds) expect(contrast(colour, ground)).toBeGreaterThanOrEqual(4.5)
  })
})
