/** Three entries from one build: the voters' portal at /, the office console at /office, the offline page of workers at /station/. */
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { compressedPages } from './dev/compress.ts'
import { firstPage } from './dev/first-page.ts'
import { guardedPages } from './dev/guard.ts'
import { manualPages } from './dev/manual.ts'
import { noNodeCrypto, offlineStation } from './station/offline-plugin.ts'

/** The dev and preview servers answer pages the way the product's server does: /office/* is the console, /station/* the workers' page, anything else the portal. */
const officePages = (): Plugin => {
  const rewrite = (request: { url?: string; headers: { accept?: string } }, _: unknown, next: () => void) => {
    const path = (request.url ?? '').split('?')[0] ?? ''
    const entry = /^\/(office|station)(\/|$)/.exec(path)?.[1]
    if (entry && !/\.[a-z0-9]+$/i.test(path) && request.headers.accept?.includes('text/html'))
      request.url = `/${entry}/index.html`
    next()
  }
  return {
    name: 'mingce-office-pages',
    configureServer: server => void server.middlewares.use(rewrite),
    configurePreviewServer: server => void server.middlewares.use(rewrite),
  }
}

/** Libraries and small pieces that the console, the portal and the station's page all draw with. */
const SHARED =
  /rolldown.runtime|vite.(preload-helper|modulepreload-polyfill)|node_modules.(react|react-dom|scheduler|i18next|react-i18next|use-sync-external-store|html-parse-stringify|void-elements)[\\/]|src.(ui.(seal|article|article-names|format)|api.failure|i18n.(language|zh.ui))\.(tsx?|json)/
/** The portal without its views that are fetched when they are opened. */
const VOTER_FIRST =
  /src.voter.(?:[a-z]+[\\/])?(?!main|card|certificate|family|objection|access-history|contact|help|station-map|sketch|id-number|entry-proof)[a-z-]+\.tsx?$|src.i18n.(portal\.ts|zh.voter\.json)/

export default defineConfig({
  base: '/',
  plugins: [
    react(),
    officePages(),
    manualPages(),
    noNodeCrypto(),
    firstPage(),
    guardedPages(),
    offlineStation(),
    compressedPages(),
  ],
  resolve: { conditions: ['source', 'module', 'browser', 'development|production'] },
  // The host stays the browser's: the server refuses writes whose origin is another host.
  server: { proxy: { '/api': { target: `http://127.0.0.1:${process.env.MINGCE_DEV_PORT ?? 8080}`, changeOrigin: false } } },
  build: {
    outDir: 'dist',
    // Which file needs which: a test weighs the portal's first load by it.
    manifest: true,
    // The voters' promise; the station's (Chrome 87, iOS 15.4) and the console's are above it.
    target: ['chrome64', 'edge79', 'firefox67', 'safari13'],
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      // The console's map has numbers of 64 bits as they are: browsers of the console have them.
      onLog: (level, log, handle) => {
        if (log.code !== 'TOLERATED_TRANSFORM') handle(level, log)
      },
      input: { portal: 'index.html', office: 'office/index.html', station: 'station/index.html' },
      output: {
        // On slow 4G each further file costs a voter a round trip: one for what all pages need, one for what the portal draws first.
        codeSplitting: {
          groups: [
            { name: 'base', test: SHARED },
            { name: 'voter', test: VOTER_FIRST },
          ],
        },
      },
    },
  },
})
