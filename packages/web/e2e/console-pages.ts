/** Every page of the console against a real server, at the width of a desktop and of a phone, checked with axe and for words of the program. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { faultsOf } from './axe.ts'
import { openBrowser, openVisitor, type Size } from './browser.ts'
import { settled, signIn } from './clerk.ts'
import { machineWordsOf } from './machine-words.ts'
import { type RunningServer, startDemo } from './server.ts'

/** The work list of one village only: axe takes half a minute for hundreds of cards and finds nothing more. */
const VILLAGE = '110105021200'
const PAGES = [
  '',
  '/imports',
  '/imports/new',
  '/imports/several',
  '/imports/senders?state=all',
  '/reviews',
  '/voters',
  '/voters?q=wang',
  `/not-yet-registered?community=${VILLAGE}`,
  `/not-yet-registered/print?community=${VILLAGE}`,
  `/not-yet-registered/buildings?community=${VILLAGE}`,
  '/lists',
  '/stations',
  '/refused',
  '/roll',
  '/voting-places',
  '/audit',
  '/townships',
  '/screen',
]
const ROLES = ['city', 'district', 'township', 'station', 'auditor']
/** Between them they see every page: in English these are enough. */
const WIDE_ROLES = ['district', 'station', 'auditor']
/** Names of the demo's accounts, and an example of what can be typed. */
const GIVEN = [...ROLES, 'second', 'wangfang']
/** Pages that no menu leads to. */
const BEHIND = ['/imports/new', '/imports/several', '/imports/senders?state=all', '/screen', '/voters?q=wang']

/** Opens another page without loading the console again. The page that is left stays in view until the next one is there. */
const goWithin = async (page: Page, path: string): Promise<void> => {
  await page.evaluate(to => {
    for (const heading of document.querySelectorAll('h1')) heading.setAttribute('data-left', '')
    history.pushState(null, '', to)
    dispatchEvent(new PopStateEvent('popstate'))
  }, path)
  await page.locator('h1:not([data-left])').first().waitFor()
}

/** The tests of one width. Each width has a file of its own, so that both go on at once. */
export const checkPages = (size: Size): void => {
  let server: RunningServer
  let browser: Browser
  let visitor: BrowserContext
  let page: Page
  let demo = ''
  beforeAll(async () => {
    browser = await openBrowser()
    server = await startDemo('large')
    visitor = await openVisitor(browser, size)
    page = await visitor.newPage()
    await signIn(page, server.url, 'district')
    const elections = (await (await page.request.get(`${server.url}/api/elections`)).json()) as { id: string }[]
    demo = elections.find(one => one.id.startsWith('110105021'))?.id ?? ''
  }, 240_000)
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  /** Checks that axe finds nothing serious, that no word of the program is shown, and that nothing overflows the window. */
  const isSound = async (at: Page, mayScroll = false) => {
    await settled(at)
    expect(await faultsOf(at, { contrast: size === 'desk', impacts: ['serious', 'critical'] })).toEqual([])
    expect(await machineWordsOf(at, GIVEN)).toEqual([])
    const overflow = await at.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    if (!mayScroll) expect(overflow).toBeLessThanOrEqual(0)
  }

  it.each(PAGES)('%s', async path => {
    await page.goto(`${server.url}/office/elections/${demo}${path}`)
    await isSound(page, path.includes('/print'))
  })

  it.each(['/office/elections', '/office/elections/new', '/office/nowhere', '/'])('%s', async path => {
    await page.goto(`${server.url}${path}`)
    await isSound(page)
  })

  it('a finished import', async () => {
    const imports = (await (await page.request.get(`${server.url}/api/elections/${demo}/imports`)).json()) as { id: number }[]
    await page.goto(`${server.url}/office/elections/${demo}/imports/${imports[0]?.id}`)
    await isSound(page)
  })

  it('a case with its reasons open', async () => {
    await page.goto(`${server.url}/office/elections/${demo}/reviews`)
    await settled(page)
    if (size === 'phone') await page.locator('.case-list button').first().click()
    await page.getByRole('button', { name: /不予登记/ }).click()
    await isSound(page)
  })

  it('the overview as a table, in large type, in English', async () => {
    await page.goto(`${server.url}/office/elections/${demo}`)
    await settled(page)
    if (size === 'phone') await page.getByRole('button', { name: '菜单' }).click()
    await page.getByRole('button', { name: '大字' }).click()
    await page.getByRole('button', { name: /English/ }).click()
    if (size === 'phone') await page.keyboard.press('Escape')
    await page.getByText('Table', { exact: true }).click()
    await isSound(page)
  })

  // Words are the same at both widths.
  it
    .runIf(size === 'desk')
    .each([...ROLES.map(role => [role, 'zh-CN'] as const), ...WIDE_ROLES.map(role => [role, 'en-GB'] as const)])(
    'no word of the program on any page of %s in %s',
    async (role, locale) => {
      const other = await openVisitor(browser, size, locale)
      const at = await other.newPage()
      await at.goto(`${server.url}/office/sign-in`)
      await at.locator('input').first().fill(role)
      await at.locator('input[type=password]').fill('mingce-demo')
      await at.locator('button[type=submit]').click()
      await at.waitForURL(/\/elections$/)
      await at.goto(`${server.url}/office/elections/${demo}`)
      await at.locator('.places a').first().waitFor()
      const places = await at.locator('.places a').evaluateAll(links => links.map(link => link.getAttribute('href') ?? ''))
      expect(places.length).toBeGreaterThan(5)
      const election = `/office/elections/${demo}`
      const paths = [
        ...places,
        ...BEHIND.map(path => election + path),
        '/office/help',
        '/office/account',
        '/office/elections/new',
      ]
      const found: Record<string, string[]> = {}
      for (const path of paths) {
        if (path.includes('?')) await at.goto(server.url + path)
        else await goWithin(at, path)
        await settled(at)
        const words = await machineWordsOf(at, GIVEN)
        if (words.length > 0) found[path] = words
      }
      expect(found).toEqual({})
      await other.close()
    },
  )

  it('the sign-in page', async () => {
    await visitor.clearCookies()
    await page.goto(`${server.url}/office/sign-in`)
    await isSound(page)
  })
}
