/**
 * A day of an office against a real server. A clerk imports every file of the collection of rosters, decides fifty cases, answers whether Wang is
 * registered, prints household sheets, previews the list and takes the roll home as a table; a second officer publishes; an auditor looks on.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContext, Download, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openBrowser, openVisitor } from './browser.ts'
import { confirmPreview, decideByKeys, goTo, placeOf, settled, signIn } from './clerk.ts'
import { type RunningServer, startDemo } from './server.ts'

/** Rosters as clerks make them, with the number of people in each. All people are made up. */
const CASES = fileURLToPath(new URL('../../server/src/registration/testing/cases', import.meta.url))
const PEOPLE = JSON.parse(readFileSync(join(CASES, 'expected.json'), 'utf8')) as Record<string, { people: number }>
const FILES = readdirSync(CASES).filter(name => Object.hasOwn(PEOPLE, name))
/** Decided one by one with the keyboard, and together. */
const ALONE = 10
const TOGETHER = 20

let server: RunningServer
let browser: Browser
let page: Page
let election = ''
const visitors: BrowserContext[] = []
const open = async (username: string): Promise<Page> => {
  const visitor = await openVisitor(browser, 'desk')
  visitors.push(visitor)
  const opened = await visitor.newPage()
  opened.setDefaultTimeout(20_000)
  await signIn(opened, server.url, username)
  return opened
}
const show = async (of: Page, address: string) => {
  await of.goto(`${server.url}/office/elections/${election}/${address}`)
  await settled(of)
}
const taken = async (of: Page, act: () => Promise<unknown>): Promise<Download> => {
  const [download] = await Promise.all([of.waitForEvent('download', { timeout: 60_000 }), act()])
  expect(await download.failure()).toBeNull()
  return download
}
/** Takes a list as a table; the dialog is open. */
const exportAs = async (of: Page, reason: string) => {
  const dialog = of.getByRole('dialog')
  await dialog.getByLabel('用途').fill(reason)
  const file = await taken(of, () => dialog.getByRole('button', { name: '导出', exact: true }).click())
  await dialog.getByRole('button', { name: '关闭' }).last().click()
  await dialog.waitFor({ state: 'hidden' })
  return file
}

beforeAll(async () => {
  browser = await openBrowser()
  server = await startDemo('large')
  page = await open('district')
  const elections = (await (await page.request.get(`${server.url}/api/elections`)).json()) as { id: string }[]
  election = elections.find(one => one.id.startsWith('110105021'))?.id ?? ''
}, 240_000)
afterAll(async () => {
  for (const visitor of visitors) await visitor.close()
  await browser?.close()
  await server?.stop()
})

it('in the morning every file is imported or says why not, and every person in them is accounted for', async () => {
  await show(page, 'imports/several')
  await page.locator('input[type=file]').setInputFiles(FILES.map(name => join(CASES, name)))
  const files = page.getByRole('table', { name: '这批文件' }).locator('tbody tr.ant-table-row')
  await expect.poll(() => files.count(), { timeout: 60_000 }).toBe(FILES.length)
  await expect.poll(() => page.getByText('正在查看', { exact: true }).count(), { timeout: 120_000 }).toBe(0)
  const start = page.getByRole('button', { name: /^开始导入 \d+ 个文件$/ })
  const count = Number(/\d+/.exec(await start.innerText())?.[0])
  // A file that stays behind says what is wrong with it or what is asked.
  for (const words of await page
    .getByText(/^(不能导入|要选择)$/)
    .locator('xpath=ancestor::td')
    .allInnerTexts())
    expect(words.replace(/不能导入|要选择/, '').trim().length).toBeGreaterThan(5)
  await start.click()
  await page.getByText(`已结束 ${count} 个`).waitFor({ timeout: 120_000 })
  const imports = (await (await page.request.get(`${server.url}/api/elections/${election}/imports`)).json()) as {
    fileName: string
    state: string
    rows: number
    accepted: number
    review: number
    refused: number
    unchanged: number
  }[]
  const ours = imports.filter(one => FILES.includes(one.fileName))
  expect(ours.length).toBe(count)
  for (const one of ours) {
    expect([one.fileName, one.state, one.rows]).toEqual([one.fileName, 'done', PEOPLE[one.fileName]?.people])
    expect([one.fileName, one.accepted + one.review + one.refused + one.unchanged]).toEqual([one.fileName, one.rows])
  }
})

it('before noon fifty cases are decided, most of them together', async () => {
  await show(page, 'reviews?code=population.absent')
  for (let decided = 0; decided < 2; decided += 1) {
    const boxes = page.locator('.case-list li:not(:has(.case-decided)) .ant-checkbox-input')
    for (let n = 0; n < TOGETHER; n += 1) await boxes.nth(n).check()
    await page.locator('.pick-bar').getByRole('button', { name: '一并核准' }).click()
    const dialog = page.getByRole('dialog', { name: '一并核准' })
    await dialog.locator('.picks button').first().click()
    await dialog.getByRole('button', { name: /^确认核准/ }).click()
    await dialog.waitFor({ state: 'hidden' })
    await show(page, 'reviews?code=population.absent')
  }
  // Those who are left said no community: nobody can be put in a district for them.
  for (let n = 0; n < ALONE; n += 1) await decideByKeys(page, 'r')
  expect(await page.locator('.case-list .case-decided').count()).toBe(ALONE)
})

it('at the counter somebody asks whether Wang is registered', async () => {
  await goTo(page, '名册')
  const search = page.getByRole('searchbox', { name: '按姓名或拼音查找' })
  await search.fill('wang')
  await search.press('Enter')
  const first = page.getByRole('table', { name: '名册' }).locator('tbody tr.ant-table-row').first()
  await expect.poll(() => first.innerText()).toMatch(/王/)
  expect(await first.innerText()).toMatch(/已登记|待审核|已除名|未予登记/)
})

it('after lunch household sheets are printed for the walk', async () => {
  await show(page, 'not-yet-registered/buildings')
  const sheets = await taken(page, () => page.getByRole('button', { name: /^打印/ }).first().click())
  expect(sheets.suggestedFilename()).toMatch(/\.pdf$/)
})

it('the list is previewed by one officer and published by another, and the roll goes home as a table', async () => {
  await show(page, 'roll')
  const late = page.getByLabel('逾期公布的理由')
  if ((await late.count()) > 0) await late.fill('测试：登记顺延，经选举委员会决定')
  await page.getByRole('button', { name: '预览本次公布' }).click()
  await page.getByRole('heading', { name: '公布预览' }).waitFor({ timeout: 90_000 })
  const second = await open('second')
  await show(second, 'roll')
  await confirmPreview(second)
  await show(page, 'voters?status=registered')
  await page.getByRole('button', { name: '导出', exact: true }).click()
  expect((await exportAs(page, '傍晚核对当天登记')).suggestedFilename()).toMatch(/\.xlsx$/)
})

it('the officer sees townships side by side and the steps that are due', async () => {
  await goTo(page, '各街道（乡镇）')
  expect(await page.locator('tbody tr').first().innerText()).toContain('南磨房地区')
  await page.getByRole('heading', { name: '各社区（村）' }).waitFor()
  await goTo(page, '时间表')
  await page
    .getByText(/选民名单/)
    .first()
    .waitFor()
})

it('the auditor finds who did all that, and takes the trail as a table', async () => {
  const auditor = await open('auditor')
  await show(auditor, 'audit')
  // The files of the morning are further down.
  for (const action of ['公布选民名单', '预览公布', '不予登记'])
    await auditor.locator('.records-heading', { hasText: action }).first().waitFor()
  await (await placeOf(auditor, '公布与核验')).click()
  await auditor.getByRole('heading', { name: '第 1 版 选民名单' }).waitFor()
  await goTo(auditor, '操作记录')
  await auditor.getByRole('button', { name: '导出', exact: true }).click()
  expect((await exportAs(auditor, '当天操作的抽查')).suggestedFilename()).toMatch(/\.xlsx$/)
})
