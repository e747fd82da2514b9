/**
 * Puts `src/browser/guard.js` into each page, which starts the page's script: `mingceStart(script, features)`. The portal's page calls that itself,
 * when it has been drawn (`first-page.ts`), and names the further languages there are (`languages/README.md`).
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

const GUARD = fileURLToPath(new URL('../src/browser/guard.js', import.meta.url))
const FEATURES = fileURLToPath(new URL('../src/browser/features.ts', import.meta.url))
const LANGUAGES = fileURLToPath(new URL('../languages/', import.meta.url))
const PAGES = ['index.html', 'office/index.html', 'station/index.html']
const PORTAL = 'index.html'

/** The bundle's file with what older browsers lack. */
export const olderFile = (bundle: Readonly<Record<string, { readonly type: string; readonly fileName: string }>>): string => {
  const chunk = Object.values(bundle).find(
    each => each.type === 'chunk' && 'facadeModuleId' in each && each.facadeModuleId === FEATURES,
  )
  if (!chunk) throw new Error('the features for older browsers were not built')
  return chunk.fileName
}

export const guardedPages = (): Plugin => ({
  name: 'mingce-guarded-pages',
  apply: 'build',
  enforce: 'post',
  buildStart() {
    this.emitFile({ type: 'chunk', id: FEATURES, name: 'older' })
  },
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      const guard = readFileSync(GUARD, 'utf8').replace(/^\s*\/\*[\s\S]*?\*\/\s*/, '')
      const older = `/${olderFile(bundle)}`
      const further = readdirSync(LANGUAGES).filter(file => file.endsWith('.json'))
      const named = further.map(file => {
        const source = readFileSync(join(LANGUAGES, file), 'utf8')
        this.emitFile({ type: 'asset', fileName: `languages/${file}`, source })
        return [file.slice(0, -'.json'.length), (JSON.parse(source) as { name: string }).name]
      })
      const languages = named.length === 0 ? '' : `data-languages='${JSON.stringify(named).replaceAll("'", '&#39;')}' `
      for (const name of PAGES) {
        const page = bundle[name]
        if (page?.type !== 'asset') throw new Error(`${name} was not built`)
        let html = String(page.source).replace('</title>', () => `</title>\n    <script>${guard}</script>`)
        html = html.replace('<html lang="zh-CN"', `<html lang="zh-CN" data-older="${older}"`)
        if (name === PORTAL) html = html.replace('<html ', `<html ${languages}`)
        else
          html = html.replace(
            /<script type="module"[^>]*src="([^"]+)"[^>]*><\/script>/,
            (_tag, src: string) => `<script>mingceStart('${src}', '${older}')</script>`,
          )
        page.source = html
      }
    },
  },
})
