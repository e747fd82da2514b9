/**
 * Child process of `bench rekey`: `prepare` fills an election by SQL and signs in voters who are not registered yet; `check` opens every person
 * key with the keys of the installation, and looks each voter of the load up by number.
 */
import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { checkCharacter } from '../../packages/domain/dist/standards/index.js'
import { withInstallation } from '../../packages/server/dist/app/cli/frame/installation.js'
import { setUpElection } from '../../packages/server/dist/district/index.js'
import { col } from '../../packages/server/dist/platform/database/index.js'
import { fillElection } from '../../packages/server/dist/registration/testing/fill.js'
import { AREA } from './files.ts'

const [, , step = '', url = '', dataDir = '', text = '{}'] = process.argv
const input = JSON.parse(text) as {
  readonly people: number
  readonly registrations: number
  readonly voters: number
  readonly pollingDay: string
  readonly file: string
}

export interface BenchVoter {
  readonly number: string
  readonly token: string
  readonly community: string
}

/** A made-up number of a real place, which registrations accept; nobody of the register has it. */
const numberOf = (n: number): string => {
  const body = `110105${1960 + (n % 40)}${String(1 + (Math.floor(n / 40) % 12)).padStart(2, '0')}1${n % 10}${String(Math.floor(n / 480) % 1000).padStart(3, '0')}`
  return body + checkCharacter(body)
}
const GIVEN = '伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英'

const prepare = (): Promise<{ electionId: string; seconds: number }> =>
  withInstallation({ dataDir, url }, async ctx => {
    const made = await setUpElection(ctx, { areaCode: AREA, day: input.pollingDay, levels: ['county' as const], name: '测速' })
    if (!made.ok) throw new Error(`refused: ${JSON.stringify(made.error)}`)
    const { id: electionId, round } = made.value
    const { people, registrations: registered } = input
    const at = new Date()
    const started = performance.now()
    await fillElection(ctx.database, ctx.keys, {
      electionId,
      round,
      area: AREA,
      people,
      registered,
      cases: Math.round(registered / 67),
      at,
    })
    const end = new Date(at.getTime() + 7_200_000).toISOString()
    const voters: BenchVoter[] = []
    const lines: string[] = []
    const places = await ctx.database.query('SELECT code FROM area WHERE level = 5 AND starts_with(code, $1)', [AREA], {
      code: col.text,
    })
    for (let n = 0; n < input.voters; n += 1) {
      const number = numberOf(n)
      const token = randomBytes(32).toString('base64url')
      const [digest] = ctx.keys.digests([`voter-session/${token}`])
      const name = `试${GIVEN[n % GIVEN.length]}${GIVEN[Math.floor(n / GIVEN.length) % GIVEN.length]}`
      lines.push([digest, ctx.keys.personKey(number), name, 'bench', digest, at.toISOString(), at.toISOString(), end].join('\t'))
      voters.push({ number, token, community: places[n % places.length]?.code ?? '' })
    }
    await ctx.database.copyIn(
      'voter_session',
      ['token_digest', 'person_key', 'name', 'login', 'subject_digest', 'created_at', 'seen_at', 'expires_at'],
      lines.map(line => `${line}\n`),
    )
    writeFileSync(input.file, JSON.stringify(voters))
    return { electionId, seconds: (performance.now() - started) / 1000 }
  })

const check = () =>
  withInstallation({ dataDir, url }, async ctx => {
    const { keys, database } = ctx
    let opened = 0
    let foreign = 0
    await database.transaction(async tx => {
      for await (const page of tx.pages('SELECT person_key AS key FROM claim', [], { key: col.uuid }, 20_000))
        for (const { key } of page)
          try {
            keys.openPersonKey(key)
            opened += 1
          } catch {
            foreign += 1
          }
    })
    const voters = JSON.parse(readFileSync(input.file, 'utf8')) as BenchVoter[]
    const people = [voters.map(({ number }) => keys.personKey(number))]
    const held = await database.query(
      'SELECT person_key AS key, count(*) AS times FROM registration WHERE person_key = ANY($1::uuid[]) GROUP BY 1',
      people,
      { key: col.uuid, times: col.integer },
    )
    const [claimed] = await database.query('SELECT count(*) AS people FROM claim WHERE person_key = ANY($1::uuid[])', people, {
      people: col.integer,
    })
    const [doubles] = await database.query(
      `SELECT count(*) AS people FROM (SELECT FROM registration WHERE status IN ('registered', 'pending') GROUP BY person_key HAVING count(*) > 1) d`,
      [],
      { people: col.integer },
    )
    return {
      version: keys.version,
      opened,
      foreign,
      registered: held.length,
      claimed: claimed?.people ?? -1,
      twice: held.filter(({ times }) => times > 1).length,
      doubles: doubles?.people ?? -1,
    }
  })

process.stdout.write(`${JSON.stringify(step === 'prepare' ? await prepare() : await check())}\n`)
