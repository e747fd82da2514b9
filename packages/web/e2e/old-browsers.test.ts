/**
 * Old phones: what is built is in the language of the browsers that are promised (Chrome 64, iOS 13; the station's page needs Chrome 87 and iOS 15.4
 * for what it keeps offline); the pages work where what those lack is taken away; and a page that cannot start says so.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'acorn'
import { simple } from 'acorn-walk'
import type { Browser, BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser, openVisitor } from './browser.ts'
import { signInAs } from './portal.ts'
import { type RunningServer, startDemo } from './server.ts'

const DIST = fileURLToPath(new URL('../dist/', import.meta.url))
const readBuilt = (file: string): string => readFileSync(join(DIST, file), 'utf8')

interface Chunk {
  readonly file: string
  readonly imports?: readonly string[]
  readonly dynamicImports?: readonly string[]
}
const manifest = JSON.parse(readBuilt('.vite/manifest.json')) as Readonly<Record<string, Chunk>>
/** All scripts of a page, those that it loads later too. */
const scriptsOf = (page: string): string[] => {
  const files = new Map<string, string>()
  const follow = (name: string): void => {
    const chunk = manifest[name]
    if (!chunk || files.has(name)) return
    files.set(name, chunk.file)
    for (const next of [...(chunk.imports ?? []), ...(chunk.dynamicImports ?? [])]) follow(next)
  }
  follow(page)
  follow('src/browser/features.ts')
  return [...files.values()].filter(file => file.endsWith('.js'))
}

/** What of a script is newer than the browsers of 2018, beside modules and `import()`, which they have. `but`: what browsers of 2020 have. */
const tooNew = (code: string, but: readonly string[] = []): string[] => {
  const found: string[] = []
  const at = (what: string) => (node: { start: number }) => found.push(`${what}: ${code.slice(node.start, node.start + 60)}`)
  const tree = parse(code, { ecmaVersion: 2020, sourceType: 'module' })
  simple(tree, {
    ChainExpression: at('?.'),
    LogicalExpression: node => node.operator === '??' && at('??')(node),
    CatchClause: node => node.param || at('catch without a name')(node),
    ExportAllDeclaration: node => node.exported && at('export * as')(node),
    Literal: node => node.bigint && at('bigint')(node),
  })
  if (/\(\?<[=!]/.test(code)) found.push('lookbehind')
  if (/(?:querySelector(?:All)?|matches|closest)\([^)]*:(?:has|is|where)\(/.test(code))
    found.push('a selector with :has, :is or :where')
  return found.filter(each => !but.some(one => each.startsWith(one)))
}

it.each([
  ['index.html', []],
  ['station/index.html', ['bigint']],
])('%s is built in the language of the browsers that are promised', (page, but) => {
  const scripts = scriptsOf(page)
  expect(scripts.length).toBeGreaterThan(3)
  expect(scripts.flatMap(file => tooNew(readBuilt(file), but).map(each => `${file} ${each}`))).toEqual([])
})

it('finds what is too new', () => {
  const samples = [
    'a?.b',
    'a ?? b',
    'try {} catch {}',
    '1n',
    'export * as a from "b"',
    '/(?<=a)b/',
    'a.querySelector("b:not(:has(c))")',
  ]
  expect(samples.filter(code => tooNew(code).length === 0)).toEqual([])
  for (const code of ['await 1', 'class A { #a = 1 }']) expect(() => tooNew(code)).toThrow()
})

it.each(['index.html', 'station/index.html', 'office/index.html'])('the scripts within %s are in the language of 2009', page => {
  const within = [...readBuilt(page).matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, code = '']) => code)
  expect(within.length).toBeGreaterThan(0)
  for (const code of within) parse(code, { ecmaVersion: 5 })
})

/** Takes away what Chrome 64 and Safari 13 lack, before any script of a page runs. */
const withoutNewFeatures = (visitor: BrowserContext): Promise<unknown> =>
  visitor.addInitScript(() => {
    const take = (owner: object, ...names: string[]) => {
      for (const name of names) Reflect.deleteProperty(owner, name)
    }
    take(Array.prototype, 'at', 'findLast', 'findLastIndex', 'flat', 'flatMap', 'toSorted', 'toReversed', 'toSpliced', 'with')
    take(Object.getPrototypeOf(Uint8Array.prototype), 'at', 'findLast', 'findLastIndex', 'toSorted', 'toReversed', 'with')
    take(Object, 'fromEntries', 'hasOwn', 'groupBy')
    take(Map, 'groupBy')
    take(Promise, 'allSettled', 'any', 'withResolvers', 'try')
    take(String.prototype, 'at', 'replaceAll', 'matchAll', 'trimStart', 'trimEnd', 'isWellFormed', 'toWellFormed')
    take(Symbol.prototype, 'description')
    take(Intl, 'ListFormat', 'DisplayNames', 'Segmenter', 'RelativeTimeFormat')
    take(AbortSignal, 'timeout', 'any')
    take(Crypto.prototype, 'randomUUID')
    take(Blob.prototype, 'arrayBuffer', 'text', 'stream')
    take(Element.prototype, 'replaceChildren')
    take(
      window,
      'structuredClone',
      'queueMicrotask',
      'ResizeObserver',
      'WeakRef',
      'FinalizationRegistry',
      'reportError',
      'scheduler',
    )
  })

describe('an old browser', () => {
  let browser: Browser
  let server: RunningServer
  beforeAll(async () => {
    browser = await openBrowser()
    server = await startDemo('small')
  }, 240_000)
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  it('registers a voter in three taps', async () => {
    const visitor = await openVisitor(browser, 'phone')
    await withoutNewFeatures(visitor)
    const page = await visitor.newPage()
    const errors: string[] = []
    page.on('pageerror', error => errors.push(error.message))
    await page.goto(server.url)
    await page.getByRole('link', { name: /实名登录/ }).tap()
    await signInAs(page, '尚未登记')
    await page.getByRole('button', { name: /^就在.*投票$/ }).tap()
    await page.getByRole('button', { name: '确认登记' }).tap()
    await page.getByRole('heading', { level: 1, name: '登记成功' }).waitFor()
    await page.getByRole('link', { name: '出示登记卡' }).tap()
    await page.getByRole('img', { name: /的登记卡二维码$/ }).waitFor()
    await page.getByRole('link', { name: '返回我的登记' }).tap()
    await page.getByRole('button', { name: 'English' }).tap()
    await page.getByRole('heading', { level: 1 }).waitFor()
    expect(errors).toEqual([])
    await visitor.close()
  })

  it('opens the page of stations', async () => {
    const visitor = await openVisitor(browser, 'phone')
    await withoutNewFeatures(visitor)
    const page = await visitor.newPage()
    const errors: string[] = []
    page.on('pageerror', error => errors.push(error.message))
    await page.goto(`${server.url}/station/`)
    await page.getByLabel('用户名').fill('district')
    await page.getByLabel('密码').fill('mingce-demo')
    await page.getByRole('button', { name: '登录' }).click()
    await page.getByLabel('选举', { exact: true }).waitFor()
    expect(errors).toEqual([])
    await visitor.close()
  })

  it.each([
    ['/', /Chrome 64.*选民登记站/],
    ['/station/', /Chrome 87.*不要清除浏览器数据/],
    ['/office/', /新版浏览器/],
  ])('%s says that it cannot start, where its script is too new', async (path, words) => {
    const visitor = await openVisitor(browser, 'phone')
    const page = await visitor.newPage()
    await page.route(/\/assets\/.*\.js$/, route => route.fulfill({ contentType: 'text/javascript', body: 'let x = ;' }))
    await page.goto(server.url + path)
    await page.getByText(words).waitFor()
    expect(await page.locator('#root').isVisible()).toBe(false)
    await visitor.close()
  })

  it('says that it cannot start, where drawing it failed', async () => {
    const visitor = await openVisitor(browser, 'phone')
    await visitor.addInitScript(() => Reflect.deleteProperty(window, 'MessageChannel'))
    await visitor.addInitScript(() => Reflect.deleteProperty(Array.prototype, 'map'))
    const page = await visitor.newPage()
    await page.goto(`${server.url}/office/`)
    await page.getByText(/新版浏览器/).waitFor()
    await visitor.close()
  })

  it('says nothing of it where another script fails and the page starts', async () => {
    const visitor = await openVisitor(browser, 'phone')
    await visitor.addInitScript(() => void Promise.reject(new Error('an app that shows the page')))
    const page = await visitor.newPage()
    await page.goto(server.url)
    await page.getByRole('link', { name: /实名登录/ }).waitFor()
    await page.locator('#cannot-start').waitFor({ state: 'hidden' })
    await visitor.close()
  })
})
