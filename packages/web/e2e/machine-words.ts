/**
 * Words of the program that no reader should see: keys of texts, closed codes, rows of tables, empty values, commands. What the page says is
 * read with what it says to a screen reader; names that people gave (accounts, colleagues) are left out by the caller.
 */
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'

/** Names of products, standards and files that are the same in both languages. */
const NAMES =
  /\b(mingce|WeChat|PostgreSQL|OpenAPI|GitHub|iPhone|iPad|macOS|iOS|DingTalk|WebAuthn|OpenStreetMap|MapLibre|GeoJSON|TypeScript|JavaScript)\b/g
const FILES =
  /[^\s“”「」：:，,（(/]*\.(csv|xlsx?|json|geojson|zip|pdf|txt|mp4|webm|vtt|srt|docx?|wps|et|ofd|png|jpe?g|svg|shp|gpkg|md|html?|js|css|note|jsonl|vcf)\b/gi
const ADDRESSES =
  /\b(https?:\/\/\S+|[\w.+-]+@[\w-]+(\.[\w-]+)+|[\w-]+(\.[\w-]+)*\.(cn|com|org|net|example|invalid|local|test)(\/\S*)?\b|(localhost|127\.0\.0\.1)\S*)/g

const NEVER: Readonly<Record<string, RegExp>> = {
  'key of a text': /\b[a-z][a-zA-Z]+([.:][a-z][a-zA-Z0-9-]+)+\b/g,
  'unfilled place': /\{\{.*?\}\}|\$\{|%s\b/g,
  'empty value': /\b(undefined|null|NaN)\b|\[object\b|Invalid Date/g,
  'code in camel case': /\b[a-z]{2,}[A-Z][A-Za-z]*\b/g,
  'name of the program': /\b[A-Z][a-z]+[A-Z][a-z]+\b/g,
  'code with underscores': /\b[A-Za-z]+(_[A-Za-z0-9]+)+\b/g,
  'row of a table': /\b[a-z]+(-[a-z]+)*\/[\w-]*\d[\w-]*\b/g,
  'id of the program': /\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g,
  'id of an election': /\b\d{6,12}-\d{8}\b/g,
  'article in code': /\b(BJ|NPC|EL|SH|GD) \d+\b/g,
}
const COMMANDS = /\b(mingce|npm|npx|node|psql|docker|systemctl|git) [a-z-]+/g
/** On Chinese pages a word in small letters is a code, unless it is a name. */
const LATIN = /(?<![\w@#/.-])[a-z]{3,}([-/][a-z0-9]+)*(?![\w@.])/g
/** In English a compound is a code if it is one of the API's. */
const COMPOUND = /(?<![\w-])[a-z]+(-[a-z]+)+(?![\w-])/g

/** Everything that the page says: each piece of text that can be seen, and labels. */
const textsOf = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const said = [document.title]
    const pieces = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let piece = pieces.nextNode(); piece; piece = pieces.nextNode())
      if (piece.parentElement?.checkVisibility()) said.push(piece.textContent ?? '')
    for (const element of document.querySelectorAll('[aria-label],[title],[placeholder],[alt],[aria-valuetext]'))
      for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-valuetext']) {
        const text = element.getAttribute(name)
        // Icons within Ant Design's controls carry their own English name, which nothing shows.
        if (text && !element.closest('[hidden],[aria-hidden="true"],.anticon')) said.push(text)
      }
    return [...new Set(said.map(text => text.trim()).filter(Boolean))]
  })

/** Every value of a closed set in the API's description. */
const codesOf = (description: unknown): Set<string> => {
  const codes = new Set<string>()
  const visit = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return
    if ('enum' in part && Array.isArray(part.enum)) for (const value of part.enum) codes.add(String(value))
    if ('const' in part && typeof part.const === 'string') codes.add(part.const)
    for (const inner of Object.values(part)) visit(inner)
  }
  visit(description)
  return codes
}
const CODES = codesOf(JSON.parse(readFileSync(new URL('../../server/openapi.json', import.meta.url), 'utf8')))

export const wordsIn = (text: string, isChinese: boolean, given: readonly string[]): string[] => {
  const found = (kind: string, pattern: RegExp, of: string, counts: (word: string) => boolean = () => true) =>
    [...of.matchAll(pattern)].flatMap(([word]) => (counts(word) ? [`${kind} “${word}” in “${text.slice(0, 120)}”`] : []))
  let rest = text
  for (const name of [...given].sort((one, other) => other.length - one.length)) rest = rest.replaceAll(name, '')
  rest = rest.replace(ADDRESSES, '').replace(FILES, '').replace(NAMES, '')
  return [
    ...found('command', COMMANDS, text),
    ...Object.entries(NEVER).flatMap(([kind, pattern]) => found(kind, pattern, rest)),
    ...(isChinese ? found('code', LATIN, rest) : found('code', COMPOUND, rest, word => CODES.has(word))),
  ]
}

/** Each machine word with the text that has it, in the language of the page. `given`: what people typed in and the page repeats. */
export const machineWordsOf = async (page: Page, given: readonly string[] = []): Promise<string[]> => {
  const isChinese = await page.evaluate(() => document.documentElement.lang.startsWith('zh'))
  const texts = await textsOf(page)
  return [...new Set(texts.flatMap(text => wordsIn(text, isChinese, given)))]
}
