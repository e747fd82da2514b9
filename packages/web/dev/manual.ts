/**
 * docs/manual as data for the console, read when the pages are built. `virtual:mingce-manual` has the text, with pictures and videos as files of
 * the build; `virtual:mingce-manual-pages` says which section explains which page. A comment below a heading names the pages that its section
 * explains: `<!-- pages: /elections/:electionId/reviews -->`. A link to `videos/NAME.mp4` becomes a player.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Marked, type Token, type Tokens } from 'marked'
import type { Plugin } from 'vite'
import type { Manual, ManualVideo, PageOfManual, Section } from '../src/features/help/manual/index.ts'

const FOLDER = fileURLToPath(new URL('../../../docs/manual/', import.meta.url))
const TEXT = 'virtual:mingce-manual'
const PAGES = 'virtual:mingce-manual-pages'

/** A manual with the pages that its sections name. */
export interface ReadManual extends Manual {
  readonly pages: readonly PageOfManual[]
}

/** The anchor that GitHub makes from a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-')

/** Stands for the address of a file of docs/manual until the build has named it. */
const addressOf = (file: string): string => `%%FILE ${file}%%`

const ADDRESS = /%%FILE ([\w./-]+)%%/g

/** Where a link of the page `name` leads in the console; null: nowhere, its text stays. */
const hrefOf = (name: string, href: string, names: readonly string[]): string | null => {
  if (/^https?:/.test(href)) return href
  const [file = '', anchor] = href.split('#')
  const target = file === '' ? name : file.replace(/\.md$/, '')
  if (target === 'README') return '/office/help/manual'
  return names.includes(target) ? `/office/help/manual/${target}${anchor ? `#${anchor}` : ''}` : null
}

const secondsOf = (captions: string): number => {
  const [, minutes = 0, seconds = 0] = [...captions.matchAll(/--> (?:\d\d:)?(\d\d):(\d\d)\./g)].at(-1) ?? []
  return Number(minutes) * 60 + Number(seconds)
}

const videoOf = (folder: string, href: string, label: string): ManualVideo => {
  const base = href.replace(/\.mp4$/, '')
  const [zh = label, en = zh] = label.split(' · ')
  const captions = (['zh', 'en'] as const).filter(lang => existsSync(join(folder, `${base}.${lang}.vtt`)))
  return {
    title: { zh, en },
    src: addressOf(href),
    seconds: captions[0] ? secondsOf(readFileSync(join(folder, `${base}.${captions[0]}.vtt`), 'utf8')) : 0,
    captions: captions.map(lang => ({ lang, src: addressOf(`${base}.${lang}.vtt`) })),
  }
}

const ENDS_OF_BLOCKS = /<\/(?:p|li|td|th|tr|pre|ul|ol|table|blockquote)>|<br>/g

const plain = (html: string): string =>
  html
    .replace(ENDS_OF_BLOCKS, ' ')
    .replace(/<[^>]*>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim()

/** A line that ends within a Chinese sentence goes on without a space. */
const joined = (html: string): string =>
  html
    .split(/(<pre>[\s\S]*?<\/pre>)/)
    .map((part, at) => (at % 2 ? part : part.replace(/([\p{Script=Han}，。；：、”）》])\n(?=[\p{Script=Han}“（《])/gu, '$1')))
    .join('')

/** Width and height of a PNG, so that the page does not move while pictures arrive. */
const sizeOf = (file: string): string => {
  const bytes = readFileSync(file)
  return `width="${bytes.readUInt32BE(16)}" height="${bytes.readUInt32BE(20)}"`
}

interface Draft {
  heading: string
  level: number
  language: 'zh' | 'en'
  tokens: Token[]
  pages: string[]
}

/** The sections of a page, split at its headings of the first three levels. */
const draftsOf = (tokens: readonly Token[]): Draft[] => {
  const drafts: Draft[] = []
  for (const token of tokens) {
    const last = drafts.at(-1)
    if (token.type === 'heading' && (token as Tokens.Heading).depth <= 3) {
      const { depth, text } = token as Tokens.Heading
      const isEnglish = text === 'English' || (depth === 3 && last?.language === 'en')
      const isWhole = depth === 1 && !/\p{Script=Han}/u.test(text)
      // A page whose title has no Chinese is English throughout.
      const language = isEnglish || isWhole || (drafts[0]?.language === 'en' && depth > 1) ? 'en' : 'zh'
      drafts.push({ heading: text.replace(/[`*]/g, ''), level: depth, language, tokens: [], pages: [] })
    } else if (token.type === 'html') {
      const [, pages] = /^<!-- pages: (.+?) -->/.exec(token.raw.trim()) ?? []
      if (pages) last?.pages.push(...pages.split(' '))
    } else last?.tokens.push(token)
  }
  return drafts
}

const readOne = (folder: string, name: string, names: readonly string[]): ReadManual => {
  let videos: ManualVideo[] = []
  const marked = new Marked({
    gfm: true,
    renderer: {
      link({ href, tokens }) {
        const label = this.parser.parseInline(tokens)
        if (/^videos\/[\w-]+\.mp4$/.test(href)) {
          videos.push(videoOf(folder, href, plain(label)))
          return ''
        }
        const target = hrefOf(name, href, names)
        return target === null ? label : `<a href="${target}">${label}</a>`
      },
      image: ({ href, text }) => `<img src="${addressOf(href)}" alt="${text}" ${sizeOf(join(folder, href))}>`,
    },
  })
  const drafts = draftsOf(marked.lexer(readFileSync(join(folder, `${name}.md`), 'utf8')))
  const taken = new Map<string, number>()
  const anchors = drafts.map(({ heading }) => {
    const anchor = anchorOf(heading)
    const before = taken.get(anchor) ?? 0
    taken.set(anchor, before + 1)
    return before === 0 ? anchor : `${anchor}-${before}`
  })
  const sections = drafts.map(({ heading, level, language, tokens }, at): Section => {
    videos = []
    const html = joined(marked.parser(tokens)).replace(/<p>\s*<\/p>/g, '')
    return { anchor: anchors[at] ?? '', heading, level, language, html, text: plain(html), videos }
  })
  const [zh = name, en = zh] = (drafts[0]?.heading ?? name).split(' · ')
  const pages = drafts.flatMap((draft, at) =>
    draft.pages.map(page => ({ page, manual: name, anchor: anchors[at] ?? '', heading: draft.heading })),
  )
  return { name, title: { zh, en }, sections, pages }
}

/** All pages of the manual but the list of them. */
export const readManuals = (folder: string = FOLDER): readonly ReadManual[] => {
  const names = readdirSync(folder)
    .filter(file => file.endsWith('.md') && file !== 'README.md')
    .map(file => file.slice(0, -'.md'.length))
  return names.map(name => readOne(folder, name, names))
}

/** The files that the text needs, in the order in which they are first named. */
export const filesOf = (text: string): readonly string[] => [...new Set([...text.matchAll(ADDRESS)].map(([, file = '']) => file))]

export const manualPages = (): Plugin => ({
  name: 'mingce-manual',
  resolveId: id => (id === TEXT || id === PAGES ? `\0${id}` : null),
  load(id) {
    if (id !== `\0${TEXT}` && id !== `\0${PAGES}`) return null
    const manuals = readManuals()
    for (const { name } of manuals) this.addWatchFile(join(FOLDER, `${name}.md`))
    if (id === `\0${PAGES}`) return `export const PAGES = ${JSON.stringify(manuals.flatMap(({ pages }) => pages))}`
    const text = JSON.stringify(manuals.map(({ name, title, sections }) => ({ name, title, sections })))
    const files = filesOf(text)
    return [
      ...files.map((file, at) => `import file${at} from ${JSON.stringify(`${join(FOLDER, file)}?url&no-inline`)}`),
      // Each address is within a string of the JSON: the string is closed, the file's address added, and opened again.
      `export const MANUALS = ${text.replace(ADDRESS, (_, file: string) => `" + file${files.indexOf(file)} + "`)}`,
    ].join('\n')
  },
})
