/** Stations and door-to-door visits: an offline shift, closed half way, sent once, with conflicts; and what the phone stores. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { faultsOf } from './axe.ts'
import { openBrowser, openVisitor } from './browser.ts'
import { machineWordsOf } from './machine-words.ts'
import { PEOPLE, populationCsv } from './roster.ts'
import { type RunningServer, startDemo } from './server.ts'

const PASSWORD = 'mingce-demo'
const NAME = '离线测试选举'

let server: RunningServer
let browser: Browser
let electionId = ''
let communities: { code: string; name: string }[] = []
beforeAll(async () => {
  browser = await openBrowser()
  server = await startDemo('small')
  const office = await openVisitor(browser, 'desk')
  await signInByApi(office)
  const areas = await json<{ code: string }[]>(office, '/api/areas?parent=110105')
  const area = areas.find(one => one.code !== '110105021')?.code ?? ''
  communities = await json(office, `/api/areas?parent=${area}`)
  const body = { areaCode: area, day: dayAfter(60), levels: ['county'], name: NAME }
  electionId = (await json<{ id: string }>(office, '/api/elections', body)).id
  const file = { name: '底册.csv', mimeType: 'text/csv', buffer: Buffer.from(populationCsv(communities[0]?.code ?? ''), 'utf8') }
  const started = await office.request.post(`${server.url}/api/elections/${electionId}/imports`, {
    multipart: { kind: 'population', legalBasis: '测试用，虚构人员', file },
  })
  const { id } = (await started.json()) as { id: number }
  await vi.waitFor(async () => expect((await json<{ state: string }>(office, `/api/imports/${id}`)).state).toBe('done'), {
    timeout: 60_000,
    interval: 200,
  })
  await office.close()
}, 240_000)
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const dayAfter = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
const json = async <T>(visitor: BrowserContext, path: string, data?: object): Promise<T> => {
  const answer = data ? await visitor.request.post(server.url + path, { data }) : await visitor.request.get(server.url + path)
  if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`)
  return (await answer.json()) as T
}
const signInByApi = (visitor: BrowserContext) => json(visitor, '/api/auth/sign-in', { username: 'district', password: PASSWORD })
const person = (at: number) => {
  const found = PEOPLE[at]
  if (!found) throw new Error(`no person ${at}`)
  return found
}
const cardOf = (at: number) => {
  const { name, sex, birth, number } = person(at)
  return `姓名：${name}\n性别：${sex}\n民族：汉\n出生：${birth}\n住址：测试路${at + 1}号\n公民身份号码：${number}`
}
const overview = (visitor: BrowserContext) =>
  json<{ counts: { registered: number; review: number } }>(visitor, `/api/elections/${electionId}/overview`).then(
    ({ counts }) => counts,
  )

const openPage = async (visitor: BrowserContext): Promise<Page> => {
  const page = await visitor.newPage()
  page.setDefaultTimeout(20_000)
  await page.goto(`${server.url}/station/`)
  return page
}
/** From the sign-in form to the open list; returns the unlock code. */
const beginShift = async (page: Page): Promise<string> => {
  await page.getByLabel('用户名').fill('district')
  await page.getByLabel('密码').fill(PASSWORD)
  await page.getByRole('button', { name: '登录' }).click()
  await page.getByLabel('选举', { exact: true }).selectOption({ label: NAME })
  await page.getByRole('button', { name: '领取名单，开始' }).click()
  const code = await page.getByTestId('code').innerText()
  await page.getByRole('button', { name: '已记下，开始工作' }).click()
  await page.getByRole('heading', { name: '今天的名单' }).waitFor()
  // From here on the page opens offline.
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
  return code
}
const unlock = async (page: Page, code: string) => {
  await page.getByLabel('解锁码').fill(code)
  await page.getByRole('button', { name: '解锁', exact: true }).click()
  await page.getByRole('heading', { name: '今天的名单' }).waitFor()
}
const tab = (page: Page, name: string) => page.getByRole('navigation').getByRole('button', { name }).click()
const registerByCard = async (page: Page, card: string, community: string) => {
  await page.getByLabel('读卡器文字').fill(card)
  await page.getByLabel('社区（村）').selectOption({ label: community })
  await page.getByRole('radio', { name: '户口在这里' }).check()
  await page.getByRole('button', { name: '保存' }).click()
}

/** Everything stored on the phone, with bytes as Latin-1 text, so that any plain text in it would be found. */
const storeOf = (page: Page): Promise<{ stores: Record<string, number>; text: string }> =>
  page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('mingce-station')
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
    })
    const stores: Record<string, number> = {}
    let text = ''
    const show = (value: unknown): string => {
      if (value instanceof ArrayBuffer) return show(new Uint8Array(value))
      if (value instanceof Uint8Array) return new TextDecoder('latin1').decode(value)
      if (value instanceof CryptoKey) return `key(extractable ${value.extractable})`
      if (typeof value === 'object' && value !== null)
        return Object.entries(value)
          .map(([key, one]) => `${key}=${show(one)}`)
          .join('\n')
      return String(value)
    }
    for (const name of database.objectStoreNames) {
      const all = await new Promise<unknown[]>(resolve => {
        const request = database.transaction(name).objectStore(name).getAll()
        request.onsuccess = () => resolve(request.result)
      })
      stores[name] = all.length
      text += all.map(show).join('\n')
    }
    database.close()
    return { stores, text }
  })
const inLatin = (text: string) => Buffer.from(text, 'utf8').toString('latin1')

const withoutFaults = async (page: Page) => {
  expect(await faultsOf(page)).toEqual([])
  expect(await machineWordsOf(page)).toEqual([])
}

describe('a registrar going door to door', () => {
  let visitor: BrowserContext
  let page: Page
  let code = ''
  beforeAll(async () => {
    visitor = await openVisitor(browser, 'phone')
    page = await openPage(visitor)
  })
  afterAll(async () => await visitor?.close())

  it('signs in, downloads the list and sees a code once', async () => {
    await page.getByLabel('用户名').waitFor()
    await withoutFaults(page)
    code = await beginShift(page)
    expect(code).toMatch(/^[1-9a-z]{4}-[1-9a-z]{4}$/)
    await page.getByText('11 人').waitFor()
    await withoutFaults(page)
  })

  it('registers a person offline from the text of a card reader', async () => {
    await visitor.setOffline(true)
    await page.getByText('无信号').waitFor()
    await page.getByRole('button', { name: person(0).name }).click()
    await page.getByRole('button', { name: '登记这个人' }).click()
    await page.getByLabel('读卡器文字').fill(cardOf(0).replace(person(0).number, `${person(0).number.slice(0, 16)}xx`))
    await page.getByRole('button', { name: '保存' }).click()
    await page.getByRole('alert').getByText('还不能保存').waitFor()
    await withoutFaults(page)
    await registerByCard(page, cardOf(0), communities[0]?.name ?? '')
    await page.getByText(`${person(0).name} 的登记已保存，等待发送`).waitFor()
    await tab(page, '名单')
    await page.getByRole('button', { name: person(1).name }).click()
    await page.getByRole('button', { name: '已迁走' }).click()
    await page.getByText('9 人').waitFor()
  })

  it('stores nothing readable on the phone', async () => {
    const { stores, text } = await storeOf(page)
    expect(stores).toMatchObject({ device: 1, shift: 1, waiting: 2 })
    expect(text).toContain('key(extractable false)')
    for (const { name, number } of PEOPLE) {
      expect(text).not.toContain(inLatin(name))
      expect(text).not.toContain(number.slice(0, 17))
    }
    expect(text).not.toContain(inLatin('测试路'))
    expect(text).not.toContain(code.replace('-', ''))
    const cached = await page.evaluate(async () => {
      const names = await caches.keys()
      const requests = await Promise.all(names.map(async name => (await caches.open(name)).keys()))
      return requests.flat().map(request => new URL(request.url).pathname)
    })
    expect(cached.filter(path => path.startsWith('/api') || path.startsWith('/office'))).toEqual([])
  })

  it('closes the page, opens it again offline and finds everything', async () => {
    await page.close()
    page = await openPage(visitor)
    await page.getByRole('heading', { name: '已锁定' }).waitFor()
    await withoutFaults(page)
    await page.getByLabel('解锁码').fill('aaaa-aaaa')
    await page.getByRole('button', { name: '解锁', exact: true }).click()
    await page.getByText('解锁码不对').waitFor()
    await unlock(page, code.toUpperCase())
    await page.getByText('9 人').waitFor()
    await tab(page, '待办')
    await page.getByRole('region', { name: '等待发送' }).getByText(person(0).name).waitFor()
    await withoutFaults(page)
  })

  it('sends everything once when online again', async () => {
    await visitor.setOffline(false)
    await page.getByText('没有等待发送的').waitFor()
    await page.getByRole('region', { name: '已完成' }).getByText('已登记').waitFor()
    expect(await overview(visitor)).toMatchObject({ registered: 1, review: 0 })
    expect((await storeOf(page)).stores).toMatchObject({ waiting: 0, answered: 2 })
  })

  it('sees a conflict, asks the person and moves the registration', async () => {
    await json(visitor, `/api/elections/${electionId}/registrations`, {
      person: { kind: 'resident-id', name: person(2).name, number: person(2).number },
      community: communities[1]?.code,
      basis: 'hukou',
      evidence: [],
      channel: 'station',
    })
    await tab(page, '登记')
    await registerByCard(page, cardOf(2), communities[0]?.name ?? '')
    await tab(page, '待办')
    const answer = page.getByRole('article').filter({ hasText: person(2).name })
    await answer.getByText('已在别处登记').waitFor()
    await withoutFaults(page)
    await answer.getByRole('button', { name: '本人选择改到这里' }).click()
    await answer.getByRole('button', { name: '确认改到这里' }).click()
    await page.getByRole('region', { name: '已完成' }).getByText(person(2).name).waitFor()
    expect(await overview(visitor)).toMatchObject({ registered: 2 })
  })

  it('registers by another document, and gets a number for the second officer', async () => {
    await tab(page, '登记')
    await page.getByText('没有公民身份号码，凭其他证件').click()
    await page.getByLabel('姓名').fill('无号人')
    await page.getByLabel('证件号码').fill('E12345678')
    await page.getByLabel('出生日期 年').selectOption('1980')
    await page.getByLabel('出生日期 月').selectOption('1')
    await page.getByLabel('出生日期 日').selectOption('2')
    await page.getByRole('radio', { name: '女' }).check()
    await page.getByLabel('社区（村）').selectOption({ label: communities[0]?.name ?? '' })
    await page.getByRole('radio', { name: '户口在这里' }).check()
    await withoutFaults(page)
    await page.getByRole('button', { name: '保存' }).click()
    await tab(page, '待办')
    const answer = page.getByRole('article').filter({ hasText: '无号人' })
    const said = await answer.getByText(/登记编号 \d{6}-\d+/).innerText()
    await answer.getByRole('button', { name: '知道了' }).click()
    await tab(page, '更多')
    await page.getByLabel('登记编号').fill(/\d{6}-\d+/.exec(said)?.[0] ?? '')
    await page.getByRole('button', { name: '看过原件，确认' }).click()
    await page.getByText('须由另一名工作人员确认').waitFor()
    await withoutFaults(page)
  })

  it('erases its data at the next contact after the office deactivated the device', async () => {
    await visitor.setOffline(true)
    await tab(page, '登记')
    await registerByCard(page, cardOf(3), communities[0]?.name ?? '')
    await page.getByText(`${person(3).name} 的登记已保存，等待发送`).waitFor()
    const office = await openVisitor(browser, 'desk')
    await signInByApi(office)
    const desk = await office.newPage()
    await desk.goto(`${server.url}/office/devices`)
    await desk.getByRole('heading', { name: '手机和设备', level: 1 }).waitFor()
    await withoutFaults(desk)
    await desk.getByRole('button', { name: '停用' }).click()
    await desk.getByRole('dialog').getByRole('button', { name: '停用并清除' }).click()
    await desk.getByText('已停用', { exact: true }).waitFor()
    await office.close()
    await visitor.setOffline(false)
    await page.getByText('这台设备已被停用').waitFor()
    expect((await storeOf(page)).stores).toEqual({ device: 0, shift: 0, waiting: 0, answered: 0, clock: 0 })
    await withoutFaults(page)
  })
})

describe('a shift that has ended', () => {
  it('is erased when the page is opened later, and its registrations are still sent', async () => {
    const visitor = await openVisitor(browser, 'phone')
    let page = await openPage(visitor)
    await beginShift(page)
    await visitor.setOffline(true)
    const before = await registeredNow()
    await tab(page, '登记')
    await registerByCard(page, cardOf(4), communities[0]?.name ?? '')
    await page.getByText(`${person(4).name} 的登记已保存，等待发送`).waitFor()
    await page.close()
    page = await visitor.newPage()
    await page.clock.setFixedTime(Date.now() + 9 * 3_600_000)
    await page.goto(`${server.url}/station/`)
    await page.getByText('班次已结束，名单和密钥已从本机删除').waitFor()
    expect((await storeOf(page)).stores).toMatchObject({ shift: 0, answered: 0, device: 1, waiting: 1 })
    await visitor.setOffline(false)
    await page.getByText('还没有发送').waitFor({ state: 'detached' })
    await vi.waitFor(async () => expect((await storeOf(page)).stores).toMatchObject({ waiting: 0, device: 0 }))
    expect((await overview(visitor)).registered).toBe(before + 1)
    await visitor.close()
  })

  it('fits the width of a desktop too', async () => {
    const visitor = await openVisitor(browser, 'desk')
    const page = await openPage(visitor)
    await beginShift(page)
    await withoutFaults(page)
    await tab(page, '登记')
    await withoutFaults(page)
    await visitor.close()
  })
})

/** Asked through another browser context, because this one is offline. */
const registeredNow = async (): Promise<number> => {
  const other = await openVisitor(browser, 'desk')
  await signInByApi(other)
  const { registered } = await overview(other)
  await other.close()
  return registered
}
