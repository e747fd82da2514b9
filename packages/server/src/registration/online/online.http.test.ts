/** Registering over HTTP: permissions, retries, and the errors of invalid requests. */
import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Actor } from '../../access/index.ts'
import { cookieOf, findVoter, holdGate, VOTER_COOKIE } from '../../access/index.ts'
import { signInVoter } from '../../access/testing/voter-session.ts'
import type { Election } from '../../election/index.ts'
import { openApp, openLog } from '../../platform/http/index.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import * as second from '../review/index.ts'
import { contextFor, importPeople, loadSomeAreas, numberOf, openElection } from '../testing/office.ts'
import { officer } from '../testing/online.ts'
import { registerStationRegistrationRoutes } from './routes.office.ts'
import * as online from './service.ts'
import * as voters from './voter/index.ts'
import { registerVoterRoutes } from './voter/index.ts'

const EAST = '110105021021'
const LI = { name: '李小明', number: numberOf('1990-03-05', 1) }
const BODY = { community: EAST, basis: 'hukou' }

describeStores('registering over HTTP', open => {
  let app: FastifyInstance
  let base: string
  let election: Election
  let cookie: string
  let actor: Actor | null
  const lines: string[] = []

  beforeEach(async () => {
    const database = await open()
    await loadSomeAreas(database)
    const ctx = contextFor(database)
    election = await openElection(ctx)
    await importPeople(ctx, election, [
      ['姓名', '公民身份号码', '户籍区划', '社区代码', '状态'],
      [LI.name, LI.number, '110105', EAST, '正常'],
    ])
    lines.length = 0
    const log = openLog({ destination: { write: line => void lines.push(line) } })
    const { actor: _, ...services } = ctx
    actor = null
    cookie = (await signInVoter(services, LI)).cookie
    app = openApp({ log })
    holdGate(app, {
      actorOf: async () => actor,
      voterOf: request => findVoter(database, ctx.keys, cookieOf(request.headers.cookie, VOTER_COOKIE), ctx.clock.now()),
      services: { ...services, log },
    })
    registerVoterRoutes(app, { ...online, ...voters })
    registerStationRegistrationRoutes(app, { ...online, ...second })
    base = await app.listen({ host: '127.0.0.1', port: 0 })
  })
  afterEach(() => app.close())

  const call = async (path: string, body?: object, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${base}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { cookie, ...(body ? { 'content-type': 'application/json' } : {}), ...headers },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    return { status: answer.status, body: await answer.json() }
  }

  it('takes three calls: the form, the registration, the card', async () => {
    expect(await call(`/api/voter/elections/${election.id}/form`)).toMatchObject({
      status: 200,
      body: { suggestion: { basis: 'hukou' } },
    })
    const path = `/api/voter/elections/${election.id}/registrations`
    const key = { 'idempotency-key': randomUUID() }
    const first = await call(path, BODY, key)
    expect(first).toMatchObject({ status: 200, body: { outcome: 'registered', registration: { status: 'registered' } } })
    expect(await call(path, BODY, key)).toEqual(first)
    expect(await call(path, { ...BODY, instead: true }, key)).toMatchObject({
      status: 409,
      body: { error: { code: 'request.id-taken' } },
    })
    expect(await call(`/api/voter/registrations/${election.id}`)).toMatchObject({
      status: 200,
      body: { community: { code: EAST } },
    })
    expect(await call('/api/voter/registrations')).toMatchObject({ status: 200, body: [{ electionId: election.id }] })
    expect(await call(`/api/voter/registrations/${election.id}/card`)).toMatchObject({
      status: 200,
      body: { text: expect.stringMatching(/^MC1\./) },
    })
    expect(await call('/api/voter/elections')).toMatchObject({ status: 200, body: [{ id: election.id, open: true }] })
    expect(await call(`/api/voter/elections/${election.id}/places?q=djsq`)).toMatchObject({ status: 200, body: [{ code: EAST }] })
    expect(await call(`/api/voter/elections/${election.id}/places/${EAST}`)).toMatchObject({
      status: 200,
      body: { stations: [] },
    })
  })

  it('requires a session, and logs no ID number', async () => {
    const path = `/api/voter/elections/${election.id}/registrations`
    expect(await call(path, BODY, { cookie: '' })).toMatchObject({ status: 401, body: { error: { code: 'sign-in.needed' } } })
    expect(await call(path, { ...BODY, basis: 'friend' })).toMatchObject({ status: 400, body: { error: { field: 'basis' } } })
    expect(await call(path, { ...BODY, community: '110105021999' })).toMatchObject({
      status: 422,
      body: { error: { field: 'community' } },
    })
    expect(await call(`/api/voter/registrations/${election.id}`)).toMatchObject({
      status: 404,
      body: { error: { code: 'not-found' } },
    })
    const family = { name: '某', number: '110105199003050012', relation: '父亲', consent: true }
    expect(await call(path, { ...BODY, family })).toMatchObject({ status: 422, body: { error: { code: 'identity.invalid' } } })
    expect(await call(path, { ...BODY, family: { ...family, consent: false } })).toMatchObject({ status: 400 })
    expect(lines.join('')).not.toContain('199003050012')
  })

  it('lets signed-in staff of a station register in their own area', async () => {
    const path = `/api/elections/${election.id}/registrations`
    const body = { ...BODY, person: { kind: 'resident-id', ...LI }, channel: 'door' }
    expect(await call(path, body)).toMatchObject({ status: 401 })
    actor = { ...officer('1'), role: 'auditor' }
    expect(await call(path, body)).toMatchObject({ status: 403 })
    actor = officer('1', '110105099')
    expect(await call(path, body)).toMatchObject({ status: 403 })
    actor = officer('1')
    expect(await call(path, body)).toMatchObject({ status: 200, body: { outcome: 'registered' } })
    expect(await call(`${path}/110105/1/second-officer`, {})).toMatchObject({
      status: 404,
      body: { error: { code: 'document.unknown' } },
    })
  })
})
