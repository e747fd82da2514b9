/** The table of faults: every entry can be found, has words in both languages, and an answer over HTTP. */
import { open } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { DatabaseUnreachable, findUnfitness, SqlError } from '../database/index.ts'
import { openApp, openLog } from '../http/index.ts'
import { describeFault, FAULTS } from './faults.ts'

const CASES = FAULTS.flatMap(fault => fault.from.map(source => [source, fault] as const))
const errorOf = (source: string): Error =>
  /^E/.test(source) ? Object.assign(new Error('x'), { code: source }) : new SqlError('x', { state: source })

it('names each source once, and says what happened and what to do in both languages', () => {
  const sources = CASES.map(([source]) => source)
  expect(new Set(sources).size).toBe(sources.length)
  for (const { text, next } of FAULTS)
    for (const { zh, en } of [text, next]) expect([/\p{Script=Han}/u.test(zh), /\p{Script=Han}/u.test(en)]).toEqual([true, false])
})

it.each(CASES)('answers %s with its status and words, and nothing of the error', async (source, fault) => {
  const app = openApp({ log: openLog({ level: 'silent' }) })
  app.get('/', async () => {
    throw new Error('the secret of 王芳', { cause: errorOf(source) })
  })
  const answer = await app.inject('/')
  expect(answer.statusCode).toBe(fault.status)
  expect(answer.headers['retry-after']).toBe(fault.retryAfter?.toString())
  expect(answer.json()).toEqual({ error: { code: fault.code, ...fault.text, next: fault.next } })
  await app.close()
})

it('knows a lost connection, a real full disk, and no other error', async () => {
  expect(describeFault(new DatabaseUnreachable())?.code).toBe('store.unreachable')
  expect(describeFault(new DatabaseUnreachable('53300'))?.code).toBe('store.too-many-connections')
  const full = await open('/dev/full', 'w')
  const error = await full.writeFile('x').catch((error: unknown) => error)
  await full.close()
  expect(describeFault(error)).toMatchObject({ code: 'files.full', status: 507 })
  for (const other of [new Error('x'), new SqlError('x', { state: '42P01' }), 'ENOSPC', null])
    expect(describeFault(other)).toBeNull()
})

it('refuses a server that cannot hold the data, with the first reason', () => {
  const fit = { version: 150_018, encoding: 'UTF8', may_create: true, is_standby: false, is_read_only: false }
  expect(findUnfitness(fit)).toBeNull()
  expect(findUnfitness({ ...fit, version: 140_022 })?.en).toContain('version 14')
  expect(findUnfitness({ ...fit, encoding: 'LATIN1' })?.en).toContain('LATIN1')
  expect(findUnfitness({ ...fit, is_standby: true })?.en).toContain('standby')
  expect(findUnfitness({ ...fit, is_read_only: true })?.en).toContain('read-only')
  expect(findUnfitness({ ...fit, may_create: false })?.en).toContain('may not create')
})
