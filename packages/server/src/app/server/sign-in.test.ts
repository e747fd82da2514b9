/** Signing staff in and out, over real HTTP. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { openPlayedServer, PASSWORD, type PlayedServer } from './testing/played-server.ts'

describeStores('sign-in', open => {
  let played: PlayedServer
  beforeEach(async () => {
    played = await openPlayedServer(await open())
  })
  afterEach(() => played.close())

  it('signs staff in with their password, shows who they are, and ends the session at sign-out', async () => {
    await played.staff('nanmofang', 'township', '110105021')
    const { answer, cookie } = await played.signIn('NanMoFang')
    expect([answer.status, await answer.json()]).toEqual([200, { ok: true }])
    expect(answer.headers.get('set-cookie')).toMatch(/^mingce\.session_token=.*HttpOnly.*SameSite=Strict/i)
    expect(answer.headers.get('set-cookie')).not.toMatch(/secure/i)
    expect(await (await played.send('/api/session', cookie)).json()).toMatchObject({
      user: { name: '测试nanmofang', username: 'nanmofang' },
      role: 'township',
      area: { code: '110105021', name: expect.stringContaining('南磨房') },
      permissions: expect.arrayContaining(['decide', 'publish']),
    })
    expect((await played.send('/api/auth/sign-out', cookie, {})).status).toBe(200)
    expect((await played.send('/api/session', cookie)).status).toBe(401)
    const trail = await readRows<{ action: string }>(played.database, 'SELECT action FROM audit ORDER BY at, id')
    expect(trail.map(row => row.action)).toEqual(['staff.created', 'signed-in', 'signed-out'])
  })

  it('sends cookies over https only, if the server is reached by https', async () => {
    await played.restart({ https: true })
    await played.staff('nanmofang', 'township', '110105021')
    const { answer, cookie } = await played.signIn('nanmofang')
    expect(answer.headers.get('set-cookie')).toMatch(/^__Secure-mingce\.session_token=.*Secure/)
    expect((await played.send('/api/session', cookie)).status).toBe(200)
  })

  it('answers a wrong password and an unknown name alike, and locks the name after five attempts', async () => {
    await played.staff('nanmofang', 'township', '110105021')
    for (const name of ['nanmofang', 'nobody-here']) {
      for (let attempt = 1; attempt <= 4; attempt++) {
        const { answer } = await played.signIn(name, 'wrong-password')
        expect([answer.status, ((await answer.json()) as { error: { code: string } }).error.code]).toEqual([401, 'sign-in.wrong'])
      }
      expect((await played.signIn(name, 'wrong-password')).answer.status).toBe(429)
      const locked = (await played.signIn(name)).answer
      expect([locked.status, await locked.json()]).toEqual([
        429,
        {
          error: expect.objectContaining({
            code: 'sign-in.locked',
            zh: expect.stringContaining('锁定'),
            en: expect.stringContaining('locked'),
          }),
        },
      ])
    }
    played.passTime(16 * 60_000)
    expect((await played.signIn('nanmofang')).answer.status).toBe(200)
  })

  it('limits attempts with many names from one address', async () => {
    await played.restart({ signInsPerMinute: 3 })
    const answers = []
    for (let attempt = 0; attempt < 6; attempt++) answers.push((await played.signIn(`name${attempt}`, 'wrong-password')).answer)
    expect(answers.map(answer => answer.status)).toContain(429)
    expect(await answers.at(-1)?.json()).toMatchObject({ error: { code: 'request.too-many', zh: /.+/, en: /.+/ } })
  })

  it('ends a session after twelve hours and when the account is disabled', async () => {
    await played.staff('nanmofang', 'township', '110105021')
    const { cookie } = await played.signIn('nanmofang')
    await played.database.run('UPDATE staff SET disabled_at = now()')
    expect((await played.send('/api/session', cookie)).status).toBe(401)
    expect((await played.signIn('nanmofang')).answer.status).toBe(401)
    await played.database.run('UPDATE staff SET disabled_at = NULL')
    expect((await played.send('/api/session', cookie)).status).toBe(200)
    const [session] = await readRows<{ hours: number }>(
      played.database,
      'SELECT extract(epoch FROM expires_at - created_at)::float8 / 3600 AS hours FROM access_session LIMIT 1',
    )
    expect(session?.hours).toBeCloseTo(12, 1)
    vi.useFakeTimers({ now: Date.now() + 12.1 * 3_600_000, toFake: ['Date'] })
    try {
      expect((await played.send('/api/session', cookie)).status).toBe(401)
    } finally {
      vi.useRealTimers()
    }
  })

  it('exposes neither sign-up nor better-auth’s other endpoints', async () => {
    for (const door of [
      '/api/auth/sign-up/email',
      '/api/auth/sign-in/username',
      '/api/auth/get-session',
      '/api/auth/update-user',
    ])
      expect((await played.send(door, '', { email: 'a@b.cn', password: PASSWORD, name: 'x' })).status).toBe(404)
  })
})
