/** The page for visitors without a session: contains the server’s logins, once each, and no unsafe markup. */
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
  it('has a button for each login, the first one highlighted', () => {
    const html = htmlOf([login('city', '市政务'), login('state', '国家平台')])
    expect(html).toContain('<i>real</i>')
    expect(html).toContain('<a class="button primary" href="/api/voter/login/city?to=%2F">登录：市政务</a>')
    expect(html).toContain('<a class="button" href="/api/voter/login/state?to=%2F">登录：国家平台</a>')
    expect(html).not.toMatch(/LOGIN-|rel="preload"/)
  })

  it('marks a demo, and shows that there is no login', () => {
    expect(htmlOf([login('demo', '演示')], true)).toContain('<i>demo</i>')
    expect(htmlOf([])).toContain('<i>none</i>')
  })

  it('escapes the names of logins', () => {
    const html = htmlOf([login('x', '<script>alert(1)</script>$&')])
    expect(html.match(/<script>/g)).toHaveLength(1)
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;$&amp;')
    const written = /<script type="application\/json" id="logins">(.*?)<\/script>/.exec(html)?.[1] ?? ''
    expect(JSON.parse(written).options[0].name.zh).toBe('<script>alert(1)</script>$&')
  })

  it('is undefined if the pages were built without it', () => {
    expect(openFirstPage(path.join(folder, 'elsewhere'), { options: [], demo: false })).toBeUndefined()
  })

  it('is served to visitors without a session, is not cached, and allows its script by its hash', async () => {
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
