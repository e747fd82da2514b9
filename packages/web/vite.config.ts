/** Two entries from one build: the voters' portal at / and the office console at /office. */
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { compressedPages } from './dev/compress.ts'

/** The dev and preview servers answer pages the way the product's server does: /office/* is the console, anything else the portal. */
const officePages = (): Plugin => {
  const rewrite = (request: { url?: string; headers: { accept?: string } }, _: unknown, next: () => void) => {
    const path = (request.url ?? '').split('?')[0] ?? ''
    if (/^\/office(\/|$)/.test(path) && !/\.[a-z0-9]+$/i.test(path) && request.headers.accept?.includes('text/html')) {
      request.url = '/office/index.html'
    }
    next()
  }
  return {
    name: 'mingce-office-pages',
    configureServer: server => void server.middlewares.use(rewrite),
    configurePreviewServer: server => void server.middlewares.use(rewrite),
  }
}

export default defineConfig({
  base: '/',
  plugins: [react(), officePages(), compressedPages()],
  resolve: { conditions: ['source', 'module', 'browser', 'development|production'] },
  server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
  build: {
    outDir: 'dist',
    // Which file needs which: a test weighs the portal's first load by it.
    manifest: true,
    target: ['chrome107', 'edge107', 'firefox104', 'safari16'],
    chunkSizeWarningLimit: 900,
    rolldownOptions: { input: { portal: 'index.html', office: 'office/index.html' } },
  },
})
