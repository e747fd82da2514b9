/**
 * Child process of `bench console`: `prepare` fills an election of the size of a district by SQL and makes an account of each role; `serve` is the
 * product’s server as `mingce serve` runs it.
 */
import { DEMO_ACCOUNTS, ensureDemoStaff } from '../../packages/server/dist/app/cli/demo/accounts.js'
import { serveUntilStopped } from '../../packages/server/dist/app/cli/frame/index.js'
import { withInstallation } from '../../packages/server/dist/app/cli/frame/installation.js'
import { setUpElection } from '../../packages/server/dist/district/index.js'
import { fillElection } from '../../packages/server/dist/registration/testing/fill.js'
import { AREA } from './files.ts'

const [, , step = '', url = '', dataDir = '', text = '{}'] = process.argv
const input = JSON.parse(text) as {
  readonly people: number
  readonly registrations: number
  readonly cases: number
  readonly pollingDay: string
}

const say = (message: object) => process.stdout.write(`${JSON.stringify(message)}\n`)

const prepare = (): Promise<{ electionId: string; seconds: number }> =>
  withInstallation({ dataDir, url }, async ctx => {
    const created = { areaCode: AREA, day: input.pollingDay, levels: ['county' as const, 'township' as const], name: '测速' }
    const made = await setUpElection(ctx, created)
    if (!made.ok) throw new Error(`refused: ${JSON.stringify(made.error)}`)
    const { id: electionId, round } = made.value
    const started = performance.now()
    const { people, registrations, cases } = input
    await fillElection(ctx.database, ctx.keys, {
      electionId,
      round,
      area: AREA,
      people,
      registered: registrations,
      cases,
      at: new Date(),
    })
    await ensureDemoStaff(ctx)
    return { electionId, seconds: (performance.now() - started) / 1000 }
  })

if (step === 'prepare') say(await prepare())
else
  await withInstallation({ dataDir, url }, ctx =>
    serveUntilStopped(ctx, { host: '127.0.0.1', port: 0, logLevel: 'error', demoAccounts: DEMO_ACCOUNTS }, address =>
      say({ url: address, accounts: DEMO_ACCOUNTS.map(({ username, password, role }) => ({ username, password, role })) }),
    ),
  )
