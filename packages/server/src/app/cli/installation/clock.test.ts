/** `mingce` on a folder whose newest record is far from the clock, and the two steps of a purge at its starts. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { migrate, openDatabase } from '../../../platform/database/index.ts'
import { readRows } from '../../../platform/testing/rows.ts'
import { prepareDataFolder } from '../../../platform/testing/stores.ts'
import { run as runCommand } from '../testing/run.ts'

let data: string
beforeEach(async () => {
  vi.stubEnv('MINGCE_LANG', 'en')
  vi.stubEnv('DATABASE_URL', '')
  data = await mkdtemp(join(tmpdir(), 'mingce-cli-clock-'))
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(data, { recursive: true, force: true })
})

const run = async (...args: readonly string[]) => {
  const { code, out, err } = await runCommand('--data', data, ...args)
  return { code, out: out.trimEnd(), err: err.trimEnd() }
}

/** Runs statements on the folder's database between two starts. */
const between = async (...statements: readonly string[]): Promise<Record<string, unknown>[]> => {
  const database = await openDatabase({ dataDir: join(data, 'store') })
  try {
    await migrate(database)
    for (const statement of statements) await database.script(statement)
    return await readRows(database, 'SELECT kind, sightings FROM purge_due')
  } finally {
    await database.close()
  }
}
const countExtracts = async (): Promise<number> => {
  const database = await openDatabase({ dataDir: join(data, 'store') })
  try {
    return (await readRows(database, 'SELECT id FROM population_extract')).length
  } finally {
    await database.close()
  }
}

/** Makes everything that is recorded older, as if the computer had been off since. */
const AGE = `ALTER TABLE audit DISABLE TRIGGER USER; UPDATE audit SET at = at - interval '100 days'; ALTER TABLE audit ENABLE TRIGGER USER;
  UPDATE clock_mark SET last_at = last_at - interval '100 days'`

it('holds back purges while the clock is in doubt, then purges in two steps', { timeout: 300_000 }, async () => {
  await prepareDataFolder(data)
  const made = await run(
    'election',
    'create',
    '--area',
    '110105021',
    '--levels',
    'county',
    '--name',
    '换届',
    '--day',
    '2099-01-10',
    '--json',
  )
  expect(made).toMatchObject({ code: 0, err: '' })
  const { id } = JSON.parse(made.out)
  // An extract whose last day has passed, in a folder that was last used three months ago.
  await between(
    `INSERT INTO import (election_id, county_code, kind, channel, file_name, file_digest, state, started_by, started_by_id, started_at)
       VALUES ('${id}', '110105', 'population', 'file', 'x', 'x', 'done', 'x', 'x', now())`,
    `INSERT INTO population_extract (import_id, election_id, legal_basis, as_of, ends_on, state, created_at)
       SELECT id, election_id, 'x', '2026-01-01', '2026-01-02', 'current', now() FROM import`,
    AGE,
  )
  const doubted = await run('clock', 'status', '--json')
  expect(doubted.err).toContain('is too far ahead of the newest record')
  expect(JSON.parse(doubted.out)).toMatchObject({ doubt: 'ahead' })
  expect([await countExtracts(), await between()]).toEqual([1, []])
  const refused = await run('roll', 'publish', '--election', id, '--out', join(data, 'out'))
  expect(refused.code).toBe(5)
  expect(refused.err).toContain('mingce clock confirm')

  expect(JSON.parse((await run('clock', 'confirm', '--json')).out)).toMatchObject({ doubt: null, was: 'ahead' })
  // First step, at the next start; a second start on the same day purges nothing.
  await run('clock', 'status')
  expect([await countExtracts(), await between()]).toEqual([1, [{ kind: 'population-extract', sightings: 1 }]])
  await run('clock', 'status')
  expect(await countExtracts()).toBe(1)
  // Four days later.
  await between(`UPDATE purge_due SET since = since - interval '4 days', last_day = last_day - 4`)
  expect(await run('clock', 'status')).toMatchObject({ code: 0, err: '' })
  expect([await countExtracts(), await between()]).toEqual([0, []])
})

it('refuses settings that are no numbers before it opens anything', async () => {
  vi.stubEnv('MINGCE_CLOCK_AHEAD_DAYS', 'soon')
  expect(await run('clock', 'status')).toMatchObject({ code: 2, out: '' })
})
