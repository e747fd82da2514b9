/** Each file of a further language has texts that the portal has, with their placeholders, and says how it is written. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const WEB = fileURLToPath(new URL('../../', import.meta.url))
type Texts = { [key: string]: string | Texts }
const leaves = (texts: Texts, path = ''): [string, string][] =>
  Object.entries(texts).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[path + key, value]] : leaves(value, `${path}${key}.`),
  )
const read = (path: string) => JSON.parse(readFileSync(join(WEB, path), 'utf8')) as Texts
const known: ReadonlyMap<string, string> = new Map(
  ['ui', 'voter'].flatMap(part =>
    leaves(read(`src/i18n/zh/${part}.json`)).map(([key, text]) => [`${part}.${key}`, text] as const),
  ),
)
const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort()

/** What is wrong with the file of a language. */
const faultsOf = ({ name, direction, like, ui = {}, voter = {}, ...more }: Texts): string[] => [
  ...(typeof name === 'string' && name !== '' ? [] : ['name']),
  ...(direction === 'ltr' || direction === 'rtl' ? [] : ['direction']),
  ...(like === 'zh-CN' || like === 'en' ? [] : ['like']),
  ...Object.keys(more),
  ...leaves({ ui, voter }).flatMap(([key, text]) => {
    const chinese = known.get(key.replace(/_(zero|one|two|few|many|other)$/, ''))
    return chinese !== undefined && JSON.stringify(placeholders(chinese)) === JSON.stringify(placeholders(text)) ? [] : [key]
  }),
]

const files = readdirSync(join(WEB, 'languages')).filter(file => file.endsWith('.json'))

describe('a file of a further language', () => {
  it('is whole', () => {
    for (const file of files) expect([file, faultsOf(read(`languages/${file}`))]).toEqual([file, []])
  })
  it('is refused with unknown keys, lost placeholders, or without its direction', () => {
    const good = { name: 'x', direction: 'rtl', like: 'en', ui: {}, voter: { large: 'x', choose: { open: '{{until}} x' } } }
    expect(faultsOf(good)).toEqual([])
    expect(faultsOf({ ...good, direction: 'up', voter: { large: '{{x}}', choose: { open: 'x' }, unheard: 'x' } })).toEqual([
      'direction',
      'voter.large',
      'voter.choose.open',
      'voter.unheard',
    ])
  })
})
