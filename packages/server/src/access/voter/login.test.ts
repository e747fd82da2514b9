/** Voters’ logins with a separate oidc-provider over real HTTP: what signs a voter in, and everything that must not. */

import { generateKeyPairSync, sign } from 'node:crypto'
import { checkCharacter } from '@mingce/domain/standards'
import type { JWK } from 'oidc-provider'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../platform/database/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores, openFreshEmbedded } from '../../platform/testing/stores.ts'
import type { DemoPerson } from '../demo-login/index.ts'
import { openBrowser } from '../testing/browser.ts'
import { type LoginOffice, type LoginOfficeOptions, openLoginOffice } from '../testing/login-office.ts'
import { ownPath } from './service.login.ts'

const NUMBER = '11010519491231002X'
const note = { zh: '测试', en: 'test' }
const person = (id: string, name: string, number: string): DemoPerson => ({ id, name, number, note })
const WANG = person('wang', '王秀英', NUMBER)

let office: LoginOffice | undefined
afterEach(async () => {
  await office?.close()
  office = undefined
})

const begin = async (database: Database, options: Partial<LoginOfficeOptions> = {}): Promise<LoginOffice> => {
  office = await openLoginOffice(database, { people: [WANG], ...options })
  return office
}
const me = (one: LoginOffice, cookies: ReadonlyMap<string, string>) =>
  fetch(`${one.base}/api/voter/me`, { headers: { cookie: [...cookies].map(pair => pair.join('=')).join('; ') } })

describeStores('a voter', open => {
  it('signs in with name and number from the issuer, and signs out again', async () => {
    const database = await open()
    const one = await begin(database)
    const list = await (await fetch(`${one.base}/api/voter/logins`)).json()
    expect(list).toEqual({ options: [{ id: 'demo', name: one.issuer.name }], demo: false })
    const browser = openBrowser()
    const end = await one.signIn(browser, 'wang', { to: '/register?at=1#top' })
    expect(end.url.href).toBe(`${one.base}/register?at=1#top`)
    const answer = await me(one, browser.cookies)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(await answer.json()).toEqual({
      name: '王秀英',
      maskedNumber: '110*************2X',
      sex: 'F',
      birthDate: '1949-12-31',
      issuer: 'demo',
      sessionEndsAt: new Date(one.now.getTime() + 30 * 60_000).toISOString(),
    })
    // Stores only the key of the number, and no usable token.
    const kept = JSON.stringify(await readRows(database, 'SELECT * FROM voter_session'))
    for (const secret of [NUMBER, 'wang', browser.cookies.get('mingce_voter') ?? '?']) expect(kept).not.toContain(secret)
    expect(kept).toContain(one.services.keys.personKey(NUMBER))
    expect(await readRows(database, 'SELECT state_digest FROM voter_login')).toEqual([])
    expect(one.lines.join()).not.toMatch(/王秀英|11010519491231002X|code=|state=/)

    const before = new Map(browser.cookies)
    const out = await browser.submit(`${one.base}/api/voter/sign-out`, {})
    // A form is not JSON: another site could send it, so it is refused.
    expect(out.status).toBe(415)
    const signedOut = await fetch(`${one.base}/api/voter/sign-out`, {
      method: 'POST',
      headers: { cookie: `mingce_voter=${before.get('mingce_voter')}` },
    })
    expect(signedOut.status).toBe(200)
    expect(signedOut.headers.getSetCookie()).toEqual(['mingce_voter=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax'])
    expect((await me(one, before)).status).toBe(401)
  })

  it('is returned without a session after declining consent', async () => {
    const one = await begin(await open())
    const browser = openBrowser()
    const end = await one.signIn(browser, 'wang', { consent: false })
    expect(end.url.href).toBe(`${one.base}/?login=refused`)
    expect((await me(one, browser.cookies)).status).toBe(401)
  })
})

describe('a callback', () => {
  let database: Database
  beforeAll(async () => {
    database = await openFreshEmbedded()
  })
  afterAll(() => database.close())

  it('is accepted once', async () => {
    const one = await begin(database)
    const browser = openBrowser()
    const held = await one.signIn(browser, 'wang', { hold: true })
    expect((await browser.open(held.url)).url.href).toBe(`${one.base}/`)
    browser.cookies.delete('mingce_voter')
    expect((await browser.open(held.url)).url.href).toBe(`${one.base}/?login=expired`)
    expect(browser.cookies.has('mingce_voter')).toBe(false)
  })

  it('with a code that was used before is refused by the issuer, whatever the state', async () => {
    const one = await begin(database)
    const browser = openBrowser()
    const first = await one.signIn(browser, 'wang', { hold: true })
    await browser.open(first.url)
    browser.cookies.delete('mingce_voter')
    const second = await one.signIn(browser, 'wang', { hold: true })
    second.url.searchParams.set('code', first.url.searchParams.get('code') ?? '')
    expect((await browser.open(second.url)).url.search).toBe('?login=expired')
    expect(browser.cookies.has('mingce_voter')).toBe(false)
  })

  it('with a code that has expired at the issuer is refused', async () => {
    const one = await begin(database, {
      login: { configuration: { ttl: { AuthorizationCode: () => -1, Interaction: 60, Session: 60, Grant: 60 } } },
    })
    const browser = openBrowser()
    expect((await one.signIn(browser, 'wang')).url.search).toBe('?login=expired')
    expect(browser.cookies.has('mingce_voter')).toBe(false)
  })

  it('is refused after ten minutes', async () => {
    const one = await begin(database)
    const browser = openBrowser()
    const held = await one.signIn(browser, 'wang', { hold: true })
    one.now = new Date(one.now.getTime() + 10 * 60_000)
    expect((await browser.open(held.url)).url.search).toBe('?login=expired')
  })

  it('is refused in a browser that did not begin the login', async () => {
    const one = await begin(database)
    const held = await one.signIn(openBrowser(), 'wang', { hold: true })
    const victim = openBrowser()
    expect((await victim.open(held.url)).url.search).toBe('?login=expired')
    const busy = openBrowser()
    await busy.open(`${one.base}/api/voter/login/demo`, () => true)
    const again = await one.signIn(openBrowser(), 'wang', { hold: true })
    expect((await busy.open(again.url)).url.search).toBe('?login=expired')
    expect(busy.cookies.has('mingce_voter')).toBe(false)
  })

  it('is refused if it names another issuer or none', async () => {
    const one = await begin(database)
    for (const iss of ['https://elsewhere.example', null]) {
      const browser = openBrowser()
      const held = await one.signIn(browser, 'wang', { hold: true })
      if (iss === null) held.url.searchParams.delete('iss')
      else held.url.searchParams.set('iss', iss)
      expect((await browser.open(held.url)).url.search).toBe('?login=failed')
      expect(browser.cookies.has('mingce_voter')).toBe(false)
    }
  })

  it('is accepted for both of two logins begun in one browser', async () => {
    const one = await begin(database)
    const browser = openBrowser()
    const first = await one.signIn(browser, 'wang', { hold: true })
    const second = await one.signIn(browser, 'wang', { hold: true, to: '/second' })
    expect((await browser.open(first.url)).url.pathname).toBe('/')
    const before = browser.cookies.get('mingce_voter')
    expect((await browser.open(second.url)).url.pathname).toBe('/second')
    // Signing in again ends the earlier session.
    expect((await me(one, new Map([['mingce_voter', before ?? '']]))).status).toBe(401)
    expect((await me(one, browser.cookies)).status).toBe(200)
  })
})

describe('an ID token', () => {
  let database: Database
  beforeAll(async () => {
    database = await openFreshEmbedded()
  })
  afterAll(() => database.close())

  const pair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
  const own = pair()
  const kid = 'own'
  const jwks = { keys: [{ ...(own.export({ format: 'jwk' }) as JWK), use: 'sig', alg: 'ES256', kid }] }
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

  type Forgery = (claims: Record<string, unknown>) => {
    claims?: Record<string, unknown>
    key?: typeof own
    alg?: string
    kid?: string
  }
  /** Asks the real issuer, and replaces the ID token in its response. */
  const forging =
    (forge: Forgery): typeof fetch =>
    async (input, init) => {
      const answer = await fetch(input, init)
      if (!String(input instanceof Request ? input.url : input).endsWith('/token')) return answer
      const body = (await answer.json()) as { id_token: string }
      const claims = JSON.parse(Buffer.from(body.id_token.split('.')[1] ?? '', 'base64url').toString())
      const forged = forge(claims)
      const signed = `${part({ alg: forged.alg ?? 'ES256', kid: forged.kid ?? kid })}.${part(forged.claims ?? claims)}`
      const signature =
        forged.alg === 'none' ? '' : sign('sha256', Buffer.from(signed), { key: forged.key ?? own, dsaEncoding: 'ieee-p1363' })
      const id_token = `${signed}.${Buffer.from(signature).toString('base64url')}`
      return new Response(JSON.stringify({ ...body, id_token }), { headers: { 'content-type': 'application/json' } })
    }

  const cases: readonly (readonly [string, Forgery, boolean])[] = [
    ['as it was', claims => ({ claims }), true],
    ['signed with another key', () => ({ key: pair() }), false],
    ['signed with a key nobody published', () => ({ key: pair(), kid: 'new' }), false],
    ['not signed', () => ({ alg: 'none' }), false],
    ['of another issuer', claims => ({ claims: { ...claims, iss: 'https://elsewhere.example' } }), false],
    ['for another client', claims => ({ claims: { ...claims, aud: 'someone-else' } }), false],
    ['of another login', claims => ({ claims: { ...claims, nonce: 'another' } }), false],
    ['that is over', claims => ({ claims: { ...claims, iat: 1_600_000_000, exp: 1_600_000_600 } }), false],
    ['without a subject', ({ sub, ...claims }) => ({ claims }), false],
    ['whose number has become a figure', claims => ({ claims: { ...claims, id_number: 110105194912310000 } }), false],
    ['without a number', ({ id_number, ...claims }) => ({ claims }), true],
  ]
  it.each(cases)('%s', async (_, forge, good) => {
    const one = await begin(database, { login: { configuration: { jwks } }, fetch: forging(forge) })
    const browser = openBrowser()
    // Without a number in the token, the number comes from the user info endpoint.
    const end = await one.signIn(browser, 'wang')
    expect(end.url.href).toBe(`${one.base}/${good ? '' : '?login=failed'}`)
    expect((await me(one, browser.cookies)).status).toBe(good ? 200 : 401)
    expect(one.lines.join()).not.toContain(NUMBER)
  })
})

describe('a name and a number', () => {
  let database: Database
  beforeAll(async () => {
    database = await openFreshEmbedded()
  })
  afterAll(() => database.close())

  const good: readonly (readonly [string, string, string, string])[] = [
    ['with odd spaces', '\u3000欧阳 娜\u200b娜 ', NUMBER, '欧阳娜娜'],
    ['with another dot', '买买提•艾力', NUMBER, '买买提·艾力'],
    ['of a rare character', '𠮷䶮', NUMBER, '𠮷䶮'],
    ['with a small x and wide digits', '王秀英', '１１０１０５19491231002x', '王秀英'],
    ['of fifteen places', '王秀英', '110105491231002', '王秀英'],
  ]
  const bad: readonly (readonly [string, string, string])[] = [
    ['whose check digit is wrong', '王秀英', '110105194912310021'],
    ['of a day that is not', '王秀英', '110105194913310021'],
    ['of the future', '王秀英', `11010520991231002${checkCharacter('11010520991231002')}`],
    ['that is empty', '王秀英', ''],
    ['that is covered', '王秀英', '110105********002X'],
    ['without a name', ' ', NUMBER],
    ['with a name that cannot be shown', '王?', NUMBER],
    ['with a name longer than names are', '王'.repeat(61), NUMBER],
  ]

  it.each(good)('%s', async (_, name, number, shown) => {
    const one = await begin(database, { people: [person('p', name, number)], login: { claimsIn: 'userinfo' } })
    const browser = openBrowser()
    await one.signIn(browser, 'p')
    const answer = (await (await me(one, browser.cookies)).json()) as object
    expect(answer).toMatchObject({ name: shown, maskedNumber: '110*************2X', birthDate: '1949-12-31' })
  })

  it.each(bad)('%s', async (_, name, number) => {
    const one = await begin(database, { people: [person('p', name, number)] })
    const browser = openBrowser()
    expect((await one.signIn(browser, 'p')).url.search).toBe('?login=failed')
    expect(browser.cookies.has('mingce_voter')).toBe(false)
    const lines = one.lines.join()
    expect(lines).toContain('"failure":"claims"')
    for (const secret of [name.trim(), number]) if (secret) expect(lines).not.toContain(secret)
  })
})

describe('an issuer', () => {
  let database: Database
  beforeAll(async () => {
    database = await openFreshEmbedded()
  })
  afterAll(() => database.close())

  it('that is down before or during a login causes an error, and is tried again for the next voter', async () => {
    let down = true
    const one = await begin(database, {
      fetch: (input, init) => (down ? Promise.reject(new TypeError('fetch failed')) : fetch(input, init)),
    })
    const browser = openBrowser()
    expect((await browser.open(`${one.base}/api/voter/login/demo`)).url.search).toBe('?login=failed')
    down = false
    const held = await one.signIn(browser, 'wang', { hold: true })
    await one.stopIssuer()
    expect((await browser.open(held.url)).url.search).toBe('?login=failed')
    expect(browser.cookies.has('mingce_voter')).toBe(false)
    expect(one.lines.join()).toContain('"failure":"unreachable"')
  })

  it('with another name in its configuration is not used', async () => {
    const one = await begin(database, {
      fetch: async (input, init) => {
        const answer = await fetch(input, init)
        const body = (await answer.json()) as object
        return new Response(JSON.stringify({ ...body, issuer: 'https://elsewhere.example' }), {
          headers: { 'content-type': 'application/json' },
        })
      },
    })
    expect((await openBrowser().open(`${one.base}/api/voter/login/demo`)).url.search).toBe('?login=failed')
  })

  it('that is not configured is not found', async () => {
    const one = await begin(database)
    for (const path of ['login/other', 'callback/other', 'login/__proto__'])
      expect((await fetch(`${one.base}/api/voter/${path}`, { redirect: 'manual' })).status).toBe(404)
  })

  it('receives PKCE, state and nonce, and cookies are HttpOnly and Secure', async () => {
    const one = await begin(database, { publicUrl: new URL('https://roll.example') })
    const start = await fetch(`${one.base}/api/voter/login/demo`, { redirect: 'manual' })
    const to = new URL(start.headers.get('location') ?? '')
    expect(Object.fromEntries(to.searchParams)).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      redirect_uri: 'https://roll.example/api/voter/callback/demo',
      scope: 'openid real_name',
    })
    expect(start.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^mingce_voter_login=[\w-]{43}; Path=\/api\/voter; Max-Age=600; HttpOnly; SameSite=Lax; Secure$/),
    ])
    const kept = JSON.stringify(await readRows(database, 'SELECT * FROM voter_login'))
    expect(kept).not.toContain(to.searchParams.get('state'))
    // Plays the proxy at this address: its https request arrives here as http.
    const browser = openBrowser()
    const held = await one.signIn(browser, 'wang', { hold: true })
    expect(held.url.origin).toBe('https://roll.example')
    const cookie = [...browser.cookies].map(pair => pair.join('=')).join('; ')
    const end = await fetch(new URL(held.url.pathname + held.url.search, one.base), { redirect: 'manual', headers: { cookie } })
    expect(end.headers.get('location')).toBe('/')
    expect(end.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^mingce_voter=[\w-]{43}; Path=\/; Max-Age=7200; HttpOnly; SameSite=Lax; Secure$/),
    ])
  })
})

describe('the page to return to after a login', () => {
  it.each([
    ['/', '/'],
    ['/register?q=a%20b#x', '/register?q=a%20b#x'],
    [undefined, '/'],
    ['', '/'],
    ['//elsewhere.example', '/'],
    ['/\\elsewhere.example', '/'],
    ['/a\\..\\b', '/'],
    ['/.//elsewhere.example', '/'],
    ['https://elsewhere.example', '/'],
    ['/a\r\nset-cookie: x', '/'],
    ['/api/voter/login/demo', '/'],
    [`/${'a'.repeat(600)}`, '/'],
  ])('%s', (to, path) => {
    expect(ownPath(to)).toBe(path)
  })
})
