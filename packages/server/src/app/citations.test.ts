/**
 * Citations of the law. Each article that the code, the rule sets or the documentation cites has a row in docs/law/citations.md; where the
 * texts of the laws are beside the checkout, the article exists and has the words of its row.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../../../', import.meta.url))
const texts = join(root, '../shared/law-texts')
const FILES: Readonly<Record<string, string>> = {
  EL: 'EL-2020.md',
  P83: 'P83.md',
  BJ: 'BJ-2021.md',
  SH: 'SH-2021.md',
  ZJ: 'ZJ-2021.md',
  SD: 'SD-2021.md',
}

const cited = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'packages', 'docs', 'README.md'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter(path => /\.(ts|tsx|json|sql|md)$/.test(path) && !/\.test\.tsx?$|\/goldens\/|\.generated\.|statements\.json$/.test(path))
  .filter(path => path !== 'docs/law/citations.md' && existsSync(join(root, path)))

/** `EL 25, 26`, `BJ 61–64`, `P83 §9`: the articles of a text, with the numbers that go on after a comma. */
const citationsIn = (text: string): string[] =>
  [...text.matchAll(/\b(EL|P83|BJ|SH|ZJ|SD) ?§?(\d{1,3})(?:[–-](\d{1,3}))?((?:, \d{1,2}\b(?!,\d))*)/g)].flatMap(
    ([, law = '', from = '', to = from, more = '']) => {
      const range = Array.from({ length: Number(to) - Number(from) + 1 }, (_, i) => Number(from) + i)
      return [...range, ...[...more.matchAll(/\d+/g)].map(([number]) => Number(number))].map(number => `${law} ${number}`)
    },
  )

const rows = readFileSync(join(root, 'docs/law/citations.md'), 'utf8')
  .split('\n')
  .filter(line => /^\| (EL|P83|BJ|SH|ZJ|SD) /.test(line))
  .map(line => {
    const [, article = '', words = '', says = ''] = line.split('|').map(cell => cell.trim())
    return { article: article.replace('§', ''), words: words.split(', '), says }
  })

const DIGITS = '零一二三四五六七八九'
const chinese = (n: number): string =>
  n < 10 ? DIGITS.charAt(n) : `${n < 20 ? '' : DIGITS.charAt(Math.floor(n / 10))}十${n % 10 === 0 ? '' : DIGITS.charAt(n % 10)}`

/** The text of an article, or undefined where the law has none of that number. P83 numbers its paragraphs 一、二、. */
const articleIn = (law: string, number: number): string | undefined => {
  const text = readFileSync(join(texts, FILES[law] ?? ''), 'utf8')
  const heads = [...text.matchAll(law === 'P83' ? /^([一二三四五六七八九十]+)、/gm : /^第([一二三四五六七八九十]+)条 /gm)]
  const at = heads.findIndex(([, head]) => head === chinese(number))
  return at < 0 ? undefined : text.slice(heads[at]?.index, heads[at + 1]?.index)
}

describe('citations of the law', () => {
  it('each have a row that says in our words what the article says', () => {
    const known = new Set(rows.map(({ article }) => article))
    const missing = cited.flatMap(path =>
      citationsIn(readFileSync(join(root, path), 'utf8'))
        .filter(article => !known.has(article))
        .map(article => `${path}: ${article}`),
    )
    expect([...new Set(missing)]).toEqual([])
    expect(known.size).toBe(rows.length)
    expect(rows.filter(({ words, says }) => words.includes('') || says === '')).toEqual([])
  })

  it('are found in every form', () => {
    expect(citationsIn('EL 25, 26 and P83 §9, BJ 61–63, CL 55–58; EL 12, 15, 1,000')).toEqual([
      'EL 25',
      'EL 26',
      'P83 9',
      'BJ 61',
      'BJ 62',
      'BJ 63',
      'EL 12',
      'EL 15',
    ])
  })

  it.skipIf(!existsSync(texts))(
    'name articles that exist and have the words named (not run where ../shared/law-texts is missing)',
    () => {
      const wrong = rows.flatMap(({ article, words }) => {
        const [law = '', number = ''] = article.split(' ')
        const text = articleIn(law, Number(number))
        if (text === undefined) return [`${article} does not exist`]
        return words.filter(word => !text.includes(word)).map(word => `${article} does not have “${word}”`)
      })
      expect(wrong).toEqual([])
    },
  )
})
