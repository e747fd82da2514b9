/** The page of who is not signed in: log-ins of this server in it, once each, nothing that could run, and only for who has no session. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Fastify from 'fastify'
import { afterAll, describe, expect, it } from 'vitest'
import { servePages } from '../../platform/http/index.ts'
import { openFirstPage } from './service.first-page.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'mingce-first-page-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const SCRIPT = 'document.documentElement.dataset.seen = "yes"'
const BUTTON = '<a class="button primary" href="/api/voter/login/LOGIN-ID?to=%2F">登录：LOGIN-ZH</a>'
const PAGE = `<html lang="zh-CN"><head><link rel="preload" as="fetch" href="/api/voter/me" crossorigin />
<script>${SCRIPT}</script></head><body><div id="root"><!--first-page--><p>waits</p></div></body></html>`
writeFileSync(path.join(folder, 'index.html'), PAGE)
writeFileSync(
  path.join(folder, 'first-page.json'),
  JSON.stringify({ login: `<i>real</i>${BUTTON}`, demo: `<i>demo</i>${BUTTON}`, none: '<i>none</i>' }),
)
const login = (id: string, zh: string) => ({ id, name: { zh, en: zh } })
const htmlOf = (options: ReturnType<typeof login>[], demo = false) => openFirstPage(folder, { options, demo })?.html ?? ''

describe('the first page', () => {
  it('has a button for each log-in, the first one standing out', () => {
    const html = htmlOf([login('city', '市政务'), login('state', '国家平台')])
    expect(html).toContain('<i>real</i>')
    expect(html).toContain('<a class="button primary" href="/api/voter/login/city?to=%2F">登录：市政务</a>')
    expect(html).toContain('<a class="button" href="/api/voter/login/state?to=%2F">登录：国家平台</a>')
    expect(html).not.toMatch(/LOGIN-|rel="preload"/)
  })

  it('says that a demo is one, and that there is no log-in', () => {
    expect(htmlOf([login('demo', '演示')], true)).toContain('<i>demo</i>')
    expect(htmlOf([])).toContain('<i>none</i>')
  })

  it('lets no name of a log-in become markup', () => {
    const html = htmlOf([login('x', '<script>alert(1)</script>$&')])
    expect(html.match(/<script>/g)).toHaveLength(1)
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;$&amp;')
    const written = /<script type="application\/json" id="logins">(.*?)<\/script>/.exec(html)?.[1] ?? ''
    expect(JSON.parse(written).options[0].name.zh).toBe('<script>alert(1)</script>$&')
  })

  it('is nothing where the pages were built without it', () => {
    expect(openFirstPage(path.join(folder, 'elsewhere'), { options: [], demo: false })).toBeUndefined()
  })

  it('goes to who has no session, is kept by no browser, and its script is named by its digest', async () => {
    const app = Fastify()
    await servePages(app, folder, {}, openFirstPage(folder, { options: [login('city', '市政务')], demo: false }))
    const ask = (cookie?: string) => app.inject({ url: '/', headers: cookie ? { cookie } : {} })
    const stranger = await ask()
    expect(stranger.body).toContain('市政务')
    expect(stranger.headers['cache-control']).toBe('no-store')
    expect(stranger.headers.vary).toBe('accept-encoding, cookie')
    const digest = Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(SCRIPT))).toString('base64')
    expect(stranger.headers['content-security-policy']).toContain(`script-src 'self' 'sha256-${digest}';`)
    const known = await ask('mingce_voter=someone')
    expect(known.body).toBe(PAGE)
    expect(known.headers['content-security-policy']).toBe(stranger.headers['content-security-policy'])
    await app.close()
  })
})
