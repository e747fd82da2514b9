/** The manual in the console: each page has its section, each link a target, each picture a file, and the search finds what is written. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { filesOf, readManuals } from '../../../../dev/manual.ts'
import { isOwn, orderFor, sectionFor } from './order.ts'
import { searchManual } from './search.ts'

const MANUALS = readManuals()
const PAGES = MANUALS.flatMap(({ pages }) => pages)
const FOLDER = new URL('../../../../../../docs/manual/', import.meta.url)

const router = readFileSync(new URL('../../../office/router.tsx', import.meta.url), 'utf8')
const routes = [...router.matchAll(/\bpath: '(\/[^']*)'/g)].map(([, path = '']) => path)
/** What needs no manual: signing in, help itself, and the page that is only printed. */
const WITHOUT = /^\/sign-in$|^\/help(\/|$)|\/print$/

describe('the manual', () => {
  it('explains every page of the console, and names no other', () => {
    const explained = new Set(PAGES.map(({ page }) => page))
    expect(routes.length).toBeGreaterThan(30)
    expect(routes.filter(path => !WITHOUT.test(path) && !explained.has(path))).toEqual([])
    expect([...explained].filter(path => !routes.includes(path))).toEqual([])
  })

  it('has a heading with text at the end of each link to it', () => {
    const anchors = new Map(MANUALS.map(({ name, sections }) => [name, new Set(sections.map(({ anchor }) => anchor))]))
    const broken = MANUALS.flatMap(({ name, sections }) =>
      sections.flatMap(({ html }) =>
        [...html.matchAll(/href="\/office\/help\/manual\/([\w-]+)(?:#([^"]+))?"/g)].flatMap(([href, to = '', anchor]) =>
          anchors.has(to) && (anchor === undefined || anchors.get(to)?.has(anchor)) ? [] : [`${name}: ${href}`],
        ),
      ),
    )
    expect(broken).toEqual([])
    for (const { manual, anchor } of PAGES) {
      const section = MANUALS.find(({ name }) => name === manual)?.sections.find(one => one.anchor === anchor)
      expect([manual, anchor, (section?.text.length ?? 0) > 20]).toEqual([manual, anchor, true])
    }
  })

  it('has every picture, video and caption that it shows', () => {
    const files = filesOf(JSON.stringify(MANUALS))
    expect(files.length).toBeGreaterThan(10)
    expect(files.filter(file => !existsSync(new URL(file, FOLDER)))).toEqual([])
  })

  it('has anchors that are unique in a manual', () => {
    for (const { name, sections } of MANUALS)
      expect([name, new Set(sections.map(({ anchor }) => anchor)).size]).toEqual([name, sections.length])
  })

  it('tells Chinese from English', () => {
    const clerk = MANUALS.find(({ name }) => name === 'clerk')
    expect(clerk?.title.en).toBe('Station and township')
    expect(clerk?.sections.filter(({ language }) => language === 'en').map(({ anchor }) => anchor)).toEqual(['english'])
    expect(MANUALS.find(({ name }) => name === 'training')?.sections.every(({ language }) => language === 'en')).toBe(true)
  })
})

/** All Chinese texts of the pages. */
const TEXTS = new URL('../../../i18n/zh/', import.meta.url)
const leaves = (texts: object): string[] =>
  Object.values(texts).flatMap(value => (typeof value === 'string' ? [value] : leaves(value as object)))
const spoken = readdirSync(TEXTS)
  .flatMap(file => leaves(JSON.parse(readFileSync(new URL(file, TEXTS), 'utf8')) as object))
  .join('\n')

describe('what the manual tells to press', () => {
  const pressed = MANUALS.flatMap(({ name, sections }) =>
    sections.flatMap(({ text }) =>
      [...text.matchAll(/(?:点|按|勾选|打开)“([^”]+)”/g)].map(([, words = '']) => ({ name, words })),
    ),
  )
  it('is on a page, in these words', () => {
    expect(pressed.length).toBeGreaterThan(50)
    const missing = pressed.filter(({ words }) => words.split('…').some(part => !spoken.includes(part)))
    expect(missing).toEqual([])
  })
})

describe('pictures and videos', () => {
  const files = filesOf(JSON.stringify(MANUALS))
  it('are as small as a slow line needs', () => {
    const bytes = (file: string) => statSync(new URL(file, FOLDER)).size
    const videos = files.filter(file => file.endsWith('.mp4'))
    expect(videos.reduce((sum, file) => sum + bytes(file), 0)).toBeLessThan(10_000_000)
  })
  it('have captions in both languages, of a length', () => {
    const videos = MANUALS.flatMap(({ sections }) => sections.flatMap(section => section.videos))
    expect(videos.length).toBeGreaterThanOrEqual(5)
    for (const video of videos)
      expect([video.src, video.captions.map(({ lang }) => lang), video.seconds > 10]).toEqual([video.src, ['zh', 'en'], true])
  })
})

describe('the section of a page', () => {
  it.each([
    ['/elections/110105021-20261220/reviews', 'township', 'clerk#三-待审核的登记'],
    ['/elections/110105021-20261220/roll', 'township', 'clerk#五-公布乡镇'],
    ['/elections/110105021-20261220/roll', 'district', 'district-office#四-公布'],
    ['/elections/new', 'district', 'district-office#一-建立选举'],
    ['/elections/110105021-20261220/imports/several', 'station', 'clerk#一次导入几个文件'],
    ['/elections/110105021-20261220/imports/17', 'station', 'clerk#二-导入花名册'],
  ] as const)('%s, as %s', (path, role, target) => {
    const section = sectionFor(PAGES, path, role)
    expect(`${section?.manual}#${section?.anchor}`).toBe(target)
  })

  it('is none where no page is', () => expect(sectionFor(PAGES, '/nowhere', 'city')).toBeNull())
})

describe('the order', () => {
  it('begins with the role, and leaves none out', () => {
    const names = MANUALS.map(({ name }) => name)
    for (const role of ['station', 'township', 'district', 'city', 'auditor'] as const) {
      const order = orderFor(role, names)
      expect([...order].sort()).toEqual([...names].sort())
      expect(order.map(name => isOwn(role, name)).lastIndexOf(true)).toBe(order.filter(name => isOwn(role, name)).length - 1)
      expect(isOwn(role, order[0] ?? '')).toBe(true)
    }
  })
})

describe('the search', () => {
  const found = (query: string, language: 'zh' | 'en' = 'zh') =>
    searchManual(MANUALS, query, language).map(({ manual, section }) => `${manual.name}#${section.anchor}`)

  it('finds headings before text', () => expect(found('谁还没有报送')[0]).toBe('clerk#谁还没有报送'))
  it('needs every word', () => {
    expect(found('激活码 当面')).toContain('questions#密码忘了怎么办')
    expect(found('激活码 没有这个词的')).toEqual([])
  })
  it('takes full width and case as the same', () => expect(found('ＥＸＣＥＬ')).toEqual(found('excel')))
  it('shows the reader’s language first', () => {
    const languages = searchManual(MANUALS, 'preview', 'en').map(({ section }) => section.language)
    expect(languages[0]).toBe('en')
  })
  it('shows the text around the word', () => {
    const [hit] = searchManual(MANUALS, '终止走访', 'zh')
    expect(hit?.found).toBe('终止走访')
    expect(hit?.section.text).toContain(`${hit?.before.replace('…', '')}终止走访${hit?.after}`)
  })
  it('of nothing finds nothing', () => expect(found('  ')).toEqual([]))
})
