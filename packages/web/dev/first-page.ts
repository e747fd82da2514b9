/**
 * What lets the portal be read before its script has come: its styles stand in the page, its scripts give way to it, and beside it lies
 * `first-page.json`, which the server writes into the page of who is not signed in (`server/src/access/first-page.ts`).
 */
import { fileURLToPath } from 'node:url'
import { createServer, type Plugin } from 'vite'

const WEB = fileURLToPath(new URL('..', import.meta.url))
const PAGE = 'index.html'

const drawn = async (): Promise<string> => {
  const server = await createServer({
    root: WEB,
    configFile: false,
    logLevel: 'error',
    appType: 'custom',
    server: { middlewareMode: true, hmr: false, watch: null },
    optimizeDeps: { noDiscovery: true },
    resolve: { conditions: ['source', 'module', 'browser', 'development|production'] },
  })
  try {
    const { drawFirstPages } = (await server.ssrLoadModule('/src/voter/first-page.tsx')) as {
      drawFirstPages: () => Promise<Readonly<Record<string, string>>>
    }
    return JSON.stringify(await drawFirstPages())
  } finally {
    await server.close()
  }
}

export const firstPage = (): Plugin => ({
  name: 'mingce-first-page',
  apply: 'build',
  enforce: 'post',
  generateBundle: {
    order: 'post',
    async handler(_, bundle) {
      const page = bundle[PAGE]
      if (page?.type !== 'asset') throw new Error(`${PAGE} was not built`)
      let html = String(page.source)
      html = html.replace(/<link rel="stylesheet"[^>]*href="\/([^"]+)"[^>]*>/g, (link, file: string) => {
        const styles = bundle[file]
        return styles?.type === 'asset' ? `<style>${String(styles.source).trim()}</style>` : link
      })
      // The page asks for its scripts itself (the script within it), all together and after the first drawing.
      let script = ''
      const needs: string[] = []
      html = html.replace(/\s*<script type="module"[^>]*src="([^"]+)"[^>]*><\/script>/g, (_tag, src: string) => {
        script = src
        return ''
      })
      html = html.replace(/\s*<link rel="modulepreload"[^>]*href="([^"]+)"[^>]*>/g, (_tag, href: string) => {
        needs.push(href)
        return ''
      })
      if (script === '') throw new Error(`${PAGE} has no script`)
      // Who reads English needs its words as soon as the script.
      const english = Object.values(bundle).flatMap(chunk =>
        chunk.type === 'chunk' && Object.keys(chunk.modules).some(id => /i18n.en.(ui|voter)\.json$/.test(id))
          ? [`/${chunk.fileName}`]
          : [],
      )
      const names = `data-script="${script}" data-needs="${needs.join(' ')}" data-english="${english.join(' ')}"`
      page.source = html.replace('<html lang="zh-CN"', `<html lang="zh-CN" ${names}`)
      this.emitFile({ type: 'asset', fileName: 'first-page.json', source: await drawn() })
    },
  },
})
