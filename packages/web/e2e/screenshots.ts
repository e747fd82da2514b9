/**
 * The pictures of docs/manual, taken on a demo with made-up people: `npm run screenshots -w packages/web` takes exactly those that the pages
 * show. MINGCE_DEMO names a folder with a demo to use instead of a new one; PICTURE=review-390,roll-1280 takes these only; SCREENSHOTS_DIR
 * sets another folder.
 */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { openBrowser, openVisitor, SIZES, type Size } from './browser.ts'
import { settled, signIn } from './clerk.ts'
import { makeDemoFolder } from './demo-folder.ts'
import { serveDemo } from './serve.ts'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const IMAGES = process.env['SCREENSHOTS_DIR'] ?? join(ROOT, 'docs/manual/images')
/** For slow lines. A picture that is larger is cut at the bottom. */
const MOST_BYTES = 200_000
const AREA = '110105021'
const STREETS = fileURLToPath(new URL('fixtures/dongcheng.geojson', import.meta.url))

interface Place {
  readonly browser: Browser
  readonly url: string
  readonly election: string
}

const dayAfter = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

const openPage = async ({ browser }: Place, size: Size): Promise<Page> => {
  const visitor = await openVisitor(browser, size)
  await visitor.addInitScript(() => localStorage.setItem('mingce.tours', 'overview import review'))
  const page = await visitor.newPage()
  page.setDefaultTimeout(30_000)
  return page
}

/** A page of the console; a path that begins with `/` is below the demo's election, `@` stands for /office. */
const office = async (place: Place, username: string, path: string, size: Size = 'desk'): Promise<Page> => {
  const page = await openPage(place, size)
  await signIn(page, place.url, username)
  await page.goto(
    path.startsWith('@') ? `${place.url}/office${path.slice(1)}` : `${place.url}/office/elections/${place.election}${path}`,
  )
  await settled(page)
  return page
}

const importResult = async (place: Place): Promise<Page> => {
  const page = await office(place, 'township', '/imports')
  const imports = (await (await page.request.get(`${place.url}/api/elections/${place.election}/imports`)).json()) as {
    id: number
    kind: string
    refused: number | null
  }[]
  const done = imports.find(one => one.kind === 'registrations' && Number(one.refused) > 0)
  await page.goto(`${place.url}/office/elections/${place.election}/imports/${done?.id}`)
  await page.locator('a[href*="?code="]').first().waitFor()
  return page
}

const moveDay = async (place: Place): Promise<Page> => {
  const page = await office(place, 'district', '/timetable')
  await page.getByRole('button', { name: '更改选举日' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('input[type=date]').fill(dayAfter(12))
  await dialog.getByRole('button').filter({ hasText: '影响' }).click()
  await dialog.locator('table').waitFor()
  return page
}

const districts = async (place: Place): Promise<Page> => {
  const page = await openPage(place, 'desk')
  await signIn(page, place.url, 'city')
  const made = await page.request.post(`${place.url}/api/elections`, {
    data: { areaCode: '110101', day: dayAfter(90), levels: ['county'], name: '东城区人大代表选举（示意）' },
  })
  const { id } = (await made.json()) as { id: string }
  await page.goto(`${place.url}/office/elections/${id}/districts`)
  await settled(page)
  await page.getByRole('button', { name: '新建方案' }).click()
  await page.getByLabel('方案名称').fill('示意方案')
  await page.locator('input[type=file]').setInputFiles(STREETS)
  await page.getByRole('button', { name: '建立', exact: false }).last().click()
  await page.getByRole('heading', { name: '示意方案', level: 1 }).waitFor()
  await page.getByLabel('代表总名额').fill('30')
  await page.getByLabel('选区数').fill('11')
  await page.getByRole('button', { name: '自动划分' }).click()
  await page.locator('select[aria-label$=代表名额]').first().waitFor()
  await page.locator('[data-map]').first().scrollIntoViewIfNeeded()
  return page
}

/** A phone of the station of the demo, with the list of the day. */
const shift = async (place: Place): Promise<Page> => {
  const page = await openPage(place, 'phone')
  await page.goto(`${place.url}/station/`)
  await page.getByLabel('用户名').fill('station')
  await page.getByLabel('密码').fill('mingce-demo')
  await page.getByRole('button', { name: '登录' }).click()
  await page.getByRole('button', { name: '领取名单，开始' }).click()
  await page.getByRole('button', { name: '已记下，开始工作' }).click()
  await page.getByRole('heading', { name: '今天的名单' }).waitFor()
  return page
}

const stationForm = async (place: Place): Promise<Page> => {
  const page = await shift(place)
  await page.getByRole('navigation').getByRole('button', { name: '登记' }).click()
  await page.getByLabel('读卡器文字').waitFor()
  return page
}

const devices = async (place: Place): Promise<Page> => {
  await shift(place)
  return office(place, 'township', '@/devices')
}

/** The portal, signed in as a made-up person with this note. */
const voter = async (place: Place, note: string, size: Size): Promise<Page> => {
  const page = await openPage(place, size)
  await page.goto(place.url)
  await page.getByRole('link', { name: /实名登录/ }).click()
  await page
    .getByRole('button', { name: new RegExp(`${note} ·`) })
    .first()
    .click()
  await page.getByRole('button', { name: /同意并登录/ }).click()
  await page.locator('main h1').waitFor()
  return page
}

const large = async (place: Place): Promise<Page> => {
  const page = await voter(place, '尚未登记', 'phone')
  await page.getByRole('button', { name: '大字' }).click()
  return page
}

/** The seats of the township’s congress as the district sets them. */
const seats = async (place: Place): Promise<Page> => {
  const page = await office(place, 'district', '/seats')
  const areas = ['东郊片区', '百子湾片区', '楼梓庄村', '大郊亭村'].map((name, at) => ({
    code: String(at + 1),
    name,
    population: [21_300, 18_900, 2_400, 2_250][at] ?? 0,
  }))
  const set = await page.request.put(`${place.url}/api/elections/${place.election}/seats`, {
    data: {
      level: 'township',
      areaCode: AREA,
      population: areas.reduce((sum, { population }) => sum + population, 0),
      source: 'hukou',
      asOf: '2026-06-30',
      extra: 0,
      army: 0,
      document: '京朝人发〔2026〕12号（示意）',
      areas,
      lots: [],
      minorities: [],
    },
  })
  if (!set.ok()) throw new Error(await set.text())
  await page.reload()
  await settled(page)
  await page.locator('table').first().scrollIntoViewIfNeeded()
  return page
}

/** The portal’s page of a voter who asked for a certificate, which the district issued. */
const voterCertificate = async (place: Place): Promise<Page> => {
  const page = await voter(place, '已经登记', 'phone')
  await page
    .getByRole('button', { name: '选民资格证明' })
    .or(page.getByRole('link', { name: '选民资格证明' }))
    .first()
    .click()
  await page.getByRole('button', { name: '申请证明' }).click()
  await page.getByText('申请已收到').first().waitFor()
  const clerk = await office(place, 'district', '/certificates')
  await clerk
    .getByRole('button', { name: /^查看 / })
    .first()
    .click()
  await clerk.getByRole('button', { name: '开具', exact: true }).click()
  await clerk.getByLabel('证明的文字编码').waitFor()
  await clerk.context().close()
  await page.reload()
  await page.getByText('已开具').first().waitFor()
  return page
}

/** With the certificate of the picture above, which is issued here if it was not. */
const certificates = async (place: Place): Promise<Page> => {
  const page = await office(place, 'district', '/certificates')
  if ((await page.getByText('还没有人申请资格证明').count()) === 0) return page
  await page.context().close()
  await (await voterCertificate(place)).context().close()
  return office(place, 'district', '/certificates')
}

const phoneReview = async (place: Place): Promise<Page> => {
  const page = await office(place, 'township', '/reviews', 'phone')
  await page.locator('.case-list button').first().click()
  return page
}

const signInPage = async (place: Place): Promise<Page> => {
  const page = await openPage(place, 'desk')
  await page.goto(`${place.url}/office/sign-in`)
  return page
}

const TAKE: Readonly<Record<string, (place: Place) => Promise<Page>>> = {
  'sign-in-1280': signInPage,
  'overview-1280': place => office(place, 'township', ''),
  'import-result-1280': importResult,
  'review-1280': place => office(place, 'township', '/reviews'),
  'review-390': phoneReview,
  'not-yet-registered-1280': place => office(place, 'township', '/not-yet-registered'),
  'roll-1280': place => office(place, 'district', '/roll'),
  'audit-1280': place => office(place, 'auditor', '/audit'),
  'accounts-1280': place => office(place, 'district', '@/accounts'),
  'move-day-1280': moveDay,
  'voter-where-390': place => voter(place, '尚未登记', 'phone'),
  'voter-registration-1280': place => voter(place, '已经登记', 'desk'),
  'voter-large-390': large,
  'station-list-390': shift,
  'station-form-390': stationForm,
  'devices-1280': devices,
  'districts-1280': districts,
  'seats-1280': seats,
  'voter-certificate-390': voterCertificate,
  'certificates-1280': certificates,
}

/** Names of the pictures that the documentation shows. */
const shownPictures = (): string[] => {
  const manual = join(ROOT, 'docs/manual')
  const pages = [join(ROOT, 'README.md'), join(ROOT, 'README.zh-CN.md')]
  for (const file of readdirSync(manual)) if (file.endsWith('.md')) pages.push(join(manual, file))
  const found = pages.flatMap(page => [...readFileSync(page, 'utf8').matchAll(/images\/([\w-]+)\.png/g)])
  return [...new Set(found.map(([, name = '']) => name))].sort()
}

/** The picture, cut at the bottom until it is small enough. */
const take = async (page: Page, name: string): Promise<void> => {
  const size = name.endsWith('-390') ? SIZES.phone : SIZES.desk
  let { height } = size
  let picture: Buffer
  do {
    picture = await page.screenshot({ animations: 'disabled', clip: { x: 0, y: 0, width: size.width, height } })
    height -= 80
  } while (picture.length > MOST_BYTES && height > 300)
  writeFileSync(join(IMAGES, `${name}.png`), picture)
  console.log(`${name}: ${Math.round(statSync(join(IMAGES, `${name}.png`)).size / 1000)} kB`)
}

export const run = async (): Promise<void> => {
  const without = shownPictures().filter(name => !(name in TAKE))
  const unused = Object.keys(TAKE).filter(name => !shownPictures().includes(name))
  if (without.length + unused.length > 0)
    throw new Error(
      `not taken by this script: ${without.join(', ') || 'none'}; not shown anywhere: ${unused.join(', ') || 'none'}`,
    )
  mkdirSync(IMAGES, { recursive: true })
  const only = process.env['PICTURE']?.split(',')
  const failed: string[] = []
  const demo = makeDemoFolder()
  const server = await serveDemo(demo.data)
  const browser = await openBrowser()
  try {
    const asking = await browser.newContext()
    await asking.request.post(`${server.url}/api/auth/sign-in`, { data: { username: 'city', password: 'mingce-demo' } })
    const elections = (await (await asking.request.get(`${server.url}/api/elections`)).json()) as { id: string }[]
    const place: Place = { browser, url: server.url, election: elections.find(({ id }) => id.startsWith(AREA))?.id ?? '' }
    for (const [name, open] of Object.entries(TAKE)) {
      if (only && !only.includes(name)) continue
      try {
        const page = await open(place)
        await settled(page)
        await take(page, name)
        await page.context().close()
      } catch (error) {
        console.error(`${name}: ${error instanceof Error ? error.message : String(error)}`)
        failed.push(name)
      }
    }
  } finally {
    await browser.close()
    await server.stop()
    demo.remove()
  }
  if (failed.length > 0) throw new Error(`not taken: ${failed.join(', ')}`)
}
