/** Requests to the server, over real HTTP: permissions, retries, uploads, downloads, pages and headers. */

import { mkdir, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { describeStores } from '../../platform/testing/stores.ts'
import { openPlayedServer, PASSWORD, type PlayedServer } from './testing/played-server.ts'

describeStores('server', open => {
  let played: PlayedServer
  beforeEach(async () => {
    played = await openPlayedServer(await open())
  })
  afterEach(() => played.close())

  it('requires a session, then the permission', async () => {
    await played.staff('auditor', 'auditor', '1101')
    const { cookie } = await played.signIn('auditor')
    expect((await played.send('/api/elections', '')).status).toBe(401)
    expect((await played.send('/api/elections', 'mingce.session_token=forged.forged')).status).toBe(401)
    expect((await played.send('/api/elections', cookie)).status).toBe(200)
    const refused = await played.send('/api/elections', cookie, {
      areaCode: '110105021',
      day: '2026-12-20',
      levels: ['county'],
      name: 'x',
    })
    expect([refused.status, await refused.json()]).toEqual([
      403,
      { error: { code: 'forbidden', zh: expect.any(String), en: expect.any(String), next: expect.anything() } },
    ])
    expect((await played.send('/api/elections/x/not-yet-registered', cookie)).status).toBe(403)
  })

  it('shows an election to its own area only, and responds elsewhere as if it did not exist', async () => {
    const { id } = await played.setUp()
    await played.staff('gaobeidian', 'township', '110105022')
    await played.staff('nanmofang', 'township', '110105021')
    const stranger = await played.signIn('gaobeidian')
    const own = await played.signIn('nanmofang')
    expect(await (await played.send('/api/elections', stranger.cookie)).json()).toEqual([])
    expect(await (await played.send('/api/elections', own.cookie)).json()).toMatchObject([
      { id, listDeadline: '2026-11-30', area: { code: '110105021' }, pollingDay: '2026-12-20', state: 'preparing' },
    ])
    const theirs = await played.send(`/api/elections/${id}/audit`, stranger.cookie)
    const nothing = await played.send('/api/elections/110105021-20300101/audit', stranger.cookie)
    expect([theirs.status, await theirs.json()]).toEqual([nothing.status, await nothing.json()])
    expect(theirs.status).toBe(404)
    const trail = (await (await played.send(`/api/elections/${id}/audit`, own.cookie)).json()) as { items: object[]; next: null }
    expect(trail.items).toMatchObject([{ action: 'election.created', subject: id }])
    const created = await played.send(`/api/elections/${id}/audit?action=election.created`, own.cookie)
    expect(await created.json()).toMatchObject({ items: [{ action: 'election.created', actor: '测试chaoyang' }], next: null })
  })

  it('explains an invalid request in both languages without repeating its content', async () => {
    const { cookie, id } = await played.setUp()
    const wrongDay = await played.send('/api/elections', cookie, {
      areaCode: '110105021',
      day: '2026-13-40',
      levels: ['county'],
      name: 'x',
    })
    expect([wrongDay.status, await wrongDay.json()]).toMatchObject([400, { error: { code: 'request.invalid', field: 'day' } }])
    const overlap = await played.send('/api/elections', cookie, {
      areaCode: '110105021',
      day: '2026-12-21',
      levels: ['county'],
      name: '另一次',
    })
    expect([overlap.status, await overlap.json()]).toMatchObject([409, { error: { code: 'election.overlaps' } }])
    const searched = await played.send(`/api/elections/${id}/reviews?q=110105194912310025`, cookie)
    const text = await searched.text()
    expect([searched.status, JSON.parse(text)]).toMatchObject([
      400,
      { error: { field: 'q', zh: expect.stringContaining('证件号码') } },
    ])
    expect(text).not.toContain('1949')
    expect((await played.send('/api/elections', cookie, {}, { 'content-type': 'text/plain' })).status).toBe(415)
    expect((await played.send('/api/nowhere', cookie)).status).toBe(404)
  })

  it('responds to a bug with an id and logs no personal data', async () => {
    const { cookie, id } = await played.setUp()
    const answer = await played.send(`/api/elections/${id}/overview`, cookie)
    const body = (await answer.json()) as { error: { code: string; id: string } }
    expect([answer.status, body.error.code]).toEqual([500, 'unexpected'])
    expect(body.error.id).toBe(answer.headers.get('x-request-id'))
    await played.send(`/api/elections/${id}/reviews?q=%E5%BC%A0%E4%B8%89&community=110105021001`, cookie)
    const log = played.lines.join('')
    expect(log).toContain(body.error.id)
    for (const secret of ['张三', '%E5%BC%A0', '1949', '110105021001', PASSWORD, 'session_token'])
      expect(log).not.toContain(secret)
  })

  it('processes a repeated request once', async () => {
    const { cookie, id } = await played.setUp()
    const key = { 'idempotency-key': '0c9d3a52-7d55-4a53-9f0e-9d3a52000001' }
    for (let attempt = 0; attempt < 2; attempt++)
      expect((await played.send(`/api/elections/${id}/visits`, cookie, { personRef: 'p', outcome: 'found' }, key)).status).toBe(
        200,
      )
    expect([...played.taken]).toEqual([['0c9d3a52-7d55-4a53-9f0e-9d3a52000001', 'found']])
    expect(
      (await played.send(`/api/elections/${id}/visits`, cookie, { personRef: 'p', outcome: 'found' }, { 'idempotency-key': 'x' }))
        .status,
    ).toBe(400)
  })

  it('accepts an upload and seals it, and leaves nothing of a refused one', async () => {
    const { cookie, id } = await played.setUp()
    const roster = '姓名,公民身份号码\n王某,1\n'
    const good = await played.send(
      `/api/elections/${id}/imports`,
      cookie,
      played.upload('registrations', roster, '../../a\\花名册.csv', { channel: '' }),
    )
    expect([good.status, await good.json()]).toEqual([202, { id: 7 }])
    expect(played.taken.get('花名册.csv')).toBe(roster)
    expect(played.taken.get('channel')).toBe('undefined')
    const kind = await played.send(`/api/elections/${id}/imports`, cookie, played.upload('horoscopes', roster))
    expect([kind.status, await kind.json()]).toMatchObject([400, { error: { field: 'kind' } }])
    expect((await played.send(`/api/elections/${id}/imports`, cookie, played.upload('registrations', ''))).status).toBe(400)
    expect((await played.send('/api/elections/nowhere/imports', cookie, played.upload('registrations', roster))).status).toBe(404)
    expect((await played.send(`/api/elections/${id}/imports`, cookie, { kind: 'registrations' })).status).toBe(415)
    expect((await readdir(played.folder)).filter(name => name !== 'plain')).toEqual([])
  })

  it('refuses a file that is too large, in both languages', async () => {
    await played.restart({ uploadLimitBytes: 100_000 })
    const { cookie, id } = await played.setUp()
    const answer = await played.send(`/api/elections/${id}/imports`, cookie, played.upload('registrations', 'x'.repeat(300_000)))
    expect([answer.status, await answer.json()]).toMatchObject([
      413,
      { error: { code: 'request.too-large', zh: /.+/, en: /.+/ } },
    ])
    expect((await readdir(played.folder)).filter(name => name !== 'plain')).toEqual([])
  })

  it('lets each role import its own kinds of files only', async () => {
    const { id } = await played.setUp()
    await played.staff('beijing', 'city', '1101')
    await played.staff('station', 'station', '110105021')
    const city = (await played.signIn('beijing')).cookie
    const station = (await played.signIn('station')).cookie
    expect((await played.send(`/api/elections/${id}/imports`, city, played.upload('registrations', 'x'))).status).toBe(403)
    expect((await played.send(`/api/elections/${id}/imports`, city, played.upload('population', 'x'))).status).toBe(202)
    expect((await played.send(`/api/elections/${id}/imports`, station, played.upload('population', 'x'))).status).toBe(403)
  })

  it('sends downloads with their own file names', async () => {
    const { cookie, id } = await played.setUp()
    const answer = await played.send('/api/imports/1/report', cookie)
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(answer.headers.get('content-disposition')).toBe(
      `attachment; filename="____1_.csv"; filename*=UTF-8''%E7%BB%93%E6%9E%9C%20%281%29.csv`,
    )
    expect(await answer.text()).toBe('a,b\n')
    expect((await played.send(`/api/elections/${id}/rolls/1/files/..%2f..%2fetc%2fpasswd`, cookie)).status).toBe(400)
    for (const name of ['list.csv', 'lists~大郊亭村.csv']) {
      const file = await played.send(`/api/elections/${id}/rolls/1/files/${encodeURIComponent(name)}`, cookie)
      // Read to its end: otherwise the next test waits until its connection is closed.
      expect([file.status, await file.text()]).toEqual([200, 'x'])
    }
  })

  it('serves the pages, with immutable caching for hashed assets and no caching for the rest', async () => {
    const pages = path.join(played.folder, 'dist')
    for (const [name, text] of [
      ['office/index.html', 'office'],
      ['assets/app-abc123.js', 'js'],
      ['favicon.svg', 'icon'],
      ['.env', 'secret'],
    ] as const) {
      await mkdir(path.dirname(path.join(pages, name)), { recursive: true })
      await writeFile(path.join(pages, name), text)
    }
    await played.restart({ pages })
    const get = async (address: string) => {
      const answer = await played.send(address, '')
      return [answer.status, await answer.text(), answer.headers.get('cache-control')]
    }
    expect(await get('/office/elections/x/reviews')).toEqual([200, 'office', 'no-cache'])
    expect(await get('/office')).toEqual([200, 'office', 'no-cache'])
    expect(await get('/assets/app-abc123.js')).toEqual([200, 'js', 'public, max-age=31536000, immutable'])
    expect(await get('/favicon.svg')).toEqual([200, 'icon', 'no-cache'])
    expect((await get('/assets/gone.js'))[0]).toBe(404)
    expect((await get('/.env'))[0]).toBe(404)
    expect((await get('/api/gone'))[0]).toBe(404)
    expect((await played.send('/', '')).headers.get('location')).toBe('/office/')
    await writeFile(path.join(pages, 'index.html'), 'portal')
    await played.restart({ pages })
    expect(await get('/')).toEqual([200, 'portal', 'no-cache'])
    expect(await get('/anything')).toEqual([404, expect.stringContaining('No such page'), 'no-store'])
    expect(await get('/station/anything')).toEqual([404, expect.stringContaining('No such page'), 'no-store'])
    // The console says in its own words that it has no such page.
    expect(await get('/office/anything')).toEqual([404, 'office', 'no-cache'])
    expect(await get('/office/elections/x/anything')).toEqual([404, 'office', 'no-cache'])
  })

  it('sets security headers on every response and refuses writes from other sites', async () => {
    const { cookie } = await played.setUp()
    for (const answer of [
      await played.send('/api/health', ''),
      await played.send('/api/nowhere', ''),
      await played.send('/api/elections', ''),
    ]) {
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'content-security-policy': expect.stringMatching(/script-src 'self';.*frame-ancestors 'none'/),
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
      })
    }
    const from = (headers: Record<string, string>) => played.send('/api/auth/sign-out', cookie, {}, headers)
    expect((await from({ origin: 'https://elsewhere.example' })).status).toBe(403)
    expect((await from({ origin: 'null' })).status).toBe(403)
    expect((await from({ origin: played.base(), 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await from({ origin: played.base() })).status).toBe(200)
  })
})
