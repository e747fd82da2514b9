/** What every page of the console has to hold, for tests; the screenshots, which run without Vitest, do not use it. */
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { faultsOf } from './axe.ts'
import type { Size } from './browser.ts'

/** Checks that axe finds nothing serious and that nothing overflows the window; colours are the same at both widths. */
export const isSound = async (page: Page, size: Size): Promise<void> => {
  expect(await faultsOf(page, { contrast: size === 'desk', impacts: ['serious', 'critical'] })).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0)
}
