/** The demo's accounts stay in a demo: where it may begin, and what `mingce serve` refuses. */
import { beforeEach, expect, it } from 'vitest'
import { createStaff, DEMO_PASSWORD } from '../../../access/index.ts'
import type { Database } from '../../../platform/database/index.ts'
import { describeStores } from '../../../platform/testing/stores.ts'
import { beginDemo, expectNoDemoAccounts, isDemoOnly } from './demo-only.ts'
import type { Installation } from './terminal.ts'

describeStores('demo accounts', open => {
  let database: Database
  let ctx: Installation
  const clock = { now: () => new Date('2026-11-20T01:00:00Z') }

  beforeEach(async () => {
    database = await open()
    ctx = { database, clock, actor: { id: 'cli', name: 'cli', role: 'district', areaCode: '' } } as unknown as Installation
  })

  const makeStaff = async (username: string, isDemo: boolean) => {
    const account = {
      username,
      name: username,
      password: isDemo ? DEMO_PASSWORD : 'correct-horse-电池',
      role: 'district',
      areaCode: '110105',
    } as const
    const made = await createStaff(database, account, { clock, actor: ctx.actor }, { isDemo, madeBy: isDemo ? 'demo' : 'cli' })
    if (!made.ok) throw new Error(made.error.code)
  }
  const makeElection = (id: string, training: boolean) =>
    database.run(
      `INSERT INTO election (id, round, name, area_code, polling_day, levels, rule_set, training, created_at, created_by)
       VALUES ($1, '2026', $1, '110105', '2026-12-20', ARRAY['county'], 'beijing', $2, now(), 'setup')`,
      [id, training],
    )

  it('begins in an empty database only, and goes on in a demo', async () => {
    expect(await isDemoOnly(ctx)).toBe(false)
    await beginDemo(ctx)
    await makeStaff('district', true)
    await makeElection('practice', true)
    await beginDemo(ctx)
    expect(await isDemoOnly(ctx)).toBe(true)
    await expectNoDemoAccounts(ctx)
  })

  it('does not begin where there are accounts or elections', async () => {
    await makeElection('real', false)
    await expect(beginDemo(ctx)).rejects.toMatchObject({ text: { zh: expect.stringContaining('不是演示库') }, exitCode: 2 })
    await database.run('DELETE FROM election')
    await makeStaff('laowu', false)
    await expect(beginDemo(ctx)).rejects.toMatchObject({ exitCode: 2 })
    expect(await isDemoOnly(ctx)).toBe(false)
  })

  it('refuses to serve a database that is no demo, or not only a demo, while the demo’s accounts can sign in', async () => {
    await makeStaff('laowu', false)
    await expectNoDemoAccounts(ctx)
    await makeStaff('township', true)
    await expect(expectNoDemoAccounts(ctx)).rejects.toMatchObject({
      text: { en: expect.stringMatching(/township.*not started/) },
    })
    // The mark of the demo is the password, not who made the account.
    await database.run("UPDATE staff SET made_by = 'cli'")
    await expect(expectNoDemoAccounts(ctx)).rejects.toMatchObject({ text: { zh: expect.stringContaining('township') } })
    await database.run('UPDATE staff SET disabled_at = now() WHERE user_id IN (SELECT id FROM access_user WHERE username = $1)', [
      'township',
    ])
    await expectNoDemoAccounts(ctx)
  })

  it('refuses to serve a demo in which a real election takes place', async () => {
    await beginDemo(ctx)
    await makeStaff('district', true)
    await expectNoDemoAccounts(ctx)
    await makeElection('真实选举', false)
    await expect(expectNoDemoAccounts(ctx)).rejects.toMatchObject({ text: { zh: expect.stringContaining('真实选举') } })
  })

  it('accepts the demo’s password nowhere else', async () => {
    const account = { username: 'laowu', name: '老吴', password: DEMO_PASSWORD, role: 'district', areaCode: '110105' } as const
    const made = await createStaff(database, account, { clock, actor: ctx.actor })
    expect(made).toMatchObject({ ok: false, error: { code: 'staff.invalid', field: 'password' } })
  })
})
