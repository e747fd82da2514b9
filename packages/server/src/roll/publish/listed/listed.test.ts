/** A voter who registers after the list is published is in the next supplement, and sees their place on the list. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkCharacter } from '@mingce/domain/standards'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { VoterContext } from '../../../access/index.ts'
import { setUpElection } from '../../../district/index.ts'
import { readRows } from '../../../platform/testing/rows.ts'
import { describeStores } from '../../../platform/testing/stores.ts'
import { getMyRegistration, registerVoter } from '../../../registration/index.ts'
import { contextOf } from '../../testing/voters.ts'
import { publishRoll } from '../service.ts'
import { openListedLookup } from './service.ts'

const EAST = '110105021021'
const WEST = '110105021022'
const numbered = (first17: string) => first17 + checkCharacter(first17)
const NUMBERS = { 李小明: numbered('11010519900305001'), 王芳: numbered('11010519850721002') } as const

describeStores('the published entry of a voter', open => {
  let directory: string
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'mingce-listed-'))
  })
  afterEach(() => rm(directory, { recursive: true, force: true }))

  it('is in a supplement after the list, and each voter sees their own number', async () => {
    const database = await open()
    for (const [code, parent, name, level] of [
      ['110105', '1101', '朝阳区', 3],
      ['110105021', '110105', '南磨房地区', 4],
      [EAST, '110105021', '东郊社区', 5],
      [WEST, '110105021', '西郊社区', 5],
    ] as const)
      await database.run('INSERT INTO area (code, parent_code, name, level) VALUES ($1, $2, $3, $4)', [code, parent, name, level])
    const ctx = contextOf(database)
    const made = await setUpElection(ctx, { areaCode: '110105021', day: '2026-12-20', levels: ['county'], name: '换届' })
    if (!made.ok) throw new Error(made.error.code)
    const electionId = made.value.id
    const findListed = openListedLookup(database)
    const { actor: _, ...services } = ctx
    const voter = (name: keyof typeof NUMBERS): VoterContext => ({
      ...services,
      voter: { sessionId: name, personKey: ctx.keys.personKey(NUMBERS[name]), name, issuer: 'test', expiresAt: new Date(0) },
    })
    const register = async (name: keyof typeof NUMBERS, community: string, instead?: true) => {
      const answer = await registerVoter(voter(name), electionId, {
        community,
        basis: 'hukou',
        evidence: [],
        ...(instead && { instead }),
      })
      expect(answer).toMatchObject({ ok: true, value: { outcome: 'registered' } })
    }
    const listed = async (name: keyof typeof NUMBERS, find = findListed) => {
      const mine = await getMyRegistration(voter(name), electionId, find)
      return mine.ok ? mine.value.listed : mine.error.code
    }
    await register('李小明', EAST)
    expect(await listed('李小明')).toBeNull()
    expect(await publishRoll(ctx, { electionId, directory: join(directory, '1') })).toMatchObject({
      ok: true,
      value: { kind: 'list' },
    })
    // A new lookup, because results are cached for some seconds.
    const later = openListedLookup(database)
    expect(await listed('李小明', later)).toEqual({ version: 1, number: 1, district: '东郊社区' })
    await register('王芳', EAST)
    expect(await listed('王芳', later)).toBeNull()
    await register('李小明', WEST, true)
    expect(await publishRoll(ctx, { electionId, directory: join(directory, '2') })).toMatchObject({
      ok: true,
      value: { kind: 'supplement' },
    })
    const changes = await readRows(
      database,
      `SELECT name, change, district_code AS district FROM roll_entry WHERE version = 2 ORDER BY position`,
    )
    expect(changes).toEqual([
      { name: '王芳', change: 'added', district: EAST },
      { name: '李小明', change: 'removed', district: EAST },
      { name: '李小明', change: 'added', district: WEST },
    ])
    const last = openListedLookup(database)
    expect(await listed('王芳', last)).toMatchObject({ version: 2, district: '东郊社区' })
    expect(await listed('李小明', last)).toMatchObject({ version: 2, district: '西郊社区' })
  })
})
