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

  const codeOf = async (answer: Response) => ((await answer.json()) as { error?: { code: string } }).error?.code
  const guess = async (username: string, times: number) => {
    const codes = []
    for (let attempt = 0; attempt < times; attempt++)
      codes.push(await codeOf((await played.signIn(username, 'wrong-password')).answer))
    return codes
  }

  it('answers wrong passwords and unknown names alike, and refuses further ones from there for longer each time', async () => {
    await played.staff('nanmofang', 'township', '110105021')
    for (const name of ['nanmofang', 'nobody-here']) {
      expect(await guess(name, 5)).toEqual([...Array(4).fill('sign-in.wrong'), 'sign-in.locked'])
      const locked = (await played.signIn(name)).answer
      expect([locked.status, locked.headers.get('retry-after'), await locked.json()]).toEqual([
        429,
        '30',
        { error: expect.objectContaining({ code: 'sign-in.locked', zh: expect.any(String), en: expect.any(String) }) },
      ])
    }
    const refusedFor = []
    for (let round = 0; round < 7; round++) {
      const { answer } = await played.signIn('nanmofang')
      refusedFor.push(Number(answer.headers.get('retry-after')))
      played.passTime(Number(answer.headers.get('retry-after')) * 1000)
      await guess('nanmofang', 1)
    }
    expect(refusedFor).toEqual([30, 60, 120, 240, 480, 900, 900])
    played.passTime(900_000)
    expect((await played.signIn('nanmofang')).answer.status).toBe(200)
    expect(await guess('nanmofang', 4)).toEqual(Array(4).fill('sign-in.wrong'))
    const locks = await readRows<{ subject: string }>(
      played.database,
      "SELECT subject FROM audit WHERE action = 'sign-in.locked'",
    )
    expect(locks.map(row => row.subject)).toEqual(['nanmofang'])
  })

  it('counts attempts that are sent at once', async () => {
    await played.staff('nanmofang', 'township', '110105021')
    const answers = await Promise.all(Array.from({ length: 20 }, () => played.signIn('nanmofang', 'wrong-password')))
    const codes = await Promise.all(answers.map(({ answer }) => codeOf(answer)))
    expect(codes.filter(code => code === 'sign-in.wrong')).toHaveLength(4)
    expect(await readRows(played.database, 'SELECT max(failures) AS most FROM sign_in_failure')).toEqual([{ most: 5 }])
  })

  it('lets nobody keep others out: forty wrong sign-ins from one place leave its other accounts and known browsers alone', async () => {
    for (const name of ['nanmofang', 'gaobeidian']) await played.staff(name, 'township', '110105021')
    const { cookie } = await played.signIn('nanmofang')
    expect(cookie).toMatch(/mingce\.known-device=/)
    expect(await guess('nanmofang', 40)).toEqual([...Array(4).fill('sign-in.wrong'), ...Array(36).fill('sign-in.locked')])
    expect((await played.signIn('gaobeidian')).answer.status).toBe(200)
    expect((await played.signIn('nanmofang')).answer.status).toBe(429)
    const known = (password: string, from = cookie) => played.send('/api/auth/sign-in', from, { username: 'nanmofang', password })
    expect((await known('correct-horse-电池')).status).toBe(200)
    // A known browser is limited as well, and one of another account is not known.
    for (let attempt = 0; attempt < 5; attempt++) await known('wrong-password')
    expect((await known('correct-horse-电池')).status).toBe(429)
    expect((await known('correct-horse-电池', (await played.signIn('gaobeidian')).cookie)).status).toBe(429)
  })

  it('makes attempts wait, three seconds at most, where many names were guessed at from one place', async () => {
    await played.staff('nanmofang', 'township', '110105021')
    const { cookie } = await played.signIn('nanmofang')
    for (let name = 0; name < 40; name++) await guess(`name${name}`, 1)
    expect(played.waits).toEqual([100, 200, 400, 800, 1600, 3000, 3000, 3000, 3000, 3000])
    expect((await played.signIn('nanmofang')).answer.status).toBe(200)
    expect(played.waits.at(-1)).toBe(3000)
    played.waits.length = 0
    const known = await played.send('/api/auth/sign-in', cookie, { username: 'nanmofang', password: 'correct-horse-电池' })
    expect([known.status, played.waits]).toEqual([200, []])
    played.passTime(3_600_001)
    expect([(await played.signIn('nanmofang')).answer.status, played.waits]).toEqual([200, []])
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
