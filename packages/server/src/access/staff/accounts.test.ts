/** Ending sessions, changing passwords, and accounts managed by officers, over real HTTP. */

import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Database } from '../../platform/database/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { type AccessServer, addApp, type Browser, openAccessServer, PASSWORD } from '../testing/access-server.ts'
import { isFitPassword } from './service.passwords.ts'
import { isMadeByOther } from './store.ts'

const AREAS = [
  ['11', null, '北京市', 1],
  ['1101', '11', '市辖区', 2],
  ['110105', '1101', '朝阳区', 3],
  ['110105021', '110105', '南磨房地区', 4],
  ['110105022', '110105', '高碑店地区', 4],
  ['110105021201', '110105021', '大郊亭村委会', 5],
] as const

const PASSWORDS: readonly (readonly [string, boolean])[] = [
  ['longer-than-ten-letters', true],
  ['tianqi-hen-hao-92', true],
  ['correct-horse-电池', true],
  ['short', false],
  ['aaaaaaaaaaaaaa', false],
  ['my-zhou-password', false],
  ['MyZ-h o.u2931xxkd', false],
  // Common ones: of lists, of the keyboard, of dates, of pinyin and numbers.
  ...['1234567890', 'password123', 'Passw0rd2026', 'qwertyuiop', 'qwe123456789', '1qaz2wsx3edc', 'a123456789', 'admin123456'].map(
    common => [common, false] as const,
  ),
  ...['5201314520', 'woaini1314', 'woaini1314520', 'beijing2008', 'mingce2026!', '选民登记选民登记2026'].map(
    common => [common, false] as const,
  ),
  ['mingce-demo', false],
  ['Mingce-Demo-2026-x', false],
  // The one before, an initial one among them, also written in another way or with something added.
  ['4hyw-2mv2-4ae5-qrrz', false],
  ['4HYW2MV24AE5QRRZ', false],
  ['4hyw-2mv2-4ae5-qrrz-mine', false],
]
it.each(PASSWORDS)('%s as a password of zhou: %s', (password, fit) =>
  expect(isFitPassword(password, { username: 'zhou', name: '小周', before: '4hyw-2mv2-4ae5-qrrz' })).toBe(fit),
)

describeStores('accounts', open => {
  let database: Database
  let desk: AccessServer

  beforeEach(async () => {
    database = await open()
    for (const [code, parent, name, level] of AREAS)
      await database.run('INSERT INTO area (code, parent_code, name, level) VALUES ($1, $2, $3, $4)', [code, parent, name, level])
    desk = await openAccessServer(database, 'optional')
  })
  afterEach(() => desk.close())

  const enter = async (username: string): Promise<Browser> => {
    const browser = desk.browser()
    expect((await browser.signIn(username)).status).toBe(200)
    return browser
  }
  const idOf = async (who: Browser, username: string) =>
    ((await who.get('/api/accounts')).body as unknown as { items: { id: string; username: string }[] }).items.find(
      one => one.username === username,
    )?.id
  const trail = async () =>
    (await readRows<{ action: string }>(database, 'SELECT action FROM audit ORDER BY id')).map(row => row.action)

  it('ends a session after half an hour without activity, and any session after twelve hours', async () => {
    await desk.staff('zhou')
    const idle = await enter('zhou')
    desk.pass(29)
    expect((await idle.get('/api/session')).status).toBe(200)
    desk.pass(29)
    expect((await idle.get('/api/session')).status).toBe(200)
    desk.pass(30)
    expect((await idle.get('/api/session')).status).toBe(401)
    const busy = await enter('zhou')
    for (let minute = 20; minute < 12 * 60; minute += 20) {
      desk.pass(20)
      expect((await busy.get('/api/anything')).status).toBe(200)
    }
    desk.pass(20)
    expect((await busy.get('/api/anything')).status).toBe(401)
    expect(await readRows(database, 'SELECT id FROM access_session')).toEqual([])
  })

  it('lists one’s own sessions, and ends one or all others', async () => {
    await desk.staff('zhou')
    await desk.staff('laowu')
    const here = await enter('zhou')
    desk.pass(1)
    const there = await enter('zhou')
    const elsewhere = await enter('zhou')
    const wu = await enter('laowu')
    const sessions = async (who: Browser) =>
      ((await who.get('/api/account')).body as unknown as { sessions: { id: string; current: boolean; address: string }[] })
        .sessions
    const [first] = await sessions(wu)
    expect((await sessions(here)).filter(one => one.current)).toHaveLength(1)
    expect(await sessions(here)).toHaveLength(3)
    expect((await here.post(`/api/account/sessions/${first?.id}/end`)).code).toBe('session.unknown')
    const own = (await sessions(there)).find(one => one.current)
    expect((await here.post(`/api/account/sessions/${own?.id}/end`)).status).toBe(200)
    expect((await there.get('/api/anything')).status).toBe(401)
    expect((await elsewhere.get('/api/anything')).status).toBe(200)
    await here.post('/api/account/sessions/end-others')
    expect((await elsewhere.get('/api/anything')).status).toBe(401)
    expect((await wu.get('/api/anything')).status).toBe(200)
    expect(await sessions(here)).toMatchObject([{ current: true }])
  })

  it('changes one’s own password, which ends the other sessions', async () => {
    await desk.staff('zhou')
    const here = await enter('zhou')
    const there = await enter('zhou')
    const change = (password: string, newPassword: string) => here.post('/api/account/password', { password, newPassword })
    expect((await change('wrong', 'a-new-password')).code).toBe('password.wrong')
    for (const weak of [PASSWORD, 'short', 'zhou-zhou-zhou']) expect((await change(PASSWORD, weak)).code).toBe('password.weak')
    expect((await change(PASSWORD, 'a-new-password')).status).toBe(200)
    expect((await there.get('/api/anything')).status).toBe(401)
    expect((await here.get('/api/anything')).status).toBe(200)
    expect((await desk.browser().signIn('zhou')).code).toBe('sign-in.wrong')
    expect((await desk.browser().signIn('zhou', 'a-new-password')).status).toBe(200)
    expect(await trail()).toContain('password.changed')
  })

  it('creates an account that its owner activates with a code and a password of the own, once, within a week', async () => {
    await desk.staff('laowu', 'district', '110105')
    const wu = await enter('laowu')
    const key = { 'idempotency-key': '0c9d3a52-7d55-4a53-9f0e-9d3a52000001' }
    const body = { username: 'Ma', name: '小马', role: 'station', areaCode: '110105021201' }
    expect((await wu.post('/api/accounts', { ...body, username: 'x' })).code).toBe('staff.invalid')
    const named = { ...body, username: 'xiao.ma' }
    const { activationCode } = (await wu.post('/api/accounts', named, key)).body as unknown as { activationCode: string }
    expect(activationCode).toMatch(/^\w{4}(-\w{4}){3}$/)
    expect((await wu.post('/api/accounts', named, key)).body).toMatchObject({ username: 'xiao.ma', activationCode: null })
    expect((await wu.post('/api/accounts', named)).code).toBe('staff.taken')
    const kept = JSON.stringify(await readRows(database, 'SELECT * FROM request, audit, staff, access_account'))
    for (const code of [activationCode, activationCode.replaceAll('-', '')]) expect(kept).not.toContain(code)

    const ma = desk.browser()
    const activate = (code: string, newPassword = PASSWORD, username = 'xiao.ma') =>
      ma.post('/api/auth/activate', { username, code, newPassword })
    // The code is no password, and without the code there is none.
    expect((await ma.signIn('xiao.ma', activationCode)).code).toBe('sign-in.wrong')
    expect((await activate('abcd-efgh-jkmn-pqrs')).code).toBe('activation.wrong')
    expect((await activate(activationCode, PASSWORD, 'nobody-here')).code).toBe('activation.wrong')
    for (const weak of ['1234567890', `${activationCode}-mine`])
      expect((await activate(activationCode, weak)).code).toBe('password.weak')
    expect((await activate(` ${activationCode.toUpperCase().replaceAll('-', ' ')} `)).status).toBe(200)
    expect((await ma.get('/api/anything')).status).toBe(200)
    expect(
      (await desk.browser().post('/api/auth/activate', { username: 'xiao.ma', code: activationCode, newPassword: PASSWORD }))
        .code,
    ).toBe('activation.wrong')
    expect(await trail()).toContain('staff.activated')

    const again = (await wu.post(`/api/accounts/${await idOf(wu, 'xiao.ma')}/reset-password`)).body as unknown as {
      activationCode: string
    }
    expect((await ma.get('/api/anything')).status).toBe(401)
    expect((await desk.browser().signIn('xiao.ma')).code).toBe('sign-in.wrong')
    desk.pass(7 * 24 * 60)
    expect((await activate(again.activationCode)).code).toBe('activation.ended')
  })

  it('leaves making and resetting accounts to the level above, and asks whoever has a factor for it after a reset', async () => {
    await desk.staff('laowu', 'district', '110105')
    const zhouId = await desk.staff('zhou')
    const qianId = await desk.staff('qian')
    const [wu, zhou] = [await enter('laowu'), await enter('zhou')]
    const body = { username: 'second.me', name: '周二', role: 'township', areaCode: '110105021' }
    expect((await zhou.post('/api/accounts', body)).code).toBe('account.rank')
    expect((await wu.post('/api/accounts', { ...body, role: 'district', areaCode: '110105' })).code).toBe('account.rank')
    expect((await zhou.post(`/api/accounts/${qianId}/reset-password`)).code).toBe('account.rank')
    expect((await zhou.post('/api/accounts', { ...body, role: 'station', areaCode: '110105021201' })).status).toBe(201)
    await addApp(zhou)
    const { activationCode } = (await wu.post(`/api/accounts/${zhouId}/reset-password`)).body as unknown as {
      activationCode: string
    }
    const maker = desk.browser()
    const activated = await maker.post('/api/auth/activate', { username: 'zhou', code: activationCode, newPassword: PASSWORD })
    expect(activated.body).toMatchObject({ secondStep: { factors: ['totp', 'backup-code'] } })
    expect((await maker.get('/api/session')).status).toBe(401)
    expect(await isMadeByOther(database, zhouId, (await idOf(wu, 'laowu')) ?? '')).toBe(true)
    expect(await isMadeByOther(database, zhouId, qianId)).toBe(false)
  })

  it('lets an officer change accounts of the same area and of no higher role, except the officer’s own', async () => {
    const district = await desk.staff('laowu', 'district', '110105')
    await desk.staff('zhou', 'township', '110105021')
    const equal = await desk.staff('qian', 'township', '110105021')
    const below = await desk.staff('xiaoma', 'station', '110105021201')
    const elsewhere = await desk.staff('sun', 'station', '110105022')
    const above = await desk.staff('boss', 'district', '110105021')
    const zhou = await enter('zhou')
    const { items } = (await zhou.get('/api/accounts')).body as unknown as { items: Record<string, unknown>[] }
    expect(items.map(({ username, mayChange, mayResetFactors }) => [username, mayChange, mayResetFactors])).toEqual([
      ['boss', false, false],
      ['qian', true, false],
      ['zhou', false, false],
      ['xiaoma', true, true],
    ])
    expect((await (await enter('xiaoma')).get('/api/accounts')).code).toBe('forbidden')
    const act = async (id: string, verb: string, body?: object) => (await zhou.post(`/api/accounts/${id}/${verb}`, body)).code
    for (const hidden of [district, elsewhere, 'nobody']) expect(await act(hidden, 'disable')).toBe('account.unknown')
    expect(await act(above, 'disable')).toBe('account.rank')
    expect(await act((await idOf(zhou, 'zhou')) ?? '', 'disable')).toBe('account.own')
    expect(await act(equal, 'reset-factors')).toBe('account.rank')
    expect(await act(below, 'reset-factors')).toBeUndefined()
    const to = { name: '小马', role: 'station', areaCode: '110105021' }
    expect(await act(below, 'change', { ...to, role: 'district' })).toBe('account.rank')
    expect(await act(below, 'change', { ...to, areaCode: '110105022' })).toBe('account.area')
    expect(await act(below, 'change', { ...to, areaCode: '110105021999' })).toBe('staff.invalid')
    expect(await act(below, 'change', to)).toBeUndefined()
    expect((await zhou.post('/api/accounts', { ...to, username: 'new.one', areaCode: '1101' })).code).toBe('account.area')

    const ma = await enter('xiaoma')
    expect(await act(below, 'disable')).toBeUndefined()
    expect((await ma.get('/api/anything')).status).toBe(401)
    expect((await desk.browser().signIn('xiaoma')).code).toBe('sign-in.wrong')
    expect(await act(below, 'enable')).toBeUndefined()
    expect((await desk.browser().signIn('xiaoma')).status).toBe(200)
    expect(await trail()).toEqual(
      expect.arrayContaining(['staff.disabled', 'staff.enabled', 'staff.changed', 'second-factor.reset']),
    )
  })

  it('removes lost second factors of a lower role, and lifts a lock with a new activation code', async () => {
    await desk.staff('laowu', 'district', '110105')
    const lost = await desk.staff('zhou')
    await addApp(await enter('zhou'))
    const wu = await enter('laowu')
    expect((await wu.post(`/api/accounts/${lost}/reset-factors`)).status).toBe(200)
    expect((await desk.browser().signIn('zhou')).body).toEqual({ ok: true })
    for (let attempt = 0; attempt < 5; attempt++) await desk.browser().signIn('zhou', 'wrong')
    expect((await desk.browser().signIn('zhou')).code).toBe('sign-in.locked')
    const { activationCode } = (await wu.post(`/api/accounts/${lost}/reset-password`)).body as unknown as {
      activationCode: string
    }
    const code = { username: 'zhou', code: activationCode, newPassword: PASSWORD }
    expect((await desk.browser().post('/api/auth/activate', code)).status).toBe(200)
    expect((await desk.browser().signIn('zhou')).status).toBe(200)
    expect(await trail()).toContain('sign-in.locked')
  })

  it('finds accounts by name and area, page by page', async () => {
    await desk.staff('laowu', 'district', '110105')
    for (const [index, area] of ['110105021', '110105022', '110105021201'].entries())
      await desk.staff(`clerk${index}`, 'station', area)
    const wu = await enter('laowu')
    const names = async (query: string) =>
      ((await wu.get(`/api/accounts${query}`)).body as unknown as { items: { username: string }[] }).items.map(
        one => one.username,
      )
    expect(await names('')).toEqual(['laowu', 'clerk0', 'clerk2', 'clerk1'])
    expect(await names('?q=CLERK2')).toEqual(['clerk2'])
    expect(await names('?area=110105021')).toEqual(['clerk0', 'clerk2'])
    expect(await names('?after=110105021%2Fclerk0')).toEqual(['clerk2', 'clerk1'])

    // An auditor sees who has an account, and changes none.
    await desk.staff('jiandu', 'auditor', '110105')
    const auditor = await enter('jiandu')
    const { items } = (await auditor.get('/api/accounts')).body as unknown as { items: Record<string, unknown>[] }
    expect(items).toHaveLength(5)
    expect(items.filter(({ mayChange, mayResetFactors }) => mayChange || mayResetFactors)).toEqual([])
    expect((await auditor.post(`/api/accounts/${items[0]?.id}/disable`)).code).toBe('forbidden')
  })
})
