/** The built mini program in WeChat’s simulator: opens the portal, shows failures, passes logins on and shares the first page. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { build, configOf } from '../build.mjs'

interface Found {
  readonly dom: Element
  dispatchEvent(name: string, options?: object): void
}
interface Rendered {
  readonly instance: {
    readonly data: Record<string, unknown>
    onShareAppMessage(): object
    enter(): void
    signIn(): void
    fail(): void
  }
  attach(parent: Element): void
  detach(): void
  querySelector(selector: string): Found | undefined
  triggerPageLifeTime(name: 'show'): void
  toJSON(): object
}
interface Simulator {
  load(path: string, options: { compiler: 'simulate'; rootPath: string }): string
  render(id: string, properties?: object): Rendered
}

const PORTAL = 'https://xm.example.cn'
const LOGIN = 'wx0123456789abcdef:pages/login'
const app = { globalData: { signIn: null as string | null } }
const host = {
  getAppBaseInfo: vi.fn(() => ({ language: 'zh_CN', fontSizeSetting: 16 })),
  setNavigationBarTitle: vi.fn(),
  navigateTo: vi.fn(),
  navigateToMiniProgram: vi.fn(),
}
let out = ''
let simulate: Simulator
beforeAll(() => {
  out = mkdtempSync(join(tmpdir(), 'mingce-miniprogram-'))
  build({ out, portal: PORTAL, appId: 'wxfedcba9876543210', login: LOGIN })
  simulate = createRequire(import.meta.filename)('miniprogram-simulate') as Simulator
  vi.stubGlobal('wx', host)
  vi.stubGlobal('getApp', () => app)
})
afterAll(() => rmSync(out, { recursive: true, force: true }))
afterEach(() => {
  vi.clearAllMocks()
  app.globalData.signIn = null
})

const show = (page: string, properties?: object): Rendered => {
  const rendered = simulate.render(simulate.load(join(out, page), { compiler: 'simulate', rootPath: out }), properties)
  rendered.attach(document.body)
  return rendered
}

describe('the build', () => {
  it('contains every page of app.json, with its template and style', () => {
    const { pages } = JSON.parse(readFileSync(join(out, 'app.json'), 'utf8')) as { pages: string[] }
    for (const page of pages)
      for (const kind of ['js', 'json', 'wxml', 'wxss'])
        expect([page, kind, existsSync(join(out, `${page}.${kind}`))]).toEqual([page, kind, true])
    expect(JSON.parse(readFileSync(join(out, 'project.config.json'), 'utf8'))).toMatchObject({ appid: 'wxfedcba9876543210' })
    for (const image of ['share', 'seal']) expect(existsSync(join(out, `images/${image}.png`))).toBe(true)
  })
  it('refuses an address that WeChat would not open', () => {
    expect(configOf({ portal: 'https://xm.example.cn' })).toEqual({ portal: PORTAL, login: null })
    for (const portal of ['http://xm.example.cn', 'https://xm.example.cn/portal', 'xm.example.cn'])
      expect(() => configOf({ portal })).toThrow()
    expect(() => configOf({ portal: PORTAL, login: 'someone' })).toThrow()
    expect(() => build({ out, portal: PORTAL, appId: 'mine' })).toThrow()
  })
})

describe('the portal page', () => {
  it('shows the portal, embedded in the mini program', () => {
    const page = show('pages/portal/portal')
    expect(page.instance.data.src).toBe(`${PORTAL}/?embed=mini-program&lang=zh-CN&type=normal`)
    expect(page.querySelector('.failed')).toBeUndefined()
    page.detach()
  })
  it('follows the language and type size of WeChat, and opens a login that was passed on', () => {
    host.getAppBaseInfo.mockReturnValueOnce({ language: 'en', fontSizeSetting: 23 })
    const page = show('pages/portal/portal', { login: 'city' })
    expect(page.instance.data.src).toBe(`${PORTAL}/?embed=mini-program&lang=en&type=large&sign-in=city`)
    page.detach()
  })
  it('works in a WeChat whose base library lacks getAppBaseInfo', () => {
    const old = { ...host, getAppBaseInfo: undefined, getSystemInfoSync: () => ({ language: 'en', fontSizeSetting: 23 }) }
    vi.stubGlobal('wx', old)
    const page = show('pages/portal/portal')
    expect(page.instance.data.src).toBe(`${PORTAL}/?embed=mini-program&lang=en&type=large`)
    page.detach()
    vi.stubGlobal('wx', host)
  })
  it('shows an error when the portal cannot be opened, and tries again', async () => {
    const page = show('pages/portal/portal')
    page.instance.fail()
    expect(page.querySelector('.failed')?.dom.textContent).toContain('页面打不开')
    page.querySelector('.retry')?.dispatchEvent('tap')
    await vi.waitFor(() => expect(page.instance.data).toMatchObject({ failed: false, src: expect.stringContaining(PORTAL) }))
    page.detach()
  })
  it('shares the first page and no personal address', () => {
    const page = show('pages/portal/portal')
    expect(page.instance.onShareAppMessage()).toEqual({
      title: expect.stringContaining('选民登记'),
      path: '/pages/start/start',
      imageUrl: '/images/share.png',
    })
    page.detach()
  })
})

describe('the first page', () => {
  it('explains what this is and opens the portal', () => {
    const page = show('pages/start/start')
    expect(page.querySelector('.title')?.dom.textContent).toBe('选民登记')
    page.instance.enter()
    expect(host.navigateTo).toHaveBeenCalledWith({ url: '/pages/portal/portal' })
    page.detach()
  })
  it('opens the mini program of the login, and shows an error when that is refused', () => {
    const page = show('pages/start/start')
    page.instance.signIn()
    const [[options]] = host.navigateToMiniProgram.mock.calls as [[{ appId: string; path: string; fail: () => void }]]
    expect(options).toMatchObject({ appId: 'wx0123456789abcdef', path: 'pages/login' })
    options.fail()
    expect(page.querySelector('.refused')?.dom.textContent).toContain('没有打开登录')
    page.detach()
  })
  it('opens the portal once when the login returns', () => {
    const page = show('pages/start/start')
    app.globalData.signIn = 'city'
    page.triggerPageLifeTime('show')
    page.triggerPageLifeTime('show')
    expect(host.navigateTo.mock.calls).toEqual([[{ url: '/pages/portal/portal?login=city' }]])
    page.detach()
  })
})
