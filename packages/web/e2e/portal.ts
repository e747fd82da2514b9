/** What a voter does on the portal, for the tests and the screenshots. */
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { faultsOf } from './axe.ts'
import { machineWordsOf } from './machine-words.ts'

/** Checks that axe finds nothing, that no word of the program is shown, that targets are large enough and that nothing overflows the window. Colours are of all sizes and languages. */
export const isSound = async (page: Page, contrast = true): Promise<void> => {
  await page.waitForFunction(() => !document.querySelector('.loading'))
  expect(await faultsOf(page, { contrast })).toEqual([])
  expect(await machineWordsOf(page)).toEqual([])
  const found = await page.evaluate(() => {
    const small = [...document.querySelectorAll('a, button, input, select, textarea, summary')].filter(each => {
      const { width, height } = each.getBoundingClientRect()
      // WCAG 2.5.8: a link within a sentence is as high as its line; the target of a checkbox is its label.
      return width > 0 && (height < 44 || width < 44) && !each.closest('label, .skip, .notice p')
    })
    return {
      overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      small: small.map(each => each.outerHTML.slice(0, 100)),
    }
  })
  expect(found).toEqual({ overflow: 0, small: [] })
}

/** Signs in through the demo login as a made-up person whose note includes `note`, skipping `at` of them. Returns the name. */
export const signInAs = async (page: Page, note: string, at = 0): Promise<string> => {
  const person = page.getByRole('button', { name: new RegExp(`${note} ·`) }).nth(at)
  await person.waitFor()
  const name = (await person.locator('b').textContent()) ?? ''
  await person.tap()
  await page.getByRole('button', { name: /同意并登录/ }).tap()
  await page.locator('main h1').waitFor()
  return name
}
