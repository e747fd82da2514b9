/** The whole job of a clerk against a real server, and what an auditor sees of it. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser, openVisitor } from './browser.ts'
import {
  confirmPreview,
  decideByKeys,
  goTo,
  importFile,
  placeOf,
  previewLate,
  readSum,
  settled,
  setUpElection,
  signIn,
  undoByKey,
} from './clerk.ts'
import { EXPECTED, PEOPLE, populationCsv, rosterCsv } from './roster.ts'
import { type RunningServer, startDemo } from './server.ts'

const DAYS_TO_POLLING = 10

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

/** Collects errors of the browser: script errors and violations of the content security policy. */
const complaintsOf = (page: Page): string[] => {
  const complaints: string[] = []
  page.on('pageerror', error => complaints.push(error.message))
  page.on('console', message => {
    if (message.type() === 'error' && !message.text().includes('status of 401')) complaints.push(message.text())
  })
  return complaints
}

const dayAfter = (days: number) => {
  const at = new Date()
  at.setDate(at.getDate() + days)
  return `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, '0')}-${String(at.getDate()).padStart(2, '0')}`
}

describe('a district clerk', () => {
  let visitor: BrowserContext
  let page: Page
  let complaints: string[]
  let electionId = ''
  let community = ''
  beforeAll(async () => {
    visitor = await openVisitor(browser, 'desk')
    page = await visitor.newPage()
    page.setDefaultTimeout(20_000)
    complaints = complaintsOf(page)
  })
  afterAll(async () => await visitor?.close())

  it('sees an error for a wrong password, and then signs in', async () => {
    await page.goto(`${server.url}/office/`)
    await page.getByLabel('用户名').fill('district')
    await page.getByLabel('密码', { exact: true }).fill('not-it')
    await page.getByRole('button', { name: '登录' }).click()
    await page.getByRole('alert').waitFor()
    await signIn(page, server.url, 'district')
  })

  it('creates an election whose list is already late', async () => {
    const areas = (await (await page.request.get(`${server.url}/api/areas?parent=110105`)).json()) as {
      code: string
      name: string
    }[]
    const area = areas.find(one => one.code !== '110105021')
    if (!area) throw new Error('no other area in the district')
    const inside = (await (await page.request.get(`${server.url}/api/areas?parent=${area.code}`)).json()) as { code: string }[]
    community = inside[0]?.code ?? ''
    electionId = await setUpElection(page, ['朝阳区', area.name], dayAfter(DAYS_TO_POLLING), '页面测试选举')
    expect(electionId).toContain(area.code)
  })

  it('imports the register and a messy roster, and every row is counted', async () => {
    await importFile(page, { kind: '人口底册', file: '底册.csv', text: populationCsv(community), legalBasis: '测试用，虚构人员' })
    expect((await readSum(page))[1]).toBe(PEOPLE.length)
    await importFile(page, { kind: '登记名单', file: '登记表.csv', text: rosterCsv(community) })
    const [rows = 0, accepted = 0, review = 0, refused = 0, unchanged = 0] = await readSum(page)
    expect({ accepted, review, refused, unchanged }).toEqual({
      accepted: EXPECTED.accepted,
      review: EXPECTED.review,
      refused: EXPECTED.refused,
      unchanged: EXPECTED.unchanged,
    })
    expect(rows).toBe(accepted + review + refused + unchanged)
  })

  it('downloads the per-row report', async () => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: '下载逐行回执' }).click(),
    ])
    expect(download.suggestedFilename()).toMatch(/\.(csv|xlsx)$/)
    expect(await download.failure()).toBeNull()
  })

  it('sees the refused rows and what to do about them', async () => {
    await goTo(page, '退回的登记')
    expect(await page.locator('.records tbody tr.ant-table-row').count()).toBe(EXPECTED.refused)
    await page.getByText('身份证号校验码不对').first().waitFor()
  })

  it('decides cases with the keyboard, undoes a decision and decides again', async () => {
    await goTo(page, '待审核登记')
    expect(await page.locator('.case-list li').count()).toBe(EXPECTED.review)
    // The case of the deceased person is accepted, the other is refused.
    await page.locator('.case-list li', { hasText: '吴六奇' }).getByRole('button').click()
    await page.locator('.case-head h2', { hasText: '吴六奇' }).waitFor()
    const first = await decideByKeys(page, 'a')
    await page.locator('.case-list li', { hasText: first }).getByText('已登记').waitFor()
    await undoByKey(page)
    await page.locator('.case-head h2', { hasText: first }).waitFor()
    await page.getByText('撤销决定').first().waitFor()
    expect(await page.locator('.case-decided').count()).toBe(0)
    await decideByKeys(page, 'a')
    await decideByKeys(page, 'r')
    expect(await page.locator('.case-decided').count()).toBe(EXPECTED.review)
  })

  it('records a visit to someone not yet registered', async () => {
    await goTo(page, '尚未登记')
    const rows = page.locator('.worklist-people tbody tr.ant-table-row')
    await expect.poll(() => rows.count(), { timeout: 20_000 }).toBe(EXPECTED.notYetRegistered + 1)
    await rows.first().getByRole('button', { name: '在国外' }).click()
    await rows.first().locator('.visit', { hasText: '在国外' }).waitFor()
  })

  it('enters where and when a district votes', async () => {
    await goTo(page, '投票时间和地点')
    await page
      .getByRole('button', { name: /^填写.*的投票地点$/ })
      .first()
      .click()
    const form = page.getByRole('dialog')
    await form.getByLabel('投票地点').fill('示例小学')
    await form.getByLabel('开始').fill('19:00')
    await form.getByRole('button', { name: '保存' }).click()
    await form.getByText('投票结束的时间应晚于开始的时间').waitFor()
    // The server refused it, which the browser reports.
    expect(complaints.splice(0)).toEqual([expect.stringContaining('422')])
    await form.getByLabel('开始').fill('07:00')
    await form.getByRole('button', { name: '保存' }).click()
    await form.waitFor({ state: 'hidden' })
    await page.getByText('07:00–18:00').waitFor()
  })

  it('publishes late with a recorded reason and verifies the list', async () => {
    await goTo(page, '公布与核验')
    await previewLate(page, '测试：登记因暴雨顺延，经选举委员会决定')
    expect(await page.getByRole('button', { name: '公布选民名单' }).count()).toBe(0)
    await page
      .getByRole('button', { name: /^查看.*的变动$/ })
      .first()
      .click()
    await page.getByRole('dialog').locator('.records-heading').nth(1).waitFor()
    await page.keyboard.press('Escape')
    const other = await openVisitor(browser, 'desk')
    const second = await other.newPage()
    await signIn(second, server.url, 'second')
    await second.goto(`${server.url}/office/elections/${electionId}/roll`)
    await confirmPreview(second)
    await other.close()
    await page.reload()
    await settled(page)
    await page.locator('dd', { hasText: '测试：登记因暴雨顺延' }).waitFor()
    await page.getByRole('button', { name: '核验', exact: true }).click()
    await page.getByText(/核验通过/).waitFor({ timeout: 30_000 })
    await page.getByRole('button', { name: '选民榜与数据文件' }).click()
    // They are made after the list is published, and may be there by now.
    const [all, make] = [page.getByRole('link', { name: /^全部下载/ }), page.getByRole('button', { name: '生成文件' })]
    await all.or(make).waitFor()
    if (await make.isVisible()) await make.click()
    await all.waitFor({ timeout: 60_000 })
    for (const link of [page.locator('.downloads a').first(), all]) {
      const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
      expect(await download.failure()).toBeNull()
    }
  })

  it('sees all of it in the audit trail and in the overview', async () => {
    await goTo(page, '操作记录')
    for (const action of [
      '公布选民名单',
      '预览公布',
      '记录走访',
      '撤销决定',
      '核准登记',
      '不予登记',
      '导入登记名单',
      '新建选举',
    ]) {
      await page.locator('.records-heading', { hasText: action }).first().waitFor()
    }
    await goTo(page, '总览')
    await page.getByText('第 1 版 选民名单').waitFor()
    expect(electionId).not.toBe('')
  })

  it('returns to the same page after the session has ended', async () => {
    await visitor.clearCookies()
    await page.goto(`${server.url}/office/elections/${electionId}/refused`)
    await page.getByLabel('用户名').fill('district')
    await page.getByLabel('密码', { exact: true }).fill('mingce-demo')
    await page.getByRole('button', { name: '登录' }).click()
    await page.getByRole('heading', { name: '退回的登记', level: 1 }).waitFor()
  })

  it('causes no script error and no violation of the security policy', () => expect(complaints).toEqual([]))
})

describe('an auditor', () => {
  it('sees figures and the audit trail, but no addresses, import or decision', async () => {
    const visitor = await openVisitor(browser, 'desk')
    const page = await visitor.newPage()
    await signIn(page, server.url, 'auditor')
    await page.locator('.election-card').first().click()
    await settled(page)
    const places = page.getByRole('navigation', { name: '工作台导航' })
    await (await placeOf(page, '操作记录')).waitFor()
    expect(await places.locator('a', { hasText: '尚未登记' }).count()).toBe(0)
    await goTo(page, '待审核登记')
    expect(await page.getByRole('button', { name: /核准登记/ }).count()).toBe(0)
    await goTo(page, '导入')
    expect(await page.getByRole('button', { name: '导入文件' }).count()).toBe(0)
    await visitor.close()
  })
})
