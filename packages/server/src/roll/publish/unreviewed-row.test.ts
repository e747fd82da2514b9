/** A row in review changes nothing on the roll or on the published list, and neither does refusing it (EL 27). */

import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { setUpElection } from '../../district/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { decideCase, findReviewCases, runImport } from '../../registration/index.ts'
import { contextFor, loadSomeAreas } from '../../registration/testing/office.ts'
import { publishAsTwo } from '../testing/voters.ts'

const FILES = fileURLToPath(new URL('../testing/unreviewed-row/', import.meta.url))

describeStores('a row in review and the published list', open => {
  let directory: string
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'mingce-unreviewed-'))
  })
  afterEach(() => rm(directory, { recursive: true, force: true }))

  it.each(['before', 'after'] as const)('keeps the registered voter when the row is imported %s the list', async row => {
    const database = await open()
    await loadSomeAreas(database)
    const ctx = contextFor(database)
    const made = await setUpElection(ctx, { areaCode: '110105021', day: '2027-01-16', levels: ['county'], name: '测试' })
    if (!made.ok) throw new Error(made.error.code)
    const electionId = made.value.id
    const load = async (kind: 'population' | 'registrations', name: string) => {
      const imported = await runImport(ctx, { electionId, kind, files: [{ path: join(FILES, name), name }] }, () => {})
      if (!imported.ok) throw new Error(imported.error.code)
    }
    const publish = (version: number) => publishAsTwo(ctx, { electionId, directory: join(directory, String(version)) })
    const listed = async (version: number) => {
      const lists = join(directory, String(version), 'lists', 'county')
      const texts = await Promise.all((await readdir(lists)).map(name => readFile(join(lists, name), 'utf8')))
      return ['林知远', '何佩兰', '宋青禾'].filter(name => texts.some(text => text.includes(name)))
    }
    const registered = () => readRows(database, `SELECT * FROM registration WHERE status = 'registered' ORDER BY id`)

    await load('population', 'population.csv')
    await load('registrations', 'roster1.csv')
    const before = await registered()
    expect(before).toMatchObject([{ unit: '甲单位' }, { unit: '甲单位' }])
    if (row === 'before') await load('registrations', 'roster2.csv')
    expect(await publish(1)).toMatchObject({ ok: true, value: { entries: 2 } })
    expect(await listed(1)).toEqual(['林知远', '何佩兰'])
    if (row === 'after') await load('registrations', 'roster2.csv')
    expect(await registered()).toEqual(before)

    const cases = await findReviewCases(ctx, electionId, { state: 'open' })
    if (!cases.ok) throw new Error(cases.error.code)
    expect(cases.value.items).toMatchObject([
      {
        name: '宋青禾',
        findings: [{ code: 'claim.same-district' }, { code: 'population.name' }],
        other: { name: '林知远', status: 'registered' },
      },
    ])
    const [{ countyCode, registrationId } = { countyCode: '', registrationId: 0 }] = cases.value.items
    const decided = await decideCase(ctx, { countyCode, registrationId, decision: 'refuse', reason: '号码是林知远的' })
    expect(decided).toMatchObject({ ok: true, value: { status: 'refused' } })
    expect(await registered()).toEqual(before)
    expect((await publish(2)).ok).toBe(false)
    expect(await readRows(database, 'SELECT count(*) AS n FROM roll_entry')).toEqual([{ n: 2 }])
  })
})
