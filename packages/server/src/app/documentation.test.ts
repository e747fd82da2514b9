/** Every page of the documentation links only to what is there, and names only files of the repository that exist. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../../../', import.meta.url))

const pagesBelow = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? pagesBelow(path) : entry.name.endsWith('.md') ? [path] : []
  })

const pages = [
  ...['README.md', 'README.zh-CN.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md'].map(name => join(root, name)),
  ...pagesBelow(join(root, 'docs')),
].map(path => ({ path, name: relative(root, path), text: readFileSync(path, 'utf8') }))

/** Text without blocks of code, whose brackets and paths are examples. */
const prose = (text: string): string => text.replace(/^```[\s\S]*?^```/gm, '')

/** As GitHub makes the anchor of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[`*]|\]\([^)]*\)|\[/g, '')
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-')
const anchorsIn = (text: string): string[] =>
  [...prose(text).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => anchorOf(heading))

/** Targets of links and images, `<img src>` included. */
const targetsIn = (text: string): string[] => [
  ...[...prose(text).matchAll(/\]\(\s*<?([^)\s>]+)>?[^)]*\)/g)].map(([, target = '']) => target),
  ...[...prose(text).matchAll(/(?:src|href)="([^"]+)"/g)].map(([, target = '']) => target),
]

const isElsewhere = (target: string): boolean => /^[a-z][a-z0-9+.-]*:/i.test(target)

/** Paths of this repository in backquotes: `packages/…`, `docs/…`, … without a placeholder. */
const pathsIn = (text: string): string[] =>
  [...prose(text).matchAll(/`((?:packages|docs|scripts|bench|\.ci)\/[^`\s]+)`/g)]
    .map(([, path = '']) => path.replace(/[:#].*$/, ''))
    .filter(path => !/[<>*{}…]|\/dist\//.test(path))

describe('the documentation', () => {
  it.each(pages)('$name: its links lead somewhere', ({ path, text }) => {
    const broken = targetsIn(text).filter(target => {
      if (isElsewhere(target)) return false
      const [file = '', anchor] = target.split('#')
      const to = file === '' ? path : resolve(dirname(path), decodeURIComponent(file))
      if (!existsSync(to)) return true
      return (
        anchor !== undefined && to.endsWith('.md') && !anchorsIn(readFileSync(to, 'utf8')).includes(decodeURIComponent(anchor))
      )
    })
    expect(broken).toEqual([])
  })

  it.each(pages)('$name: the files it names exist', ({ text }) => {
    expect(pathsIn(text).filter(path => !existsSync(join(root, path)))).toEqual([])
  })

  it('every page can be reached from the README', () => {
    const reached = new Set<string>()
    const walk = (path: string) => {
      if (reached.has(path) || !existsSync(path) || !path.endsWith('.md')) return
      reached.add(path)
      for (const target of targetsIn(readFileSync(path, 'utf8')))
        if (!isElsewhere(target)) walk(resolve(dirname(path), decodeURIComponent(target.split('#')[0] ?? '')))
    }
    walk(join(root, 'README.md'))
    expect(pages.filter(({ path }) => !reached.has(path)).map(({ name }) => name)).toEqual([])
  })
})
