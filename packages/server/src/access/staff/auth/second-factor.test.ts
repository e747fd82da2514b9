/** Second factors over real HTTP: apps, backup codes, passkeys; when they are required, and what wrong ones do. */

import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Database } from '../../../platform/database/index.ts'
import { readRows } from '../../../platform/testing/rows.ts'
import { describeStores } from '../../../platform/testing/stores.ts'
import { type AccessServer, addApp, type Browser, nextCodeOf, openAccessServer, PASSWORD } from '../../testing/access-server.ts'
import { SoftAuthenticator } from '../../testing/authenticator.ts'
import type { PasskeyOffer } from './schema.ts'
import { readSecondFactorRule } from './service.policy.ts'

it('a second factor is required by default and optional in a demo, unless configured', () => {
  expect(readSecondFactorRule(undefined, false)).toEqual({ ok: true, value: 'required' })
  expect(readSecondFactorRule('', true)).toEqual({ ok: true, value: 'optional' })
  expect(readSecondFactorRule('required', true)).toEqual({ ok: true, value: 'required' })
  expect(readSecondFactorRule('no', false)).toMatchObject({ ok: false, error: { text: { zh: expect.any(String) } } })
})

describeStores('second factors', open => {
  let database: Database
  let desk: AccessServer
  let zhou: Browser

  beforeEach(async () => {
    database = await open()
    desk = await openAccessServer(database)
    await desk.staff('zhou')
    zhou = desk.browser()
    await zhou.signIn('zhou')
  })
  afterEach(() => desk.close())

  const trail = async () =>
    (await readRows<{ action: string }>(database, 'SELECT action FROM audit ORDER BY id')).map(row => row.action)
  const offer = async (who: Browser, address: string) => (await who.post(address)).body as unknown as PasskeyOffer
  const addPasskey = async (who: Browser, device: SoftAuthenticator, behaviour: object = {}) =>
    who.post('/api/account/passkeys', {
      password: PASSWORD,
      name: '我的电脑',
      passkey: device.create(await offer(who, '/api/account/passkeys/offer'), { origin: desk.base, ...behaviour }),
    })

  it('lets an account without a second factor only add one', async () => {
    expect((await zhou.get('/api/session')).body).toMatchObject({ owes: 'second-factor', permissions: [] })
    expect((await zhou.get('/api/anything')).code).toBe('account.owes-second-factor')
    expect((await zhou.get('/api/accounts')).code).toBe('account.owes-second-factor')
    const { secret, backupCodes } = await addApp(zhou)
    expect(backupCodes).toHaveLength(10)
    expect((await zhou.get('/api/session')).body).toMatchObject({ owes: null, permissions: expect.arrayContaining(['accounts']) })
    expect((await zhou.get('/api/anything')).status).toBe(200)
    const kept = JSON.stringify(await readRows(database, 'SELECT * FROM access_two_factor'))
    for (const plain of [secret, ...backupCodes]) expect(kept).not.toContain(plain)
    expect(await trail()).toEqual(['staff.created', 'signed-in', 'second-factor.added'])
  })

  it('asks for a code after the password, and accepts each code and each backup code once', async () => {
    const { secret, backupCodes } = await addApp(zhou)
    const again = desk.browser()
    expect((await again.signIn('zhou')).body).toEqual({ ok: true, secondStep: { factors: ['totp', 'backup-code'] } })
    expect((await again.get('/api/session')).status).toBe(401)
    expect((await again.post('/api/auth/second-step', { code: '000000' })).code).toBe('proof.wrong')
    const code = await nextCodeOf(secret)
    expect((await again.post('/api/auth/second-step', { code })).body).toEqual({ ok: true })
    expect((await again.get('/api/anything')).status).toBe(200)

    const replay = desk.browser()
    await replay.signIn('zhou')
    expect((await replay.post('/api/auth/second-step', { code })).code).toBe('proof.wrong')
    const [spare = ''] = backupCodes
    expect((await replay.post('/api/auth/second-step', { code: ` ${spare.toUpperCase().replace('-', ' — ')} ` })).status).toBe(
      200,
    )
    const twice = desk.browser()
    await twice.signIn('zhou')
    expect((await twice.post('/api/auth/second-step', { code: spare })).code).toBe('proof.wrong')
    expect((await desk.browser().post('/api/auth/second-step', { code })).code).toBe('sign-in.step-ended')
  })

  it('ends the second step after five wrong codes', async () => {
    const { secret } = await addApp(zhou)
    const guess = desk.browser()
    await guess.signIn('zhou')
    const codes = []
    for (let attempt = 0; attempt < 6; attempt++)
      codes.push((await guess.post('/api/auth/second-step', { code: `00000${attempt}` })).code)
    expect(codes.slice(0, 4)).toEqual(Array(4).fill('proof.wrong'))
    await guess.signIn('zhou')
    expect((await guess.post('/api/auth/second-step', { code: await nextCodeOf(secret) })).code).toBe('proof.locked')
  })

  it('ends the sessions that were opened with the password only', async () => {
    const other = desk.browser()
    await other.signIn('zhou')
    await addApp(zhou)
    expect((await other.get('/api/session')).status).toBe(401)
    expect((await zhou.get('/api/session')).status).toBe(200)
  })

  it('replaces an app only with proof of the old one, with immediate effect', async () => {
    const old = await addApp(zhou)
    const start = (proof?: object) => zhou.post('/api/account/app/start', { password: PASSWORD, ...(proof ? { proof } : {}) })
    expect((await start()).code).toBe('proof.needed')
    expect((await start({ code: 'aaaaa-aaaaa' })).code).toBe('proof.wrong')
    const fresh = await addApp(zhou, { code: old.backupCodes[1] })
    const again = desk.browser()
    await again.signIn('zhou')
    expect((await again.post('/api/auth/second-step', { code: await nextCodeOf(old.secret) })).code).toBe('proof.wrong')
    expect((await again.post('/api/auth/second-step', { code: old.backupCodes[2] ?? '' })).code).toBe('proof.wrong')
    expect((await again.post('/api/auth/second-step', { code: await nextCodeOf(fresh.secret) })).status).toBe(200)
  })

  it('refuses to remove the last required factor, and issues new backup codes for a proof', async () => {
    const { secret, backupCodes } = await addApp(zhou)
    const proven = (code: string | undefined) => ({ password: PASSWORD, proof: { code } })
    expect((await zhou.post('/api/account/app/remove', proven(backupCodes[0]))).code).toBe('factor.last')
    const made = await zhou.post('/api/account/backup-codes', proven(await nextCodeOf(secret)))
    expect(made.body).toMatchObject({ backupCodes: expect.arrayContaining([expect.stringMatching(/^\w{5}-\w{5}$/)]) })
    expect((await zhou.post('/api/account/backup-codes', proven(backupCodes[1]))).code).toBe('proof.wrong')
    expect((await zhou.post('/api/account/backup-codes', { ...proven(backupCodes[1]), password: 'wrong' })).code).toBe(
      'password.wrong',
    )
  })

  it('locks proofs for a quarter of an hour after five wrong ones', async () => {
    for (let attempt = 0; attempt < 4; attempt++)
      expect((await zhou.post('/api/account/app/start', { password: 'wrong' })).code).toBe('password.wrong')
    expect((await zhou.post('/api/account/app/start', { password: 'wrong' })).code).toBe('proof.locked')
    expect((await zhou.post('/api/account/app/start', { password: PASSWORD })).code).toBe('proof.locked')
    desk.pass(16)
    expect((await zhou.post('/api/account/app/start', { password: PASSWORD })).status).toBe(200)
  })

  it('accepts a passkey as the second step or alone, but never without user verification', async () => {
    const device = new SoftAuthenticator()
    expect((await addPasskey(zhou, device, { verified: false })).code).toBe('proof.wrong')
    expect((await addPasskey(zhou, device, { origin: 'https://elsewhere.example' })).code).toBe('proof.wrong')
    expect((await addPasskey(zhou, device)).status).toBe(200)
    expect((await zhou.get('/api/anything')).status).toBe(200)

    const second = desk.browser()
    expect((await second.signIn('zhou')).body).toMatchObject({ secondStep: { factors: ['backup-code', 'passkey'] } })
    const asked = await offer(second, '/api/auth/passkey/offer')
    expect(asked.options.allowCredentials).toHaveLength(1)
    const answer = device.get(asked, { origin: desk.base })
    expect((await second.post('/api/auth/passkey', answer)).status).toBe(200)
    expect((await second.get('/api/anything')).status).toBe(200)
    expect((await desk.browser().post('/api/auth/passkey', answer)).code).toBe('sign-in.step-ended')

    const alone = desk.browser()
    const open = await offer(alone, '/api/auth/passkey/offer')
    expect(open.options).not.toHaveProperty('allowCredentials')
    expect((await alone.post('/api/auth/passkey', device.get(open, { origin: desk.base, verified: false }))).code).toBe(
      'proof.wrong',
    )
    const next = await offer(alone, '/api/auth/passkey/offer')
    expect((await alone.post('/api/auth/passkey', new SoftAuthenticator().get(next, { origin: desk.base }))).code).toBe(
      'proof.wrong',
    )
    const last = await offer(alone, '/api/auth/passkey/offer')
    expect((await alone.post('/api/auth/passkey', device.get(last, { origin: desk.base }))).status).toBe(200)
    expect((await alone.get('/api/account')).body).toMatchObject({
      secondFactor: { rule: 'required', totp: false, passkeys: [{ name: '我的电脑' }], passkeysPossible: true },
    })
  })

  it('removes one factor with proof of the other, and refuses passkeys of other people', async () => {
    await addApp(zhou)
    const device = new SoftAuthenticator()
    await addPasskey(zhou, device)
    await desk.staff('laowu')
    const wu = desk.browser()
    await wu.signIn('laowu')
    const theirs = new SoftAuthenticator()
    await addPasskey(wu, theirs)
    const proof = async (who: Browser, by: SoftAuthenticator) => ({
      password: PASSWORD,
      proof: { passkey: by.get(await offer(who, '/api/account/proof'), { origin: desk.base }) },
    })
    expect((await zhou.post('/api/account/app/remove', await proof(zhou, theirs))).code).toBe('proof.wrong')
    expect((await zhou.post('/api/account/app/remove', await proof(zhou, device))).status).toBe(200)
    expect((await zhou.post('/api/account/app/remove', await proof(zhou, device))).code).toBe('factor.last')
    const passkeyId = theirs.id.toString('base64url')
    expect((await zhou.post(`/api/account/passkeys/${passkeyId}/remove`, await proof(zhou, device))).code).toBe('factor.last')
    expect(await trail()).toContain('second-factor.removed')
  })

  it('gives backup codes to someone with only a passkey, which are read in any spelling and outlive the app', async () => {
    const device = new SoftAuthenticator()
    const { backupCodes } = (await addPasskey(zhou, device)).body as unknown as { backupCodes: string[] }
    expect(backupCodes).toHaveLength(10)
    const second = (await addPasskey(zhou, new SoftAuthenticator())).body as unknown as { backupCodes: null }
    expect(second.backupCodes).toBeNull()
    expect((await zhou.get('/api/account')).body).toMatchObject({ secondFactor: { totp: false, backupCodes: true } })
    const kept = JSON.stringify(await readRows(database, 'SELECT * FROM access_two_factor'))
    for (const code of backupCodes) expect(kept).not.toContain(code)

    const spellings = [
      (code: string) => code,
      (code: string) => code.toUpperCase(),
      (code: string) => code.replace('-', ''),
      (code: string) => `  ${code.replace('-', ' ')}\t`,
      (code: string) => [...code.replace('-', '')].join(' '),
      (code: string) => code.replace('-', '–'),
      (code: string) =>
        [...code].map(letter => (letter === '-' ? '－' : String.fromCharCode(letter.charCodeAt(0) + 0xfee0))).join(''),
    ]
    for (const [index, spell] of spellings.entries()) {
      const code = spell(backupCodes[index] ?? '')
      const lost = desk.browser()
      expect((await lost.signIn('zhou')).body).toMatchObject({ secondStep: { factors: ['backup-code', 'passkey'] } })
      expect([code, (await lost.post('/api/auth/second-step', { code })).status]).toEqual([code, 200])
      const again = desk.browser()
      await again.signIn('zhou')
      expect((await again.post('/api/auth/second-step', { code })).code).toBe('proof.wrong')
    }
    const made = await zhou.post('/api/account/backup-codes', {
      password: PASSWORD,
      proof: { code: backupCodes[7]?.toUpperCase() },
    })
    expect(made.status).toBe(200)
    expect((await zhou.post('/api/account/backup-codes', { password: PASSWORD, proof: { code: backupCodes[8] } })).code).toBe(
      'proof.wrong',
    )

    const { secret, backupCodes: ofApp } = await addApp(zhou, {
      code: (made.body as unknown as { backupCodes: string[] }).backupCodes[0],
    })
    const code = await nextCodeOf(secret)
    const spaced = `${code.slice(0, 3)} ${code.slice(3)}`
    expect((await zhou.post('/api/account/app/remove', { password: PASSWORD, proof: { code: spaced } })).status).toBe(200)
    const last = desk.browser()
    expect((await last.signIn('zhou')).body).toMatchObject({ secondStep: { factors: ['backup-code', 'passkey'] } })
    expect((await last.post('/api/auth/second-step', { code: ofApp[0] })).status).toBe(200)
  })

  it('refuses passkeys of disabled accounts, alone, as the second step, and in a session that is still open', async () => {
    const device = new SoftAuthenticator()
    await addPasskey(zhou, device)
    const second = desk.browser()
    await second.signIn('zhou')
    const asked = await offer(second, '/api/auth/passkey/offer')
    const alone = desk.browser()
    const open = await offer(alone, '/api/auth/passkey/offer')
    await database.run('UPDATE staff SET disabled_at = now()')
    for (const [who, begun] of [
      [second, asked],
      [alone, open],
    ] as const) {
      const entered = await who.post('/api/auth/passkey', device.get(begun, { origin: desk.base }))
      expect([entered.status, entered.code]).toEqual([422, 'proof.wrong'])
      expect((await who.get('/api/session')).status).toBe(401)
    }
    expect((await zhou.get('/api/session')).status).toBe(401)
    expect(
      await readRows(
        database,
        "SELECT 1 AS one FROM audit WHERE action = 'signed-in' AND details ->> 'secondFactor' = 'passkey'",
      ),
    ).toEqual([])
    await database.run('UPDATE staff SET disabled_at = NULL')
    const next = await offer(alone, '/api/auth/passkey/offer')
    expect((await alone.post('/api/auth/passkey', device.get(next, { origin: desk.base }))).status).toBe(200)
  })
})
