/**
 * Screenshots of the console for docs/manual, at the width of a desktop and of a phone. `npm run screenshots -w packages/web`
 * takes them with made-up fixtures; MINGCE_URL, MINGCE_USERNAME and MINGCE_PASSWORD select a running server (`mingce demo`)
 * instead; SCREENSHOTS_DIR sets another folder.
 */
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { preview } from 'vite'
import { openBrowser, openVisitor, type Size } from './browser.ts'

const WEB = fileURLToPath(new URL('..', import.meta.url))
const IMAGES = process.env['SCREENSHOTS_DIR'] ?? fileURLToPath(new URL('../../../docs/manual/images/', import.meta.url))

interface Shot {
  readonly name: string
  /** Below /elections/<id>; null: an absolute path. */
  readonly path: string
  readonly before?: (page: Page, size: Size) => Promise<void>
  readonly whole?: boolean
}

const settled = async (page: Page) => {
  await page.waitForLoadState('networkidle')
  await page.waitForFunction(() => !document.querySelector('.loading, .ant-skeleton, .ant-spin-spinning'))
  await page.waitForTimeout(150)
}

const SHOTS: readonly Shot[] = [
  { name: 'elections', path: '/elections' },
  { name: 'election-new', path: '/elections/new' },
  { name: 'overview', path: '/elections/:id' },
  {
    name: 'overview-communities',
    path: '/elections/:id',
    before: async page => {
      await page.locator('.sheet', { has: page.locator('.chart') }).scrollIntoViewIfNeeded()
    },
  },
  { name: 'imports', path: '/elections/:id/imports' },
  {
    name: 'import-new',
    path: '/elections/:id/imports/new',
    before: async page => {
      const csv = '姓名,身份证号,社区,备注\n王秀英,11010519491231002X,南新园,\n李建国,440524188001010014,平乐园,租户\n'
      await page
        .locator('input[type=file]')
        .setInputFiles({ name: '登记名单.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) })
      await page.locator('.mark').first().waitFor()
    },
  },
  { name: 'import-result', path: '/elections/:id/imports/:import' },
  {
    name: 'review',
    path: '/elections/:id/reviews',
    before: async (page, size) =>
      void (size === 'phone' ? await page.locator('.case-list button').first().click() : await page.keyboard.press('a')),
  },
  { name: 'review-list', path: '/elections/:id/reviews' },
  {
    name: 'review-record',
    path: '/elections/:id/reviews',
    before: async (page, size) => {
      if (size === 'phone') await page.locator('.case-list button').first().click()
      await page.getByRole('button', { name: '查看登记档案' }).click()
      await page.locator('.person-record h3').last().scrollIntoViewIfNeeded()
    },
  },
  { name: 'not-yet-registered', path: '/elections/:id/not-yet-registered' },
  { name: 'work-list-print', path: '/elections/:id/not-yet-registered/print' },
  { name: 'refused', path: '/elections/:id/refused' },
  { name: 'roll', path: '/elections/:id/roll' },
  { name: 'audit', path: '/elections/:id/audit' },
]

/** Takes all screenshots from the server at `base`, signed in as one account. */
export const takeScreenshots = async (
  base: string,
  account: { username: string; password: string },
  images: string,
): Promise<void> => {
  mkdirSync(images, { recursive: true })
  const browser = await openBrowser()
  try {
    for (const size of ['desk', 'phone'] as const) {
      const visitor = await openVisitor(browser, size)
      const page = await visitor.newPage()
      const shoot = async (name: string) => {
        await settled(page)
        await page.screenshot({ path: `${images}/${name}-${size === 'desk' ? '1280' : '390'}.png`, animations: 'disabled' })
      }
      await page.goto(`${base}/`)
      await shoot('portal')
      await page.goto(`${base}/office/`)
      await shoot('sign-in')
      await page.locator('input').first().fill(account.username)
      await page.locator('input[type=password]').fill(account.password)
      await page.locator('button[type=submit]').click()
      await page.locator('.election-card').first().waitFor()
      const id = (await page.locator('.election-card').first().getAttribute('href'))?.split('/').at(-1) ?? ''
      const imports = (await (await page.request.get(`${base}/api/elections/${id}/imports`)).json()) as {
        id: number
        kind: string
        state: string
      }[]
      const done = imports.find(one => one.kind === 'registrations' && one.state === 'done')
      for (const shot of SHOTS) {
        await page.goto(`${base}/office${shot.path.replace(':id', id).replace(':import', String(done?.id ?? ''))}`)
        await settled(page)
        await shot.before?.(page, size)
        await shoot(shot.name)
      }
      await visitor.close()
    }
  } finally {
    await browser.close()
  }
}

export const run = async (): Promise<void> => {
  const url = process.env['MINGCE_URL']
  const account = {
    username: process.env['MINGCE_USERNAME'] ?? 'township',
    password: process.env['MINGCE_PASSWORD'] ?? 'mingce-demo',
  }
  if (url) return await takeScreenshots(url.replace(/\/$/, ''), account, IMAGES)
  const server = await preview({
    root: WEB,
    configFile: `${WEB}/dev/vite.fixtures.config.ts`,
    preview: { port: 4199, strictPort: false },
    logLevel: 'warn',
  })
  const address = server.resolvedUrls?.local[0]?.replace(/\/$/, '')
  if (!address) throw new Error('the preview server has no address')
  await takeScreenshots(address, account, IMAGES)
  await server.close()
}
