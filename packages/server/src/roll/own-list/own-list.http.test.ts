/** The list of one's own district over HTTP: to its voters only, in pages, and as it was posted. */
import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Actor, type Context, cookieOf, findVoter, holdGate, VOTER_COOKIE } from '../../access/index.ts'
import { signInVoter } from '../../access/testing/voter-session.ts'
import { openApp, openLog } from '../../platform/http/index.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { addVoters, contextOf, DISTRICTS, ELECTION, makeElection, office, publishAsTwo } from '../testing/voters.ts'
import { registerOwnListRoutes } from './routes.ts'
import { getMyList } from './service.ts'

const LI = { name: '李小明', number: '110105199003050010' }
const WANG = { name: '王芳', number: '110105198507210026' }
const ZHAO = { name: '赵一', number: '110105198507210042' }
/** More than a page and a half. */
const NEIGHBOURS = 160

describeStores('the list of one’s own district', open => {
  let app: FastifyInstance
  let actor: Actor | null
  let ctx: Context
  let cookies: { readonly li: string; readonly wang: string; readonly zhao: string }

  beforeEach(async () => {
    const database = await open()
    await makeElection(database)
    ctx = contextOf(database)
    const keys = ctx.keys
    await addVoters(database, [
      ...Array.from({ length: NEIGHBOURS }, (_, n) => ({
        name: `丁${String.fromCharCode(0x4e00 + n)}`,
        county: DISTRICTS.a,
        township: DISTRICTS.a,
      })),
      { name: LI.name, person: keys.personKey(LI.number), county: DISTRICTS.a, township: DISTRICTS.a },
      { name: WANG.name, person: keys.personKey(WANG.number), county: DISTRICTS.b, township: DISTRICTS.b },
    ])
    const { actor: _, ...services } = ctx
    cookies = {
      li: (await signInVoter(services, LI)).cookie,
      wang: (await signInVoter(services, WANG)).cookie,
      zhao: (await signInVoter(services, ZHAO)).cookie,
    }
    actor = null
    const log = openLog({ destination: { write: () => {} } })
    app = openApp({ log })
    holdGate(app, {
      actorOf: async () => actor,
      voterOf: request => findVoter(database, keys, cookieOf(request.headers.cookie, VOTER_COOKIE), ctx.clock.now()),
      services: { ...services, log },
    })
    registerOwnListRoutes(app, { getMyList })
  })
  afterEach(() => app.close())

  const ask = async (cookie: string | undefined, query = '') => {
    const answer = await app.inject({
      url: `/api/voter/registrations/${ELECTION}/list${query}`,
      headers: cookie === undefined ? {} : { cookie },
    })
    return { status: answer.statusCode, body: answer.json() }
  }
  const publish = async () => {
    const published = await publishAsTwo(ctx, { electionId: ELECTION })
    if (!published.ok) throw new Error(published.error.code)
  }

  it('opens where the voter stands, and shows every entry of the district once, and none of another', async () => {
    await publish()
    const first = await ask(cookies.li)
    expect(first).toMatchObject({
      status: 200,
      body: {
        level: 'county',
        levels: ['county', 'township'],
        version: 1,
        pages: 2,
        versions: [{ version: 1, kind: 'list', entries: NEIGHBOURS + 1 }],
      },
    })
    expect(first.body.entries.filter((one: { own: boolean }) => one.own)).toMatchObject([{ name: LI.name }])
    const names: string[] = []
    for (let page = 0; page < 2; page += 1)
      names.push(...(await ask(cookies.li, `?page=${page}`)).body.entries.map((one: { name: string }) => one.name))
    expect(names.length).toBe(NEIGHBOURS + 1)
    expect(new Set(names).size).toBe(NEIGHBOURS + 1)
    expect(names).not.toContain(WANG.name)
    expect((await ask(cookies.wang)).body.entries).toMatchObject([{ name: WANG.name, own: true }])
    // A page after the last is the last.
    expect((await ask(cookies.li, '?page=9&level=township')).body).toMatchObject({ level: 'township', page: 1 })
  })

  it('cannot be asked for another district, searched, or read by an officer or without signing in', async () => {
    await publish()
    for (const query of [`?district=${DISTRICTS.b}`, '?q=王', '?name=王芳', '?size=100000'])
      expect((await ask(cookies.li, query)).status).toBe(400)
    expect((await ask(undefined)).status).toBe(401)
    actor = office
    expect((await ask(undefined)).status).toBe(401)
  })

  it('is not there before it is published, nor for someone in no district', async () => {
    expect(await ask(cookies.li)).toMatchObject({ status: 404, body: { error: { code: 'own-list.not-published' } } })
    await publish()
    expect(await ask(cookies.zhao)).toMatchObject({ status: 404, body: { error: { code: 'own-list.no-district' } } })
  })

  it('has the supplement beside the list', async () => {
    await publish()
    await addVoters(ctx.database, [{ name: '补登人', county: DISTRICTS.b, township: DISTRICTS.b }])
    await publish()
    const { body } = await ask(cookies.wang, '?version=2')
    expect(body).toMatchObject({
      versions: [
        { version: 2, kind: 'supplement', entries: 1 },
        { version: 1, kind: 'list', entries: 1 },
      ],
      entries: [{ name: '补登人', change: 'added', own: false }],
    })
    expect((await ask(cookies.wang)).body).toMatchObject({ version: 1, entries: [{ name: WANG.name, own: true }] })
  })
})
