/**
 * Child process: the product’s side of `bench roll`, through the same use cases as the command line. In its own process, so that
 * its peak memory can be measured. `prepare` migrates a database and loads the areas; `run` imports, checks and publishes, timed.
 */
import { basename } from 'node:path'
import { withInstallation } from '../../packages/server/dist/app/cli/frame/installation.js'
import { setUpElection } from '../../packages/server/dist/district/index.js'
import { col } from '../../packages/server/dist/platform/database/index.js'
import { checkElection, electionProgress, runImport } from '../../packages/server/dist/registration/index.js'
import { preparePreview, publishRoll } from '../../packages/server/dist/roll/index.js'
import { digestLists } from './digest.ts'
import { AREA, type Files } from './files.ts'
import type { Outcome } from './outcome.ts'

const [, , step = '', url = '', dataDir = '', text = '{}'] = process.argv
const input = JSON.parse(text) as { readonly files: Files; readonly pollingDay: string }

const expectOk = <T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T => {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.error)}`)
  return result.value
}

const run = (): Promise<Outcome> =>
  withInstallation({ dataDir, url }, async ctx => {
    const { files, pollingDay } = input
    const quiet = () => undefined
    const created = { areaCode: AREA, day: pollingDay, levels: ['county' as const], name: '测速' }
    const { id: electionId } = expectOk(await setUpElection(ctx, created))
    const phases: Record<string, number> = {}
    const before = process.cpuUsage()
    const started = performance.now()
    let last = started
    const phase = (name: string) => {
      const now = performance.now()
      phases[name] = (now - last) / 1000
      last = now
    }
    const open = (path: string) => ({ path, name: basename(path) })
    const population = expectOk(await runImport(ctx, { electionId, kind: 'population', files: [open(files.population)] }, quiet))
    phase('population')
    const disqualified = expectOk(
      await runImport(ctx, { electionId, kind: 'disqualifications', files: [open(files.disqualifications)] }, quiet),
    )
    phase('disqualifications')
    const rosters = expectOk(
      await runImport(ctx, { electionId, kind: 'registrations', files: files.registrations.map(open) }, quiet),
    )
    phase('registrations')
    const checked = expectOk(await checkElection(ctx, electionId))
    phase('check')
    const second = { ...ctx, actor: { ...ctx.actor, id: 'bench-second', name: 'second' } }
    const preview = expectOk(await preparePreview(ctx, { electionId }))
    phase('preview')
    const roll = expectOk(await publishRoll(second, { electionId, preview: preview.id }))
    phase('publish')
    const seconds = (performance.now() - started) / 1000
    const used = process.cpuUsage(before)
    const peakMemoryMB = process.resourceUsage().maxRSS / 1024

    const sum = (field: 'rows' | 'accepted' | 'review' | 'refused' | 'unchanged') =>
      rosters.reduce((total, file) => total + file.counts[field], 0)
    const findings: Record<string, number> = {}
    for (const { counts } of rosters)
      for (const [code, rows] of Object.entries(counts.findings)) findings[code] = (findings[code] ?? 0) + rows
    const standing = expectOk(await electionProgress(ctx, electionId))
    const lists = await ctx.database.query(
      `SELECT (district_code || ' ' || voter_group) COLLATE "C" AS place, count(*) AS people FROM roll_entry WHERE election_id = $1 GROUP BY 1 ORDER BY 1`,
      [electionId],
      { place: col.text, people: col.integer },
    )
    const [open_] = await ctx.database.query(
      `SELECT count(*) AS findings FROM finding WHERE election_id = $1 AND state = 'open'`,
      [electionId],
      { findings: col.integer },
    )
    return {
      seconds,
      peakMemoryMB,
      phases,
      cpu: { client: (used.user + used.system) / 1e6, server: 0 },
      counts: {
        population: population[0]?.counts.accepted ?? 0,
        'population refused': (population[0]?.counts.refused ?? 0) + (population[0]?.counts.unchanged ?? 0),
        disqualifications: disqualified[0]?.counts.accepted ?? 0,
        rows: sum('rows'),
        accepted: sum('accepted'),
        review: sum('review'),
        refused: sum('refused'),
        unchanged: sum('unchanged'),
        registered: checked.registered,
        'in review': checked.review + checked.pending,
        eligible: standing.counts.eligible,
        'not yet registered': checked.notYetRegistered,
        'roll entries': roll.entries,
        'open findings': open_?.findings ?? 0,
        findings,
        ...digestLists(lists, standing.communities),
      },
    }
  })

if (step === 'prepare') await withInstallation({ dataDir, url }, async () => undefined)
else process.stdout.write(`${JSON.stringify(await run())}\n`)
