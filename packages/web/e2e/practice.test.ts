/** The practice course in the console of a demo, at both widths: a run from its beginning to its grades. */
import { readFileSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser, openVisitor } from './browser.ts'
import { placeOf, settled, signIn } from './clerk.ts'
import { type RunningServer, startDemo } from './server.ts'
import { isSound } from './sound.ts'

let server: RunningServer
let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
  server = await startDemo('large')
}, 240_000)
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

describe.each([
  ['desk', 'township'],
  ['phone', 'district'],
] as const)('the practice course at the width of a %s', (size, username) => {
  it('gives a roster and its tasks, imports it, takes answers, and says what was right and what was missed', async () => {
    const visitor = await openVisitor(browser, size)
    const page = await visitor.newPage()
    page.setDefaultTimeout(20_000)
    const complaints: string[] = []
    page.on('pageerror', error => complaints.push(error.message))
    await signIn(page, server.url, username)
    await page.locator('.election-card').first().click()
    await page.waitForURL(/\/elections\/[^/]+$/)
    const election = page.url()
    await settled(page)
    if (size === 'phone') await page.getByRole('button', { name: '菜单' }).click()
    await (await placeOf(page, '练习')).click()
    await page.getByRole('heading', { name: '练习', level: 1 }).waitFor()
    await page.getByRole('button', { name: '开始练习' }).click()
    await page.getByRole('heading', { name: '一、导入名单' }).waitFor()
    await settled(page)
    await isSound(page, size)

    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: /^下载名单（\d+ 人）/ }).click()
    const roster = await download
    expect(roster.suggestedFilename()).toMatch(/^练习名单-\d+\.csv$/)
    const path = await roster.path()
    await page.goto(`${election}/imports/new`)
    await page.getByRole('radio', { name: '登记名单' }).check()
    await page.locator('input[type=file]').setInputFiles({
      name: roster.suggestedFilename(),
      mimeType: 'text/csv',
      buffer: readFileSync(path),
    })
    await page.getByRole('button', { name: '开始导入' }).click()
    await page.getByLabel('每一行的处理结果').waitFor({ timeout: 60_000 })

    await page.goto(`${election}/practice`)
    await page.getByText('已导入', { exact: true }).waitFor()
    const answers = page.getByRole('combobox', { name: /^答复/ })
    await answers.first().click()
    await page.locator('.ant-select-item-option', { hasText: '没有登记' }).first().click()
    await page.getByText('已答复 1 / 2 个').waitFor()
    await page.getByRole('button', { name: '交卷评分' }).click()
    await page.getByRole('tooltip').getByRole('button', { name: '交卷评分' }).click()
    await page
      .getByText(/^对 \d+ · 漏 \d+ · 错 \d+$/)
      .first()
      .waitFor()
    await page.getByText('没有疑问的人，导入就已登记，不用再办。').first().waitFor()
    await page.getByText('决定了的登记，公布以后才在选民名单上。').waitFor()
    await settled(page)
    await isSound(page, size)
    await page.getByRole('button', { name: '再练一次' }).click()
    await page.getByText('还没有导入', { exact: true }).waitFor()
    expect(complaints).toEqual([])
    await visitor.close()
  })
})
