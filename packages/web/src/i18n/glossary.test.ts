/**
 * User-facing texts use the terms of docs/glossary.md: JSON files of the pages, two-language texts in code, and the manuals.
 * Each text is a whole sentence or label: fragments cannot be translated, because word order differs.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url))
const HERE = fileURLToPath(new URL('.', import.meta.url))
const CHINESE = /[\u3400-\u9fff]/

type Language = 'zh' | 'en'
interface Text {
  readonly where: string
  readonly language: Language
  readonly text: string
}

// --- The glossary -----------------------------------------------------------------------------------------------------------------

const words = (cell: string) =>
  cell
    .split(/[、,]/)
    .map(word => word.trim())
    .filter(Boolean)
const bold = (cell: string) => [...cell.matchAll(/\*\*(.+?)\*\*/g)].map(match => match[1] ?? '')
const rows = readFileSync(join(ROOT, 'docs/glossary.md'), 'utf8')
  .split('\n')
  .filter(line => line.startsWith('| ') && !line.startsWith('| Chinese'))
  .map(line => line.slice(1, -1).split('|'))
const ALLOWED = {
  zh: rows.flatMap(([zh = '']) => bold(zh)),
  en: rows.flatMap(([, en = '']) => bold(en).map(word => word.toLowerCase())),
}
const FORBIDDEN = { zh: rows.flatMap(row => words(row[3] ?? '')), en: rows.flatMap(row => words((row[4] ?? '').toLowerCase())) }

/** Short codes of laws, which only data may use. */
const CODE = /\b(EL|P83|OL|DL|CPL|CL|BJ|SH|ZJ|SD|PIPL|CSL) ?§? ?\d+/

const placesOf = (word: string, text: string, language: Language) => {
  const pattern = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const found = text.matchAll(new RegExp(language === 'zh' ? pattern : `(?<![\\w-])${pattern}(?![\\w-])`, 'g'))
  return [...found].map(({ index }) => ({ from: index, to: index + word.length }))
}

/** A forbidden word is a fault, unless it is part of a longer allowed one. */
const faultsOf = ({ language, text }: Text): string[] => {
  const plain = (language === 'en' ? text.toLowerCase() : text).replace(/\{\{\w+\}\}|\{\w+\}/g, '\u0000')
  const allowed = ALLOWED[language].flatMap(word => placesOf(word, plain, language))
  const isFault = (word: string) =>
    placesOf(word, plain, language).some(
      ({ from, to }) => !allowed.some(one => one.from <= from && one.to >= to && one.to - one.from > to - from),
    )
  const code = CODE.exec(text)
  return [...FORBIDDEN[language].filter(isFault), ...(code ? [code[0]] : [])]
}
const faultsIn = (texts: readonly Text[]) =>
  texts.flatMap(one => faultsOf(one).map(word => `${one.where}: “${word}” in ${one.text}`))

// --- Where texts are --------------------------------------------------------------------------------------------------------------

type Texts = { [key: string]: string | Texts }
const leaves = (texts: Texts, path = ''): [string, string][] =>
  Object.entries(texts).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[path + key, value]] : leaves(value, `${path}${key}.`),
  )
const pages: Text[] = (['zh', 'en'] as const).flatMap(language =>
  readdirSync(join(HERE, language)).flatMap(file =>
    leaves(JSON.parse(readFileSync(join(HERE, language, file), 'utf8')) as Texts).map(([key, text]) => ({
      where: `${language}/${file} ${key}`,
      language,
      text,
    })),
  ),
)

const filesIn = (folder: string, ends: RegExp): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap(entry =>
    entry.isDirectory()
      ? ['node_modules', 'dist', 'dist-types'].includes(entry.name)
        ? []
        : filesIn(join(folder, entry.name), ends)
      : ends.test(entry.name)
        ? [join(folder, entry.name)]
        : [],
  )

/** The text of a string or template literal, with `…` for each substitution; null for any other expression. */
const wordsOf = (node: ts.Expression | undefined): string | null => {
  if (!node) return null
  if (ts.isStringLiteralLike(node)) return node.text
  if (ts.isTemplateExpression(node)) return [node.head.text, ...node.templateSpans.map(span => span.literal.text)].join('…')
  return null
}

/** Two-language texts: `{ zh, en }`, and calls that take the Chinese text followed by the English one. */
const pairsIn = (path: string): Text[] => {
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2023, true)
  const found: Text[] = []
  const add = (node: ts.Node, zh: string | null, en: string | null) => {
    const where = `${relative(ROOT, path)}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`
    if (zh !== null) found.push({ where, language: 'zh', text: zh })
    if (en !== null) found.push({ where, language: 'en', text: en })
  }
  const visit = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node)) {
      const textOf = (name: string) => {
        const property = node.properties.find(one => ts.isPropertyAssignment(one) && one.name.getText() === name)
        return property && ts.isPropertyAssignment(property) ? wordsOf(property.initializer) : null
      }
      if (textOf('zh') !== null || textOf('en') !== null) add(node, textOf('zh'), textOf('en'))
    }
    if (ts.isCallExpression(node) || ts.isArrayLiteralExpression(node)) {
      const values = (ts.isCallExpression(node) ? node.arguments : node.elements).map(wordsOf)
      for (const [at, zh] of values.entries()) {
        const en = values[at + 1] ?? null
        if (zh !== null && en !== null && CHINESE.test(zh) && !CHINESE.test(en.replace(/[“(].*?[”)]/g, ''))) add(node, zh, en)
      }
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}
const sources = ['domain', 'server', 'miniprogram'].flatMap(name =>
  filesIn(join(ROOT, 'packages', name, 'src'), /(?<!\.test)\.tsx?$/).filter(path => !path.includes('/testing/')),
)
const fixtures = filesIn(join(ROOT, 'packages/web/dev'), /\.ts$/)

/** Lines of Chinese in the manuals, without code. */
const manuals: Text[] = [join(ROOT, 'README.zh-CN.md'), ...filesIn(join(ROOT, 'docs/manual'), /\.md$/)].flatMap(path =>
  readFileSync(path, 'utf8')
    .replace(/```[\s\S]*?```/g, block => block.replace(/[^\n]/g, ''))
    .split('\n')
    .map((line, at): Text => ({ where: `${relative(ROOT, path)}:${at + 1}`, language: 'zh', text: line.replace(/`[^`]*`/g, '') }))
    .filter(({ text }) => CHINESE.test(text)),
)

// --- The rules --------------------------------------------------------------------------------------------------------------------

it('parses the rows of the glossary', () => {
  expect(rows.length).toBeGreaterThan(50)
  expect(FORBIDDEN.zh).toContain('帐号')
  expect(FORBIDDEN.en).toContain('without the vote')
})

it('finds a forbidden word, but not inside an allowed one', () => {
  const zh = (text: string) => faultsOf({ where: '', language: 'zh', text })
  const en = (text: string) => faultsOf({ where: '', language: 'en', text })
  expect(zh('换一个帐号登录')).toEqual(['帐号'])
  expect(zh('人口信息库没有答复')).toEqual([])
  expect(zh('信息库没有答复')).toEqual(['信息库'])
  expect(en('Mend the file')).toEqual(['mend'])
  expect(en('Recommended')).toEqual([])
  expect(en('Published late (EL 28)')).toEqual(['EL 28'])
})

describe('the terms of the glossary', () => {
  it('are used on the pages', () => expect(faultsIn(pages)).toEqual([]))
  it('are used in the two-language texts of the domain, the server and the mini program', () => {
    const texts = sources.flatMap(pairsIn)
    expect(texts.length).toBeGreaterThan(800)
    expect(faultsIn(texts)).toEqual([])
  })
  it('are used in the fixtures of the pages', () => expect(faultsIn(fixtures.flatMap(pairsIn))).toEqual([]))
  it('are used in the manuals', () => expect(faultsIn(manuals)).toEqual([]))
})

it('has whole sentences and labels, and no fragments', () => {
  const FRAGMENT = /^[\s,.;:，。、；：）)]|[\s,，、；;]$/
  // In English, a label before a value ends with a colon and a space.
  const isLabel = (text: string) => /^[^,.;:，。；：]+[:：] ?$/.test(text)
  expect(pages.filter(({ text }) => FRAGMENT.test(text) && !isLabel(text)).map(({ where, text }) => `${where}: ${text}`)).toEqual(
    [],
  )
})
