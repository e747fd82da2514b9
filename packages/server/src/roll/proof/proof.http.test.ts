/** Proofs over HTTP: to the signed-in voter only, and only of their own entry. */
import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Actor, cookieOf, findVoter, holdGate, VOTER_COOKIE } from '../../access/index.ts'
import { signInVoter } from '../../access/testing/voter-session.ts'
import { openApp, openLog } from '../../platform/http/index.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { addVoters, contextOf, ELECTION, makeElection, office, publishAsTwo } from '../testing/voters.ts'
import { registerProofRoutes } from './routes.ts'
import { getMyEntryProofs } from './service.ts'

const LI = { name: '李小明', number: '110105199003050010' }
const WANG = { name: '王芳', number: '110105198507210026' }

describeStores('proofs over HTTP', open => {
  let app: FastifyInstance
  let actor: Actor | null
  let cookies: { readonly li: string; readonly wang: string }

  beforeEach(async () => {
    const database = await open()
    await makeElection(database)
    const ctx = contextOf(database)
    await addVoters(database, [{ name: LI.name, person: ctx.keys.personKey(LI.number) }])
    const { actor: _, ...services } = ctx
    cookies = { li: (await signInVoter(services, LI)).cookie, wang: (await signInVoter(services, WANG)).cookie }
    actor = null
    const log = openLog({ destination: { write: () => {} } })
    app = openApp({ log })
    holdGate(app, {
      actorOf: async () => actor,
      voterOf: request => findVoter(database, ctx.keys, cookieOf(request.headers.cookie, VOTER_COOKIE), ctx.clock.now()),
      services: { ...services, log },
    })
    registerProofRoutes(app, { getMyEntryProofs })
    const published = await publishAsTwo(ctx, { electionId: ELECTION })
    if (!published.ok) throw new Error(published.error.code)
  })
  afterEach(() => app.close())

  const ask = async (cookie?: string) => {
    const answer = await app.inject({
      url: `/api/voter/registrations/${ELECTION}/proof`,
      headers: cookie === undefined ? {} : { cookie },
    })
    return { status: answer.statusCode, body: answer.json() }
  }

  it('go to the voter, and to nobody without a session or with an officer’s', async () => {
    expect(await ask(cookies.li)).toMatchObject({
      status: 200,
      body: { format: 'mingce-entry-proof/1', proofs: [{ version: 1, entry: { name: LI.name, number: 1 } }] },
    })
    expect(await ask()).toMatchObject({ status: 401 })
    actor = office
    expect(await ask()).toMatchObject({ status: 401 })
  })

  it('of someone who is not on the list are refused in words', async () => {
    expect(await ask(cookies.wang)).toMatchObject({
      status: 404,
      body: {
        error: { code: 'proof.no-entry', zh: expect.any(String), en: expect.any(String), next: { zh: expect.any(String) } },
      },
    })
  })
})
