/** A certificate in the console: requested at a station, issued, read from its page, accepted in another community and listed. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { faultsOf } from './axe.ts'
import { openBrowser, openVisitor } from './browser.ts'
import { settled, signIn } from './clerk.ts'
import { PEOPLE } from './roster.ts'
import { type RunningServer, startDemo } from './server.ts'

const ELECTION = '建外街道选举（测试）'
/** Is on the roll of one community before the test begins. */
const [VOTER] = PEOPLE

let server: RunningServer
let browser: Browser
let electionId = ''
let communities: { code: string; name: string }[] = []
beforeAll(async () => {
  browser = await openBrowser()
  server = await startDemo('small')
  const office = await openVisitor(browser, 'desk')
  const post = async (path: string, data: object) => {
    const answer = await office.request.post(`${server.url}/api${path}`, {
      data,
      headers: { 'idempotency-key': crypto.randomUUID() },
    })
    if (!answer.ok()) throw new Error(await answer.text())
    return answer.json()
  }
  await post('/auth/sign-in', { username: 'district', password: 'mingce-demo' })
  const day = new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10)
  electionId = (await post('/elections', { areaCode: '110105001', day, levels: ['county'], name: ELECTION })).id
  const areas = await office.request.get(`${server.url}/api/areas?parent=110105001`)
  communities = await areas.json()
  const registered = await post(`/elections/${electionId}/registrations`, {
    person: { kind: 'resident-id', name: VOTER?.name, number: VOTER?.number },
    community: communities[0]?.code,
    channel: 'station',
    basis: 'hukou',
    evidence: [],
  })
  expect(registered.outcome).toBe('registered')
  await office.close()
}, 240_000)
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const isSound = async (page: Page): Promise<void> => {
  expect(await faultsOf(page)).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
}
const openCertificates = async (size: 'desk' | 'phone', query = ''): Promise<Page> => {
  const page = await (await openVisitor(browser, size)).newPage()
  page.setDefaultTimeout(20_000)
  await signIn(page, server.url, 'district')
  await page.goto(`${server.url}/office/elections/${electionId}/certificates${query}`)
  await settled(page)
  return page
}

describe('a certificate', () => {
  let text = ''

  it('is requested at a station and issued by an officer, who sees its code', async () => {
    const page = await openCertificates('desk')
    await isSound(page)
    await page.getByRole('button', { name: '代为申请' }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('姓名').fill(VOTER?.name ?? '')
    await form.getByLabel('公民身份号码').fill(VOTER?.number ?? '')
    await form.getByLabel('去向').fill('朝阳区另一社区')
    await isSound(page)
    await form.getByRole('button', { name: '提交申请' }).click()
    await page.getByRole('button', { name: `查看 ${VOTER?.name}` }).click()
    await page.getByRole('button', { name: '开具', exact: true }).click()
    text = await page.getByLabel('证明的文字编码').inputValue()
    expect(text).toMatch(/^MC1\./)
    expect(text).not.toContain(VOTER?.number)
    await isSound(page)
    const [paper] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '下载 PDF 打印' }).click()])
    expect(paper.suggestedFilename()).toMatch(/^选民资格证明.*\.pdf$/)
    await page.context().close()
  })

  it('is verified offline and accepted once, on a phone', async () => {
    const page = await openCertificates('phone')
    const check = async (code: string) => {
      await page.getByRole('button', { name: '接收证明' }).click()
      await page.getByLabel('证明的文字编码').fill(code)
      await page.getByRole('button', { name: '核验' }).click()
    }
    await check(`${text.slice(0, -6)}AAAAAA`)
    await page.getByRole('alert').first().waitFor()
    expect(await page.getByText('证明真实').count()).toBe(0)
    await isSound(page)
    await page.getByLabel('证明的文字编码').fill(text)
    await page.getByRole('button', { name: '核验' }).click()
    await page.getByText('证明真实，在有效期内').waitFor()
    await page
      .getByRole('dialog')
      .getByLabel('公民身份号码')
      .fill(VOTER?.number ?? '')
    await page.getByLabel('登记到哪个社区').click()
    await page.locator('.ant-cascader-menu-item').nth(1).click()
    await isSound(page)
    await page.getByRole('button', { name: '接收并登记' }).click()
    await page.getByText(`${VOTER?.name}已转入本地名册`).waitFor()
    await isSound(page)
    await page.getByRole('button', { name: '完成' }).click()

    await check(text)
    await page.getByText('这份证明已在这里接收过').waitFor()
    expect(await page.getByRole('button', { name: '接收并登记' }).count()).toBe(0)
    await page.context().close()
  })

  it('is listed as issued and as accepted', async () => {
    const page = await openCertificates('desk')
    await page.locator('.records tbody').getByText('已被接收').waitFor()
    await page.locator('.ant-segmented-item', { hasText: '本地接收' }).click()
    await page.waitForURL(/list=taken/)
    await page.locator('.records tbody').getByText('已转入').waitFor()
    await isSound(page)
    await page.context().close()
  })
})
