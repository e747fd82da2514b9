/** "Is Wang registered?", asked by a clerk; and a removal, which takes two officers. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser, openVisitor } from './browser.ts'
import { goTo, settled, signIn } from './clerk.ts'
import { type RunningServer, startDemo } from './server.ts'

interface Voter {
  readonly countyCode: string
  readonly registrationId: number
  readonly name: string
}

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

describe('two officers and the roll', () => {
  const visitors: BrowserContext[] = []
  let first: Page
  let second: Page
  let electionId = ''
  let wang: Voter
  const rows = (page: Page) => page.getByRole('table', { name: '名册' }).locator('tbody tr.ant-table-row')
  const open = async (username: string): Promise<Page> => {
    const visitor = await openVisitor(browser, 'desk')
    visitors.push(visitor)
    const page = await visitor.newPage()
    page.setDefaultTimeout(20_000)
    await signIn(page, server.url, username)
    return page
  }

  beforeAll(async () => {
    first = await open('township')
    second = await open('district')
    const elections = (await (await first.request.get(`${server.url}/api/elections`)).json()) as { id: string }[]
    electionId = elections.find(one => one.id.startsWith('110105021'))?.id ?? ''
  }, 120_000)
  afterAll(async () => {
    for (const visitor of visitors) await visitor.close()
  })

  it('is complete soon after a large import', async () => {
    // People of a large import are found once the job has run.
    await expect
      .poll(
        async () =>
          (
            (await (await first.request.get(`${server.url}/api/elections/${electionId}/voters/count`)).json()) as {
              waiting: number
            }
          ).waiting,
        { timeout: 60_000 },
      )
      .toBe(0)
    const found = (await (
      await first.request.get(`${server.url}/api/elections/${electionId}/voters?q=${encodeURIComponent('王')}&status=registered`)
    ).json()) as { items: Voter[] }
    const [one] = found.items
    if (!one) throw new Error('no Wang in the demo')
    wang = one
  })

  it('answers whether Wang is registered, by name and by pinyin', async () => {
    await first.goto(`${server.url}/office/elections/${electionId}`)
    await settled(first)
    await goTo(first, '名册')
    const search = first.getByRole('searchbox', { name: '按姓名或拼音查找' })
    await search.fill(wang.name)
    await search.press('Enter')
    await expect.poll(() => rows(first).first().innerText()).toContain(wang.name)
    expect(await rows(first).first().innerText()).toContain('已登记')
    await search.fill('wang')
    await search.press('Enter')
    await expect.poll(() => rows(first).count()).toBeGreaterThan(0)
    await search.fill('没有这个人')
    await search.press('Enter')
    await first.getByText('没有找到').first().waitFor()
  })

  it('finds Wang from the search box of any page, with the keyboard', async () => {
    await goTo(first, '导入')
    await first.keyboard.press('Control+k')
    await first.keyboard.type(wang.name)
    await first.locator('.ant-select-item-option', { hasText: wang.name }).first().waitFor()
    const active = first.locator('.ant-select-item-option-active', { hasText: '已登记' })
    for (let pressed = 0; pressed < 10 && (await active.count()) === 0; pressed += 1) await first.keyboard.press('ArrowDown')
    await first.keyboard.press('Enter')
    await first.getByRole('heading', { level: 1, name: wang.name }).waitFor()
    await first.getByRole('heading', { name: '选民登记' }).waitFor()
  })

  it('removes a voter only with the second officer', async () => {
    const address = `${server.url}/office/elections/${electionId}/voters/${wang.countyCode}/${wang.registrationId}`
    await first.goto(address)
    await settled(first)
    await first.getByRole('button', { name: '除名', exact: true }).click()
    const dialog = first.getByRole('dialog')
    await dialog.getByLabel('除名理由').click()
    await first.locator('.ant-select-item-option', { hasText: '死亡' }).click()
    await dialog.getByLabel('文书号').fill('测试死证1号')
    await dialog.getByRole('button', { name: '提请除名' }).click()
    await first.getByText('等候第二名工作人员确认').first().waitFor()
    expect(await first.getByRole('button', { name: '确认除名' }).count()).toBe(0)

    await second.goto(address)
    await settled(second)
    await second.getByRole('button', { name: '确认除名' }).click()
    await second.getByText('已除名，已通知本人').waitFor()
    await second.getByText('已除名', { exact: true }).first().waitFor()
    await second.goto(`${server.url}/office/elections/${electionId}/voters?q=${encodeURIComponent(wang.name)}&status=removed`)
    await expect.poll(() => rows(second).first().innerText()).toContain('已除名')
  })
})
