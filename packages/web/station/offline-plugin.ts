/** Writes the service worker of the station's page, with exactly the files that this page needs: none of the portal's, none of the console's. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'
import { olderFile } from '../dev/guard.ts'

const TEMPLATE = fileURLToPath(new URL('./sw.js', import.meta.url))
const PUBLIC = fileURLToPath(new URL('../public/station/', import.meta.url))
const PAGE = 'station/index.html'

/** What `entry` is made of in the bundle: its chunks, those they load later, their styles and pictures. */
const partsOf = (
  bundle: Parameters<Extract<NonNullable<Plugin['generateBundle']>, (...args: never[]) => unknown>>[1],
): string[] => {
  const found = new Set<string>()
  const walk = (name: string): void => {
    const chunk = bundle[name]
    if (!chunk || found.has(name)) return
    found.add(name)
    if (chunk.type !== 'chunk') return
    for (const next of [...chunk.imports, ...chunk.dynamicImports]) walk(next)
    const { viteMetadata } = chunk as { viteMetadata?: { importedCss: Set<string>; importedAssets: Set<string> } }
    for (const file of [...(viteMetadata?.importedCss ?? []), ...(viteMetadata?.importedAssets ?? [])]) found.add(file)
  }
  for (const chunk of Object.values(bundle))
    if (chunk.type === 'chunk' && chunk.isEntry && chunk.facadeModuleId?.endsWith(PAGE)) walk(chunk.fileName)
  return [...found].sort()
}

const NO_CRYPTO = '\0no-node-crypto'

/** @hpke/common asks Node for its crypto where the platform has none; every browser has one. */
export const noNodeCrypto = (): Plugin => ({
  name: 'mingce-no-node-crypto',
  enforce: 'pre',
  resolveId: (id, importer) => (id === 'crypto' && importer?.includes('@hpke') ? NO_CRYPTO : null),
  load: id => (id === NO_CRYPTO ? 'export const webcrypto = undefined' : null),
})

export const offlineStation = (): Plugin => ({
  name: 'mingce-offline-station',
  apply: 'build',
  enforce: 'post',
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      const page = bundle[PAGE]
      if (page?.type !== 'asset') throw new Error(`${PAGE} was not built`)
      const parts = partsOf(bundle)
      if (parts.length === 0) throw new Error(`${PAGE} has no script`)
      const beside = readdirSync(PUBLIC).map(name => `station/${name}`)
      const files = ['station/', ...beside, 'favicon.svg', olderFile(bundle), ...parts].map(file => `/${file}`)
      const digest = createHash('sha256').update(page.source).update(files.join('\n'))
      for (const name of readdirSync(PUBLIC)) digest.update(readFileSync(PUBLIC + name))
      const source = readFileSync(TEMPLATE, 'utf8')
        .replace("['__FILES__']", JSON.stringify(files))
        .replace('__VERSION__', digest.digest('hex').slice(0, 16))
      this.emitFile({ type: 'asset', fileName: 'station/sw.js', source })
    },
  },
})
