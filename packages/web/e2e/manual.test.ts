/** The manual in the console against a real server: from a page to its section, and by search, at both widths. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser, openVisitor } from './browser.ts'
import { settled, signIn } from './clerk.ts'
import { type RunningServer, startDemo } from './server.ts'
import { isSound } from './sound.ts'

let server: RunningServer
let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
  server = await startDemo('small')
}, 240_000)
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

describe.each(['desk', 'phone'] as const)('the manual at the width of a %s', size => {
  it('opens at the section of the page one is on, with its pictures and video, and is searched', async () => {
    const visitor = await openVisitor(browser, size)
    const page = await visitor.newPage()
    page.setDefaultTimeout(20_000)
    const complaints: string[] = []
    page.on('pageerror', error => complaints.push(error.message))
    page.on('console', message => {
      if (message.type() === 'error' && !message.text().includes('status of 401')) complaints.push(message.text())
    })
    await signIn(page, server.url, 'township')
    await page.locator('.election-card').first().click()
    await page.waitForURL(/\/elections\/[^/]+$/)
    await page.goto(`${page.url()}/reviews`)
    await settled(page)
    if (size === 'phone') await page.getByRole('button', { name: '菜单' }).click()
    await page.getByRole('link', { name: '本页怎样办' }).click()
    const heading = page.getByRole('heading', { name: '三 待审核的登记' })
    await heading.waitFor()
    await expect.poll(() => heading.evaluate(each => Math.round(each.getBoundingClientRect().top))).toBeLessThan(200)
    const video = page.getByLabel('录像：审核登记', { exact: true })
    expect(await video.locator('track').count()).toBe(2)
    const address = (await video.getAttribute('src')) ?? ''
    const answer = await page.request.get(`${server.url}${address}`)
    expect([answer.status(), answer.headers()['content-type']]).toEqual([200, 'video/mp4'])
    const captions = await page.request.get(`${server.url}${await video.locator('track').first().getAttribute('src')}`)
    expect(await captions.text()).toMatch(/^WEBVTT/)
    const picture = page.getByRole('img', { name: '待审核', exact: true })
    await picture.scrollIntoViewIfNeeded()
    await expect.poll(() => picture.evaluate(each => (each as HTMLImageElement).naturalWidth)).toBeGreaterThan(300)
    await settled(page)
    await isSound(page, size)

    await page.getByPlaceholder('在手册里查找').fill('激活码')
    await page.getByRole('link', { name: '密码忘了怎么办？' }).click()
    await page.getByRole('heading', { level: 1, name: '工作人员常见问题' }).waitFor()
    expect(new URL(page.url()).search).toBe('')
    await isSound(page, size)
    expect(complaints).toEqual([])
    await visitor.close()
  })
})
