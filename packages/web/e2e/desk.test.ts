/** The day of an office against a real server: cases decided together and assigned, a refused row corrected, several files at once. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { faultsOf } from './axe.ts'
import { openBrowser, openVisitor } from './browser.ts'
import { goTo, settled, signIn } from './clerk.ts'
import { type RunningServer, startDemo } from './server.ts'

let server: RunningServer
let browser: Browser
let visitor: BrowserContext
let page: Page
let election = ''
beforeAll(async () => {
  browser = await openBrowser()
  server = await startDemo('small')
  visitor = await openVisitor(browser, 'desk')
  page = await visitor.newPage()
  page.setDefaultTimeout(20_000)
  await signIn(page, server.url, 'district')
  const elections = (await (await page.request.get(`${server.url}/api/elections`)).json()) as { id: string }[]
  election = elections.find(one => one.id.startsWith('110105021'))?.id ?? ''
}, 240_000)
afterAll(async () => {
  await visitor?.close()
  await browser?.close()
  await server?.stop()
})

const open = async (address: string) => {
  await page.goto(`${server.url}/office/elections/${election}/${address}`)
  await settled(page)
}
const pick = async (rows: readonly number[]) => {
  for (const row of rows) await page.locator('.case-list .ant-checkbox-input').nth(row).check()
}

it('decides cases of one finding together, and the next one is where the last one was', async () => {
  await open('reviews?code=identity.document')
  await pick([0, 1])
  await page.locator('.pick-bar').getByRole('button', { name: '分给' }).click()
  await page.getByRole('menuitem', { name: /本人/ }).click()
  await page.locator('.case-list li').first().getByText('分给').waitFor()
  await open('reviews?assigned=mine')
  expect(await page.locator('.case-list li').count()).toBe(2)
  expect(await faultsOf(page, { impacts: ['serious', 'critical'] })).toEqual([])
  await pick([0, 1])
  await page.locator('.pick-bar').getByRole('button', { name: '一并不予登记' }).click()
  const dialog = page.getByRole('dialog', { name: '一并不予登记' })
  await dialog.locator('.picks button').first().click()
  await dialog.getByRole('button', { name: '确认不予登记' }).click()
  await dialog.waitFor({ state: 'hidden' })
  expect(await page.locator('.case-list .case-decided').count()).toBe(2)
  await open('reviews')
  const row = page.locator('.case-list li button')
  await row.nth(3).click()
  await page.locator('.case-list li').nth(3).locator('[aria-current=true]').waitFor()
  const before = (await page.locator('[aria-current=true]').last().boundingBox())?.y ?? 0
  const name = await page.locator('.case-list [aria-current=true] strong').innerText()
  await page.getByRole('button', { name: /^不予登记/ }).click()
  await page.getByRole('textbox', { name: '理由' }).fill('测试用的理由')
  await page.getByRole('button', { name: '确认不予登记' }).click()
  await page.waitForFunction(was => ![was, ''].includes(document.querySelector('.case-head h2')?.textContent ?? ''), name)
  const after = (await page.locator('[aria-current=true]').last().boundingBox())?.y ?? 0
  expect(Math.abs(after - before)).toBeLessThan(3)
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H2')
})

it('corrects a refused row, which says who did it', async () => {
  await open('refused')
  const total = await page.locator('.records tbody tr.ant-table-row').count()
  await page
    .getByRole('button', { name: /更正.*这一行/ })
    .first()
    .click()
  await page.getByLabel('身份证上的号码').fill('110105199003050011')
  await page.getByRole('button', { name: '重新报送' }).click()
  await page.getByText('仍然退回').waitFor()
  await page.getByRole('button', { name: '取消' }).click()
  await settled(page)
  expect(await page.locator('.records tbody tr.ant-table-row').count()).toBe(total)
  await page.getByText('已更正', { exact: true }).click()
  await page.getByText(/更正$/).last().waitFor()
})

it('imports several files at once, and says who has sent nothing', async () => {
  await goTo(page, '导入')
  await page.getByRole('link', { name: '一次导入几个文件或压缩包' }).click()
  await page.locator('input[type=file]').setInputFiles(
    ['甲', '乙'].map((name, at) => ({
      name: `${name}.csv`,
      mimeType: 'text/csv',
      buffer: Buffer.from(`姓名,公民身份号码,社区\n测试${name},11010519900305${at}00,东郊社区\n`, 'utf8'),
    })),
  )
  await page.getByRole('button', { name: '开始导入 2 个文件' }).click()
  await page.getByText('已结束 2 个').waitFor({ timeout: 60_000 })
  expect(await faultsOf(page, { impacts: ['serious', 'critical'] })).toEqual([])
  await open('imports/senders?state=all')
  expect(await page.locator('.records tbody tr.ant-table-row').count()).toBeGreaterThan(10)
  expect(await faultsOf(page, { impacts: ['serious', 'critical'] })).toEqual([])
})
