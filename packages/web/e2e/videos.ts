/**
 * The training videos of docs/manual/videos, filmed on a demo with made-up people: `npm run videos -w packages/web`. Make them again when a page
 * that they show has changed. A film that no longer finds its buttons fails. MINGCE_DEMO names a folder with a demo to use instead of a new
 * one, and VIDEO=import,review films these only.
 */
import { mkdirSync, readdirSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { openBrowser, type Size } from './browser.ts'
import { settled, signIn } from './clerk.ts'
import { makeDemoFolder } from './demo-folder.ts'
import { type Film, openFilm, requireFfmpeg } from './film.ts'
import { rosterCsv } from './roster.ts'
import { serveDemo } from './serve.ts'

const VIDEOS = process.env['VIDEOS_DIR'] ?? fileURLToPath(new URL('../../../docs/manual/videos/', import.meta.url))
const MOST_BYTES = 10_000_000
const AREA = '110105021'
const COMMUNITY = '110105021021'

interface Studio {
  readonly url: string
  readonly open: (size: Size) => Promise<Page>
  /** A page of the demo's election, signed in as `username`. */
  readonly office: (username: string, path: string) => Promise<Page>
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first()

const filmImport = async ({ office }: Studio): Promise<Film> => {
  const page = await office('township', '/imports')
  const film = openFilm(page)
  await film.say(
    '导入花名册：社区、单位报来的登记名单，从这里导入。',
    'Importing a roster: lists from communities and units are imported here.',
  )
  await film.click(button(page, '导入文件'))
  await page.getByRole('radio', { name: '登记名单' }).waitFor()
  await settled(page)
  await film.say('先选种类：登记名单。', 'First choose the type: registrations.')
  await film.click(page.getByRole('radio', { name: '登记名单' }))
  await film.say(
    '再选文件。Excel、WPS、CSV 和 Word 里的表格都可以，列名不用改。',
    'Then the file: tables of Excel, WPS, CSV or Word, with columns as they are.',
  )
  const file = { name: '登记表.csv', mimeType: 'text/csv', buffer: Buffer.from(rosterCsv(COMMUNITY), 'utf8') }
  await page.locator('input[type=file]').setInputFiles(file)
  await button(page, '开始导入').waitFor()
  await settled(page)
  await button(page, '开始导入').scrollIntoViewIfNeeded()
  await film.say(
    '核对每一列读作什么；读错的，在菜单里改。',
    'Check how each column is read; correct it in the menu if it is wrong.',
  )
  await film.click(button(page, '开始导入'))
  await page.getByLabel('每一行的处理结果').waitFor({ timeout: 60_000 })
  // Until the titles of the findings are there, their codes are shown.
  await page.locator('a[href*="?code="]').first().waitFor()
  await settled(page)
  await page.evaluate(() => scrollTo(0, 0))
  await film.say(
    '每一行都有结果：总行数等于接收、待审核、退回、未变之和。',
    'Every row is counted: rows = accepted + needs review + refused + unchanged.',
  )
  await film.say(
    '下载逐行回执，照“怎么办”更正，再把整个文件导入一次；已接收的不会重复。',
    'Download the row report, correct what it says, and import the whole file again: accepted rows are not duplicated.',
  )
  return film
}

const filmReview = async ({ office }: Studio): Promise<Film> => {
  const page = await office('township', '/reviews')
  const film = openFilm(page)
  await film.say(
    '待审核的登记：核对只提出疑问，由人决定。',
    'Registrations to review: a check raises a question, and a person decides.',
  )
  await film.say(
    '左边是待审核的人，右边是证据：本次报送和人口信息，不一致的有标记，写明条文。',
    'On the left the people, on the right the evidence side by side, with differences marked and the article.',
  )
  await film.click(page.locator('.case-list li button').nth(1))
  await settled(page)
  const name = await page.locator('.case-head h2').innerText()
  await film.say('看清证据，联系本人或社区，再决定。', 'Look at the evidence, ask the person or the community, and decide.')
  await film.click(button(page, /^核准登记/))
  await page.locator('.picks button').first().waitFor()
  await film.say('核准或不予登记都要写理由，可以选一条常用理由。', 'Both decisions need a reason; a common one can be chosen.')
  await film.click(page.locator('.picks button').first())
  await film.click(button(page, '确认核准'))
  await page.locator('.case-list .case-decided').first().waitFor()
  await settled(page)
  await film.say('决定以后打开下一件。', 'The next case opens.')
  await film.click(page.locator('.case-list li', { hasText: name }).getByRole('button').first())
  await settled(page)
  await film.say('决定错了，点“撤销决定”。决定和撤销都留在记录里。', 'A decision can be undone; both stay in the record.')
  await film.click(button(page, /^撤销决定/))
  await page.getByRole('dialog').waitFor()
  await film.hold(1.5)
  await film.click(page.getByRole('dialog').getByRole('button', { name: '撤销决定' }))
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await settled(page)
  await film.hold(2)
  return film
}

const filmVisits = async ({ office }: Studio): Promise<Film> => {
  const page = await office('township', '/not-yet-registered')
  const film = openFilm(page)
  await film.say(
    '尚未登记：选举日有选举权、还不在任何名册上的人，按社区分。',
    'Not yet registered: people with the right to vote who are on no roll, by community.',
  )
  await film.click(page.locator('.worklist-places').getByRole('button').nth(1))
  await settled(page)
  await film.say('选一个社区，看名单。', 'Choose a community.')
  await film.click(button(page, '按楼栋查看'))
  await page.locator('h1', { hasText: '楼栋' }).or(page.getByText('按走访的顺序')).first().waitFor()
  await settled(page)
  await film.say(
    '按楼栋查看：名单按楼栋、单元、门牌，照走访的顺序排列，可以打印走访单。',
    'By building: in the order of a walk, building by building; household sheets can be printed.',
  )
  await film.click(page.getByRole('link', { name: '回到“尚未登记”' }))
  await settled(page)
  const row = page.locator('.worklist-people tbody tr.ant-table-row').first()
  await row.waitFor()
  await film.say(
    '走访以后记一个结果：已见到、家中无人、在国外、已迁走、查无此人、终止走访。',
    'After a visit record one result: met, not at home, abroad, moved away, unknown, or no further visits.',
  )
  await film.click(row.getByRole('button', { name: '在国外' }))
  await row.locator('.visit', { hasText: '在国外' }).waitFor()
  await film.say(
    '“终止走访”不写原因，也不要在别处记录原因。',
    '“No further visits” records no reason, and none must be noted elsewhere.',
  )
  return film
}

const filmPublish = async ({ office }: Studio): Promise<Film> => {
  const first = await office('district', '/roll')
  const film = openFilm(first)
  await film.say('公布选民名单，须由两个人办理。', 'Publishing the voter list takes two people.')
  await film.say(
    '先看将列入多少人，还有多少待审核，离期限还有几天。',
    'First see how many people will be listed, how many wait for review, and the days left.',
  )
  await film.click(button(first, '预览本次公布'))
  await first.getByRole('heading', { name: '公布预览' }).waitFor({ timeout: 90_000 })
  await settled(first)
  await first.getByRole('heading', { name: '公布预览' }).scrollIntoViewIfNeeded()
  await film.say(
    '预览按选区列出增加、减少、更正多少。做预览的人自己不能确认。',
    'The preview shows changes by district. Whoever made it cannot confirm it.',
  )
  const second = await office('second', '/roll')
  film.show(second)
  await film.say('选举委员会的另一人登录，核对预览。', 'Another member of the committee signs in and checks the preview.')
  await film.click(button(second, '公布选民名单'))
  await second.getByRole('dialog').waitFor()
  await film.say(
    '公布后这一版不能再改，以后的变动以补充名单公布。',
    'The version cannot be changed; later changes go into a supplement.',
  )
  await film.click(second.getByRole('dialog').getByRole('button', { name: '公布', exact: true }))
  await second.getByRole('heading', { name: '第 1 版 选民名单' }).waitFor({ timeout: 120_000 })
  await settled(second)
  await second.getByRole('heading', { name: '第 1 版 选民名单' }).scrollIntoViewIfNeeded()
  await film.say(
    '下载选民榜打印张贴。页脚的校验值请保留，谁都可以用它核验。',
    'Download and post the lists. Keep the checksum in the footer: anyone can verify with it.',
  )
  return film
}

const filmRegister = async ({ open, url }: Studio): Promise<Film> => {
  const page = await open('phone')
  await page.goto(url)
  const film = openFilm(page)
  await page.getByRole('link', { name: /实名登录/ }).waitFor()
  await film.say('选民用手机登记，只有三步。第一步：实名登录。', 'Voters register on a phone in three steps. First: sign in.')
  await film.click(page.getByRole('link', { name: /实名登录/ }))
  const person = page.getByRole('button', { name: /尚未登记 ·/ }).first()
  await person.waitFor()
  await film.say(
    '演示里任选一位虚构的选民；真实使用时在城市应用或国家平台登录。',
    'In the demo choose a fictitious voter; otherwise sign in with the city’s app or the national platform.',
  )
  await film.click(person)
  await film.click(button(page, /同意并登录/))
  await button(page, /^就在.*投票$/).waitFor()
  await film.say(
    '第二步：在哪里投票。按规定给出建议，可以换一个地方或理由。',
    'Second: where to vote. The rules suggest a place, which can be changed.',
  )
  await film.click(button(page, /^就在.*投票$/))
  await button(page, '确认登记').waitFor()
  await film.say('第三步：看清楚，点“确认登记”。', 'Third: check it and confirm.')
  await film.click(button(page, '确认登记'))
  await page.getByRole('heading', { level: 1, name: '登记成功' }).waitFor()
  await page.evaluate(() => scrollTo(0, 0))
  await film.say(
    '登记成功。没有收到答复的，再发一次，不会重复登记。',
    'Registered. If there is no answer, send again: nobody is registered twice.',
  )
  await film.hold(1)
  return film
}

/** In this order: publishing comes last in the office, since registering by voters changes what is published. */
const FILMS = {
  register: filmRegister,
  import: filmImport,
  review: filmReview,
  visits: filmVisits,
  publish: filmPublish,
} as const

const openStudio = (browser: Browser, url: string, electionId: string): Studio => {
  const open = async (size: Size): Promise<Page> => {
    const visitor = await browser.newContext({
      viewport: size === 'desk' ? { width: 1280, height: 800 } : { width: 390, height: 844 },
      deviceScaleFactor: size === 'desk' ? 1 : 1.5,
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      reducedMotion: 'reduce',
      hasTouch: size === 'phone',
    })
    // Tours are offered on the first visit and would be in the picture.
    await visitor.addInitScript(() => localStorage.setItem('mingce.tours', 'overview import review'))
    const page = await visitor.newPage()
    page.setDefaultTimeout(30_000)
    return page
  }
  const office = async (username: string, path: string) => {
    const page = await open('desk')
    await signIn(page, url, username)
    await page.goto(`${url}/office/elections/${electionId}${path}`)
    await settled(page)
    return page
  }
  return { url, open, office }
}

export const run = async (): Promise<void> => {
  requireFfmpeg()
  mkdirSync(VIDEOS, { recursive: true })
  const only = process.env['VIDEO']?.split(',')
  const failed: string[] = []
  const demo = makeDemoFolder()
  const server = await serveDemo(demo.data)
  const browser = await openBrowser()
  try {
    const asking = await browser.newContext()
    await asking.request.post(`${server.url}/api/auth/sign-in`, { data: { username: 'city', password: 'mingce-demo' } })
    const elections = (await (await asking.request.get(`${server.url}/api/elections`)).json()) as { id: string }[]
    const studio = openStudio(browser, server.url, elections.find(({ id }) => id.startsWith(AREA))?.id ?? '')
    for (const [name, make] of Object.entries(FILMS)) {
      if (only && !only.includes(name)) continue
      try {
        const seconds = (await make(studio)).finish(`${VIDEOS}/${name}`)
        console.log(`${name}: ${Math.round(seconds)} s, ${Math.round(statSync(`${VIDEOS}/${name}.mp4`).size / 1000)} kB`)
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
  if (failed.length > 0) throw new Error(`not filmed: ${failed.join(', ')}`)
  const bytes = readdirSync(VIDEOS).reduce((sum, file) => sum + statSync(`${VIDEOS}/${file}`).size, 0)
  if (bytes > MOST_BYTES) throw new Error(`the videos have ${bytes} bytes, more than ${MOST_BYTES}`)
}
