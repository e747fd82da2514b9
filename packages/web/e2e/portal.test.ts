/**
 * The portal for voters on a phone. Against a real server and its demo login: registering in three taps, and a voter who is
 * already registered. Against made-up responses: every other state, in both languages and in large type, checked with axe. And
 * the size of the first load.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { type PreviewServer, preview } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PersonName } from '../dev/voter-api.ts'
import { openBrowser, openVisitor, type Size } from './browser.ts'
import { isSound, signInAs } from './portal.ts'
import { type RunningServer, startDemo } from './server.ts'

const WEB = fileURLToPath(new URL('..', import.meta.url))
const FIRST_LOAD_BYTES = 120_000

let browser: Browser
let server: RunningServer
let made: PreviewServer
let madeUrl = ''
beforeAll(async () => {
  browser = await openBrowser()
  server = await startDemo('large')
  made = await preview({
    root: WEB,
    configFile: join(WEB, 'dev/vite.fixtures.config.ts'),
    preview: { host: '127.0.0.1', port: 0 },
    logLevel: 'warn',
  })
  madeUrl = made.resolvedUrls?.local[0]?.replace(/\/$/, '') ?? ''
}, 240_000)
afterAll(async () => {
  await browser?.close()
  await server?.stop()
  await made?.close()
})

const open = async (size: Size): Promise<{ visitor: BrowserContext; page: Page; complaints: string[] }> => {
  const visitor = await openVisitor(browser, size)
  const page = await visitor.newPage()
  page.setDefaultTimeout(20_000)
  const complaints: string[] = []
  page.on('pageerror', error => complaints.push(error.message))
  page.on('console', message => {
    if (message.type() === 'error' && !/status of (401|503)|favicon/.test(message.text())) complaints.push(message.text())
  })
  return { visitor, page, complaints }
}

describe('the first load', () => {
  it(`is at most ${FIRST_LOAD_BYTES / 1000} kB of scripts, compressed`, () => {
    type Chunk = { file: string; imports?: string[] }
    const manifest = JSON.parse(readFileSync(join(WEB, 'dist/.vite/manifest.json'), 'utf8')) as Record<string, Chunk>
    const needed = new Map<string, string>()
    const follow = (name: string): void => {
      const chunk = manifest[name]
      if (!chunk || needed.has(name)) return
      needed.set(name, chunk.file)
      chunk.imports?.forEach(follow)
    }
    follow('index.html')
    const bytes = [...needed.values()].map(file => gzipSync(readFileSync(join(WEB, 'dist', file)), { level: 9 }).length)
    expect(needed.size).toBeGreaterThan(2)
    expect(bytes.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(FIRST_LOAD_BYTES)
  })
})

describe('a voter on a phone', () => {
  it('registers in three taps: sign in, vote here, confirm', async () => {
    const { visitor, page, complaints } = await open('phone')
    await page.goto(server.url)
    await page.getByRole('link', { name: /实名登录/ }).tap()
    const name = await signInAs(page, '尚未登记')
    await page.getByText(name, { exact: true }).waitFor()
    await page.getByRole('button', { name: /^就在.*投票$/ }).tap()
    await page.getByRole('button', { name: '确认登记' }).tap()
    await page.getByRole('heading', { level: 1, name: '登记成功' }).waitFor()
    await page.locator('.status-title', { hasText: '已登记' }).waitFor()
    await isSound(page)

    await page.getByRole('link', { name: '出示登记卡' }).tap()
    await page.getByRole('img', { name: `${name}的登记卡二维码` }).waitFor()
    await isSound(page)
    // Few machines have the browser’s barcode reader; a test of the server checks the contents of the code.
    await page.getByRole('link', { name: '返回我的登记' }).tap()
    await page.getByRole('link', { name: '谁看过我的信息' }).tap()
    await page.getByText('还没有人看过').waitFor()
    expect(complaints).toEqual([])
    await visitor.close()
  })

  it('shows a registered voter the existing registration, and changes nothing', async () => {
    const { visitor, page } = await open('phone')
    await page.goto(server.url)
    await page.getByRole('link', { name: /实名登录/ }).tap()
    await signInAs(page, '已经登记')
    await page.getByRole('heading', { level: 1, name: '我的登记' }).waitFor()
    const place = await page.locator('dt:has-text("社区（村）") + dd').textContent()
    await page.getByRole('button', { name: '换一个地方投票' }).tap()
    await page.getByRole('button', { name: '换一个地方或理由' }).tap()
    await page.getByRole('searchbox').fill(place ?? '')
    await page.locator('.found button').first().tap()
    await page.getByRole('button', { name: /^就在.*投票$/ }).tap()
    await page.getByRole('button', { name: '确认登记' }).tap()
    await page.getByRole('heading', { level: 1, name: '您已经登记过了' }).waitFor()
    expect(await page.locator('dt:has-text("社区（村）") + dd').textContent()).toBe(place)
    await isSound(page)
    await visitor.close()
  })

  it('shows a voter who declines consent at the login what to do', async () => {
    const { visitor, page } = await open('phone')
    await page.goto(server.url)
    await page.getByRole('link', { name: /实名登录/ }).tap()
    await page
      .getByRole('button', { name: /尚未登记 ·/ })
      .first()
      .tap()
    await page.getByRole('button', { name: /^不同意/ }).tap()
    await page.getByText('没有登录：您没有同意提供姓名和身份证号').waitFor()
    await isSound(page)
    await visitor.close()
  })
})

const signIn = async (page: Page, who: PersonName, search = ''): Promise<void> => {
  await page.goto(`${madeUrl}/api/voter/callback/demo?as=${who}&to=${encodeURIComponent(`/${search}`)}`)
  await page.locator('main h1').waitFor()
  await page.waitForFunction(() => !document.querySelector('.loading'))
}
const confirm = async (page: Page, then?: string): Promise<void> => {
  await page.locator('.bottom .primary').click()
  await page.locator('.bottom .primary').click()
  if (then) await page.locator(then).first().waitFor()
}

interface State {
  readonly name: string
  readonly who: PersonName
  readonly act?: (page: Page) => Promise<void>
}
const STATES: readonly State[] = [
  { name: 'where I vote', who: 'normal' },
  {
    name: 'another place',
    who: 'normal',
    act: async page => {
      await page.getByRole('button', { name: /换一个地方|Vote somewhere else|Change place/ }).click()
      await page.getByRole('searchbox').fill('nxy')
      await page.locator('.found').waitFor()
    },
  },
  { name: 'evidence', who: 'migrant', act: async page => await page.getByRole('checkbox').nth(2).check() },
  {
    name: 'stands elsewhere',
    who: 'elsewhere',
    act: async page => {
      await confirm(page, '.notice.wait')
    },
  },
  { name: 'refused', who: 'refused', act: page => confirm(page, '.findings') },
  { name: 'in review', who: 'review', act: page => confirm(page, '.status.wait') },
  { name: 'pending', who: 'pending', act: page => confirm(page, '.status.wait') },
  { name: 'a full server', who: 'fails', act: page => confirm(page, '.notice.bad') },
  { name: 'registering is over', who: 'closed' },
  { name: 'training', who: 'training' },
  { name: 'several elections', who: 'several' },
  { name: 'no election', who: 'none' },
  {
    name: 'on the list',
    who: 'listed',
    act: async page => {
      await page.locator('.sketch').waitFor()
      await page.getByRole('button', { name: /核验名单上我的条目|Verify my entry on the list/ }).click()
      await page.locator('.notice.good').waitFor()
    },
  },
]
const VIEWS = ['card', 'list', 'family', 'object', 'looked', 'contact', 'help'] as const

/** The other sizes and languages show the same pages: the fullest states are enough. */
const FULLEST = new Set(['another place', 'stands elsewhere', 'a full server', 'training', 'on the list'])

describe.each([
  ['a phone', 'phone', '?lang=zh-CN&type=normal', true],
  ['a desk', 'desk', '?lang=zh-CN&type=normal', false],
  ['a phone in English', 'phone', '?lang=en&type=normal', false],
  ['a phone in large type', 'phone', '?lang=zh-CN&type=large', false],
] as const)('every state at the width of %s', (_, size, search, all) => {
  it('passes the accessibility checks without errors', async () => {
    const { visitor, page, complaints } = await open(size)
    for (const { name, who, act } of STATES.filter(one => all || FULLEST.has(one.name))) {
      await signIn(page, who, search)
      await act?.(page)
      await isSound(page, all)
      if (name !== 'on the list') continue
      for (const view of VIEWS) {
        await page.evaluate(hash => {
          location.hash = hash
        }, `${view}/e-listed`)
        await page.locator('a.back').waitFor()
        await isSound(page, all)
      }
    }
    expect(complaints).toEqual([])
    await visitor.close()
  })
})

describe('errors and conflicts', () => {
  it('sends a registration again under the same id after losing the signal', async () => {
    const { visitor, page } = await open('phone')
    await signIn(page, 'normal')
    await page.locator('.bottom .primary').tap()
    const ids: (string | undefined)[] = []
    page.on('request', request => {
      if (request.method() === 'POST') ids.push(request.headers()['idempotency-key'])
    })
    await visitor.setOffline(true)
    await page.getByRole('button', { name: '确认登记' }).tap()
    await page.getByText('还不知道登记是否完成').waitFor()
    await isSound(page)
    await visitor.setOffline(false)
    await page.getByRole('button', { name: '再发一次' }).tap()
    await page.getByRole('heading', { level: 1, name: '登记成功' }).waitFor()
    expect(ids.length).toBe(2)
    expect(ids[0]).toMatch(/^[0-9a-f-]{36}$/)
    expect(ids[1]).toBe(ids[0])
    await visitor.close()
  })

  it('moves a voter registered elsewhere only by choice', async () => {
    const { visitor, page } = await open('phone')
    await signIn(page, 'elsewhere')
    await confirm(page)
    await page.getByRole('button', { name: '保留在平乐园社区' }).tap()
    await page.getByRole('heading', { level: 1, name: '选民登记' }).waitFor()
    await confirm(page)
    await page.getByRole('button', { name: '改到南新园社区' }).tap()
    await page.getByRole('heading', { level: 1, name: '登记成功' }).waitFor()
    await visitor.close()
  })

  it('a proof of the own entry is checked in the browser and saved; a changed one does not hold', async () => {
    const { visitor, page, complaints } = await open('phone')
    await signIn(page, 'listed')
    await page.getByRole('button', { name: '核验名单上我的条目' }).tap()
    await page.getByText('核验通过：公布的名单上有您的条目').waitFor()
    expect(await page.locator('dd code').textContent()).toMatch(/^([0-9a-f]{4} ){15}[0-9a-f]{4}$/)
    const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '保存证明' }).tap()])
    expect(saved.suggestedFilename()).toBe('mingce-proof-e-listed.json')
    expect(JSON.parse(readFileSync(await saved.path(), 'utf8'))).toMatchObject({ format: 'mingce-entry-proof/1' })

    await page.route('**/proof', async route => {
      const response = await route.fetch()
      await route.fulfill({ response, body: (await response.text()).replace('李建国', '李建民') })
    })
    await page.reload()
    await page.getByRole('button', { name: '核验名单上我的条目' }).tap()
    await page.getByText('核验没有通过：您的条目与公布的名单不符').waitFor()
    await isSound(page)
    expect(complaints).toEqual([])
    await visitor.close()
  })

  it('opens the published list of the own district where the voter stands, and turns its pages', async () => {
    const { visitor, page, complaints } = await open('phone')
    await signIn(page, 'listed')
    await page.getByRole('link', { name: '本选区选民名单' }).tap()
    await page.locator('tr[aria-current="true"]').getByText('本人').waitFor()
    await page.getByRole('button', { name: '下一页' }).tap()
    await page.getByText('第 2 页，共 2 页').waitFor()
    expect(await page.locator('tbody tr').count()).toBe(60)
    expect(await page.locator('tr[aria-current="true"]').count()).toBe(0)
    await page.getByRole('button', { name: '我的这一页' }).tap()
    await page.locator('tr[aria-current="true"]').waitFor()
    await page.getByLabel('看哪一版').selectOption('2')
    await page.getByText('除名').waitFor()
    await isSound(page)
    expect(complaints).toEqual([])
    await visitor.close()
  })

  it('makes the card a picture with its code', async () => {
    const { visitor, page, complaints } = await open('phone')
    await signIn(page, 'listed')
    await page.getByRole('link', { name: '出示登记卡' }).tap()
    await page.getByRole('button', { name: '保存为图片' }).tap()
    const picture = page.locator('.picture img')
    await picture.waitFor()
    const seen = await picture.evaluate(async (image: HTMLImageElement) => {
      await image.decode()
      const canvas = Object.assign(document.createElement('canvas'), { width: image.naturalWidth, height: image.naturalHeight })
      const pen = canvas.getContext('2d')
      pen?.drawImage(image, 0, 0)
      const dark = [...(pen?.getImageData(0, 0, canvas.width, canvas.height).data ?? [])].filter(
        (value, n) => n % 4 === 0 && value < 40,
      ).length
      return { width: canvas.width, dark: dark / (canvas.width * canvas.height) }
    })
    expect(seen.width).toBe(750)
    expect(seen.dark).toBeGreaterThan(0.1)
    await isSound(page)
    expect(complaints).toEqual([])
    await visitor.close()
  })

  it('accepts the registration of a family member, with consent', async () => {
    const { visitor, page } = await open('phone')
    await signIn(page, 'listed')
    await page.getByRole('link', { name: '替家人登记' }).tap()
    await page.getByRole('button', { name: '替家人登记' }).tap()
    await page.getByText('需要本人同意才能代办').waitFor()
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-invalid'))).toBe('true')
    await page.getByLabel('家人姓名').fill('李建军')
    await page.getByLabel('家人的身份证号').fill('11010519491231002x')
    await page.getByLabel('家人是您的').selectOption('sibling')
    await page.getByRole('checkbox').check()
    await page.getByRole('button', { name: '替家人登记' }).tap()
    await page.getByText('结果只通知本人').waitFor()
    await isSound(page)
    await visitor.close()
  })

  it('is shown in a further language, from right to left, from one file', async () => {
    const chinese = JSON.parse(readFileSync(join(WEB, 'src/i18n/zh/voter.json'), 'utf8')) as object
    // A pseudo-language: each text of the portal in marks, longer by a third, as translations are.
    const pseudo = (texts: object): object =>
      Object.fromEntries(
        Object.entries(texts).map(([key, value]) => [
          key,
          typeof value === 'string' ? `⟦${value}${'·'.repeat(Math.ceil(value.length / 3))}⟧` : pseudo(value as object),
        ]),
      )
    const { visitor, page, complaints } = await open('phone')
    await visitor.addInitScript(() => {
      document.addEventListener('readystatechange', () => {
        document.documentElement.dataset.languages = '[["ar-XB","⟦pseudo⟧"]]'
      })
    })
    await page.route('**/languages/ar-XB.json', route =>
      route.fulfill({ json: { name: '⟦pseudo⟧', direction: 'rtl', like: 'en', ui: {}, voter: pseudo(chinese) } }),
    )
    await signIn(page, 'normal')
    await page.getByRole('combobox', { name: /Language/ }).selectOption('ar-XB')
    await page.getByRole('heading', { level: 1, name: /^⟦/ }).waitFor()
    expect(await page.evaluate(() => [document.documentElement.dir, document.documentElement.lang])).toEqual(['rtl', 'ar-XB'])
    await isSound(page)
    await page.locator('.bottom .primary').tap()
    await page.getByRole('heading', { level: 1, name: /请确认/ }).waitFor()
    await isSound(page)
    // Chosen once, it is there when the page is opened again.
    await page.reload()
    await page.getByRole('heading', { level: 1, name: /^⟦/ }).waitFor()
    expect(complaints).toEqual([])
    await visitor.close()
  })

  /** Goes on with the Tab key until what has this role and name is reached, as someone does who hears the page. */
  const tabTo = async (page: Page, role: 'button' | 'link' | 'radio' | 'textbox', name: string | RegExp) => {
    const target = page.getByRole(role, { name })
    await target.first().waitFor()
    for (let pressed = 0; pressed < 60; pressed += 1) {
      await page.keyboard.press('Tab')
      for (const each of await target.all()) if (await each.evaluate(element => element === document.activeElement)) return
    }
    throw new Error(`the Tab key does not reach ${role} ${name}`)
  }

  it('can be done by hearing it, with the keyboard alone: the taps, where one votes, and an objection', async () => {
    const { visitor, page, complaints } = await open('desk')
    await signIn(page, 'normal')
    await tabTo(page, 'button', /^就在.*投票$/)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: '请确认' }).waitFor()
    await tabTo(page, 'button', '确认登记')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: '登记成功' }).waitFor()

    await signIn(page, 'listed')
    // Where one votes is said as terms and what they mean, not only on the sketch.
    await page.getByRole('heading', { level: 1 }).waitFor()
    expect(await page.locator('dl').first().ariaSnapshot()).toMatch(/term: .*选区[\s\S]*definition: \S+/)
    expect(await page.locator('ol.stations').ariaSnapshot()).toMatch(/listitem[\s\S]*路|号/)
    await tabTo(page, 'link', '提出申诉')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: '提出申诉' }).waitFor()
    // Sent too early, what is missing has the focus.
    await tabTo(page, 'button', '提交申诉')
    await page.keyboard.press('Enter')
    await expect
      .poll(() =>
        page.evaluate(() => document.activeElement?.tagName.concat(' ', document.activeElement.getAttribute('type') ?? '')),
      )
      .toBe('INPUT radio')
    await page.keyboard.press('Space')
    await tabTo(page, 'textbox', /请说明情况/)
    await page.keyboard.type('名单上我的名字少了一个字')
    await tabTo(page, 'button', '提交申诉')
    await page.keyboard.press('Enter')
    await page.getByText('申诉已收到').waitFor()
    expect(complaints).toEqual([])
    await visitor.close()
  })

  it('can be completed with the keyboard: skip, choose, confirm', async () => {
    const { visitor, page } = await open('desk')
    await signIn(page, 'normal')
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('skip')
    await page.locator('.bottom .primary').focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: '请确认' }).waitFor()
    // The heading of the new step has the focus, so that it is read out and keyboard navigation continues from there.
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1')
    await visitor.close()
  })
})
