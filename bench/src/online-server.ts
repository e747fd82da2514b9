/**
 * Child process of `bench online`: the product’s server as `mingce serve` runs it, on a database that `prepare` has filled with
 * an election, its population extract and a session for each voter. `serve` prints its address and, when stopped, its usage.
 */
import { randomBytes } from 'node:crypto'
import { createReadStream, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { createInterface } from 'node:readline'
import { serveUntilStopped } from '../../packages/server/dist/app/cli/frame/index.js'
import { withInstallation } from '../../packages/server/dist/app/cli/frame/installation.js'
import { setUpElection } from '../../packages/server/dist/district/index.js'
import { runImport } from '../../packages/server/dist/registration/index.js'
import { AREA } from './files.ts'

const [, , step = '', url = '', dataDir = '', text = '{}'] = process.argv
const input = JSON.parse(text) as {
  readonly population: string
  readonly disqualifications: string
  readonly pollingDay: string
  readonly voters: string
}

const expectOk = <T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T => {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.error)}`)
  return result.value
}

/** Signs in everyone in the register: sessions as a login creates them, copied instead of created one by one. */
const prepare = (): Promise<{ electionId: string; voters: number }> =>
  withInstallation({ dataDir, url }, async ctx => {
    const created = { areaCode: AREA, day: input.pollingDay, levels: ['county' as const], name: '测速' }
    const { id: electionId } = expectOk(await setUpElection(ctx, created))
    const open = (path: string) => ({ path, name: basename(path) })
    const quiet = () => undefined
    expectOk(await runImport(ctx, { electionId, kind: 'population', files: [open(input.population)] }, quiet))
    expectOk(await runImport(ctx, { electionId, kind: 'disqualifications', files: [open(input.disqualifications)] }, quiet))
    const at = new Date().toISOString()
    const end = new Date(Date.now() + 7_200_000).toISOString()
    const lines: string[] = []
    const voters: string[] = []
    let header = true
    for await (const line of createInterface({ input: createReadStream(input.population) })) {
      const [name = '', number = '', , , , , , , community = '', , status = ''] = line.split(',')
      if (header || status !== '正常' || community === '') {
        header = false
        continue
      }
      const token = randomBytes(32).toString('base64url')
      const key = ctx.keys.personKey(number)
      lines.push(`${ctx.keys.digests([`voter-session/${token}`]).join()}\t${key}\t${name}\tbench\t${key}\t${at}\t${at}\t${end}\n`)
      voters.push(`${token} ${community}`)
    }
    await ctx.database.copyIn(
      'voter_session',
      ['token_digest', 'person_key', 'name', 'login', 'subject_digest', 'created_at', 'seen_at', 'expires_at'],
      lines,
    )
    await ctx.database.script('ANALYZE')
    writeFileSync(input.voters, voters.join('\n'))
    return { electionId, voters: voters.length }
  })

const say = (message: object) => process.stdout.write(`${JSON.stringify(message)}\n`)

if (step === 'prepare') say(await prepare())
else {
  await withInstallation({ dataDir, url }, ctx =>
    serveUntilStopped(ctx, { host: '127.0.0.1', port: 0, logLevel: 'error' }, address => say({ url: address })),
  )
  const { user, system } = process.cpuUsage()
  say({ peakMemoryMB: process.resourceUsage().maxRSS / 1024, cpu: (user + system) / 1e6 })
}
