/** An office creates and freezes a district plan of Dongcheng (17 subdistricts) on a map, with and without WebGL. */
import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { faultsOf } from './axe.ts'
import { findChromium, openBrowser, openVisitor } from './browser.ts'
import { settled, signIn } from './clerk.ts'
import { type RunningServer, startDemo } from './server.ts'

/** A made-up grid of 17 squares with invented populations. */
const STREETS = fileURLToPath(new URL('fixtures/dongcheng.geojson', import.meta.url))
const SEATS = 30

let server: RunningServer
let browser: Browser
let electionId = ''
beforeAll(async () => {
  // An old machine without WebGL, so the map is plain SVG.
  browser = await openBrowserWith('--disable-3d-apis')
  server = await startDemo('small')
  const office = await openVisitor(browser, 'desk')
  await office.request.post(`${server.url}/api/auth/sign-in`, { data: { username: 'city', password: 'mingce-demo' } })
  const day = new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10)
  const made = await office.request.post(`${server.url}/api/elections`, {
    data: { areaCode: '110101', day, levels: ['county'], name: '东城区人大代表选举（测试）' },
  })
  if (!made.ok()) throw new Error(await made.text())
  electionId = ((await made.json()) as { id: string }).id
  await office.close()
}, 240_000)
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const openBrowserWith = async (...args: string[]): Promise<Browser> => {
  const usual = await openBrowser()
  await usual.close()
  return chromium.launch({
    executablePath: findChromium() ?? '',
    headless: true,
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--font-render-hinting=none', ...args],
  })
}
const openOffice = async (visitor: BrowserContext, path: string): Promise<Page> => {
  const page = await visitor.newPage()
  page.setDefaultTimeout(20_000)
  await signIn(page, server.url, 'city')
  await page.goto(`${server.url}/office/elections/${electionId}${path}`)
  await settled(page)
  return page
}
const homesOnMap = (page: Page): Promise<Record<string, string>> =>
  page
    .locator('[data-map=svg] path')
    .evaluateAll(paths =>
      Object.fromEntries(paths.map(one => [one.getAttribute('data-unit'), one.getAttribute('data-district')])),
    )

describe('districts', () => {
  it('are drawn from nothing to a frozen plan with its announcement', async () => {
    const visitor = await openVisitor(browser, 'desk')
    const page = await openOffice(visitor, '/districts')
    expect(await faultsOf(page)).toEqual([])
    await page.getByRole('button', { name: '新建方案' }).click()
    await page.getByLabel('方案名称').fill('示意方案')
    await page.locator('input[type=file]').setInputFiles(STREETS)
    await page.getByRole('button', { name: '建立', exact: false }).last().click()
    await page.getByRole('heading', { name: '示意方案', level: 1 }).waitFor()
    await settled(page)
    await page.locator('[data-map=svg]').waitFor()
    expect(Object.values(await homesOnMap(page))).toEqual(Array(17).fill(''))

    await page.getByLabel('代表总名额').fill(String(SEATS))
    await page.getByLabel('选区数').fill('11')
    await page.getByRole('button', { name: '自动划分' }).click()
    await page.locator('[data-map=svg] path[data-district="1"]').first().waitFor()
    const drawn = await homesOnMap(page)
    expect(Object.values(drawn).every(home => home !== '')).toBe(true)
    const seats = await page
      .locator('select[aria-label$=代表名额]')
      .evaluateAll(all => all.map(one => Number((one as HTMLSelectElement).value)))
    expect(seats.reduce((sum, one) => sum + one, 0)).toBe(SEATS)
    expect(seats.every(one => one >= 1 && one <= 3)).toBe(true)

    // A subdistrict is selected on the map and moved to another district; the figures follow; then the move is undone.
    const [street = '', home = ''] = Object.entries(drawn)[0] ?? []
    const other = Object.values(drawn).find(one => one !== home) ?? ''
    await page.locator(`[data-map=svg] path[data-unit="${street}"]`).click({ position: { x: 8, y: 8 } })
    await page.getByText('已选 1 个单元').waitFor()
    await page.getByLabel('划入').selectOption(other)
    await page.getByRole('button', { name: '划入', exact: true }).click()
    await page.locator(`path[data-unit="${street}"][data-district="${other}"]`).waitFor()
    await page.getByText('已选 0 个单元').waitFor()
    await page.getByRole('button', { name: '撤销上一步' }).click()
    await page.locator(`path[data-unit="${street}"][data-district="${home}"]`).waitFor()
    expect(await homesOnMap(page)).toEqual(drawn)
    expect(await faultsOf(page)).toEqual([])

    await page.getByRole('button', { name: '先看哪些选民会变动' }).click()
    await page.getByRole('button', { name: '确定方案' }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^确\s?定$/ })
      .click()
    await page.getByText('县级代表 · 已确定').waitFor()
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: '下载选区划分公告' }).click(),
    ])
    expect(file.suggestedFilename()).toMatch(/选区划分公告.*\.pdf$/)
    expect(await page.getByRole('button', { name: '划入', exact: true }).count()).toBe(0)
    await visitor.close()
  })

  it('are drawn with WebGL too, and fit the width of a phone', async () => {
    const withGl = await openBrowserWith('--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader')
    try {
      const visitor = await openVisitor(withGl, 'phone')
      const page = await openOffice(visitor, '/districts')
      await page.getByRole('link', { name: '示意方案' }).click()
      await page.locator('[data-map=gl][data-drawn=true]').waitFor({ timeout: 60_000 })
      expect(await page.locator('.plan-marker').count()).toBe(17)
      const picture = await page.locator('[data-map=gl] canvas').screenshot()
      // An empty canvas of this size has a few hundred bytes.
      expect(picture.byteLength).toBeGreaterThan(4_000)
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
      expect(await faultsOf(page)).toEqual([])
      await visitor.close()
    } finally {
      await withGl.close()
    }
  })
})
