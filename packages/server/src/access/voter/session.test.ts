/** The lifetime of a voter’s session, and the number of statements to find it. */

import { expect, it, vi } from 'vitest'
import { memoryKeyring } from '../../platform/crypto/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { signInVoter } from '../testing/voter-session.ts'
import { cookieLine, cookieOf, endVoterSession, findVoter, openVoterSession, VOTER_COOKIE } from './service.session.ts'

const NUMBER = '11010519491231002X'
const START = new Date('2026-11-20T01:00:00Z')
const after = (minutes: number) => new Date(START.getTime() + minutes * 60_000)

describeStores('a voter’s session', open => {
  const opened = async () => {
    const database = await open()
    const keys = memoryKeyring()
    const { cookie, voter } = await signInVoter(
      { database, keys, clock: { now: () => START } },
      { name: '王秀英', number: NUMBER },
    )
    const token = cookieOf(cookie, VOTER_COOKIE)
    return { database, keys, voter, token, find: (minutes: number) => findVoter(database, keys, token, after(minutes)) }
  }

  it('ends after half an hour without a request, and after two hours in any case', async () => {
    const { voter, find } = await opened()
    expect(voter).toMatchObject({ name: '王秀英', issuer: 'test', expiresAt: after(30) })
    expect(await find(29)).toMatchObject({ sessionId: voter.sessionId, expiresAt: after(59) })
    expect(await find(59)).toBeNull()
    for (const minutes of [55, 80, 105]) expect(await find(minutes)).not.toBeNull()
    expect(await find(119)).toMatchObject({ expiresAt: after(120) })
    expect(await find(120)).toBeNull()
  })

  it('is found with one statement, and records its use every five minutes at most', async () => {
    const { database, find } = await opened()
    const query = vi.spyOn(database, 'query')
    const run = vi.spyOn(database, 'run')
    for (const minutes of [0, 1, 5]) await find(minutes)
    expect([query.mock.calls.length, run.mock.calls.length]).toEqual([3, 0])
    await find(6)
    expect([query.mock.calls.length, run.mock.calls.length]).toEqual([4, 1])
  })

  it('is invalid once ended, while other sessions stay valid', async () => {
    const { database, keys, voter, find } = await opened()
    const other = await openVoterSession(
      database,
      keys,
      { personKey: voter.personKey, name: '王秀英', login: 'x', subject: 's' },
      START,
    )
    await endVoterSession(database, voter.sessionId, START)
    expect(await find(0)).toBeNull()
    expect(await findVoter(database, keys, other, START)).not.toBeNull()
    for (const token of [undefined, '', 'x', `${other}x`, voter.sessionId])
      expect(await findVoter(database, keys, token, START)).toBeNull()
  })

  it('is deleted a day after its end, when another session begins', async () => {
    const { database, keys, voter } = await opened()
    const next = { personKey: voter.personKey, name: '王秀英', login: 'x', subject: 's' }
    await openVoterSession(database, keys, next, after(26 * 60 - 1))
    expect(await readRows(database, 'SELECT login FROM voter_session')).toHaveLength(2)
    await openVoterSession(database, keys, next, after(26 * 60 + 1))
    expect(await readRows(database, "SELECT login FROM voter_session WHERE login = 'test'")).toEqual([])
  })
})

it('reads a cookie among others, and writes HttpOnly cookies', () => {
  expect(cookieOf('a=1; mingce_voter=x=y;mingce_voter_login=z', 'mingce_voter')).toBe('x=y')
  expect(cookieOf('not_mingce_voter=1', 'mingce_voter')).toBeUndefined()
  expect(cookieOf(undefined, 'mingce_voter')).toBeUndefined()
  expect(cookieLine('c', 'v', { path: '/', maxAge: 1, https: true })).toBe(
    'c=v; Path=/; Max-Age=1; HttpOnly; SameSite=Lax; Secure',
  )
})
