/** Every page of the documentation has working links, and names only existing files and identifiers of the repository. */
import { execFileSync } from 'node:child_process'
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

/** Text without code blocks, whose brackets and paths are examples. */
const prose = (text: string): string => text.replace(/^```[\s\S]*?^```/gm, '')

/** The anchor that GitHub makes from a heading. */
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

/** All tracked text files, except the documentation and the lock file, which names half of npm. */
const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter(path => path !== '' && existsSync(join(root, path)))
const code = tracked
  .filter(
    path => /\.(ts|tsx|mjs|cjs|js|json|sql|css|html|wxml|typ|yml|sh)$|^\.|^LICENSE$/.test(path) && path !== 'package-lock.json',
  )
  .map(path => readFileSync(join(root, path), 'utf8'))
  .join('\n')
const words = new Set(code.match(/[A-Za-z_$][\w$]*/g))
const fileNames = new Set(tracked.flatMap(path => path.split('/')))

/** Names from other programs and standards, and names that are not in this repository. */
const OF_OTHERS = new Set([
  // Emscripten and Node, below PGlite
  ...['___syscall_fdatasync', '_fd_sync', 'NODEFS.stream_ops', 'fs.fdatasyncSync', 'fs.fsyncSync'],
  // PostgreSQL and Citus
  ...['pg_xact', 'pg_logical', 'pg_basebackup', 'auto_explain', 'create_distributed_table', 'create_reference_table'],
  // HTTP and mail
  ...['Sec-Fetch-Site', 'Accept-Encoding', 'Message-ID', 'bearer', 'http-403'],
  // Libraries: an entry of one that is not used any more, a policy of pg-boss's queues
  ...['csv-parse/sync', 'stately'],
  // Examples: a file name, a code on a station’s page, words that must not be used as file names
  ...['FILE.sig', 'zt7e-gd9e', 'helpers', 'manager'],
])

/** Names in backquotes: `word`, `word.word`, `word-word`, `word(…)`, `path/to/file.ts`. Commands and examples have other characters. */
const identifiersIn = (text: string): string[] =>
  [...prose(text).matchAll(/`([A-Za-z_$][\w$./-]*)(?:\([^`]*\))?`/g)].map(([, name = '']) => name)

const isInTheTree = (name: string): boolean => {
  if (/^[\w$]+$/.test(name)) return words.has(name) || fileNames.has(name)
  if (/\/.*\.(ts|tsx|mjs|cjs|sql|json|md)$/.test(name)) return tracked.some(path => path === name || path.endsWith(`/${name}`))
  return fileNames.has(name) || code.includes(name) || name.split(/[./]/).every(part => part === '' || words.has(part))
}

describe('the documentation', () => {
  it.each(pages)('$name: its links have existing targets', ({ path, text }) => {
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

  it.each(pages)('$name: its files exist', ({ text }) => {
    expect(pathsIn(text).filter(path => !existsSync(join(root, path)))).toEqual([])
  })

  it.each(pages)('$name: the names in backquotes are in the code', ({ text }) => {
    expect(
      identifiersIn(text).filter(name => !OF_OTHERS.has(name) && !name.startsWith('node_modules/') && !isInTheTree(name)),
    ).toEqual([])
  })

  it('reaches every page from the README', () => {
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
