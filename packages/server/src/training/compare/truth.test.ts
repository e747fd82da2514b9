/** The generated files match their truth file: checked by reading the files back. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FINDINGS } from '@mingce/domain/registration'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readNanmofang, type SynthRequest, synthesise } from '../synth/index.ts'
import { compareWithTruth } from './compare.ts'
import { checkFiles } from './reference-check.ts'

const area = readNanmofang()
let root: string
let runs = 0
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'mingce-synth-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

const make = async (change: Partial<SynthRequest> = {}) => {
  const request: SynthRequest = {
    area,
    people: 2000,
    seed: 1,
    pollingDay: '2026-12-20',
    directory: join(root, String(runs++)),
    ...change,
  }
  return { request, summary: await synthesise(request) }
}
const check = async (change: Partial<SynthRequest> = {}) => {
  const { request, summary } = await make(change)
  const { found, accounts, notYetRegistered } = await checkFiles(request, summary)
  // Everybody in every file is read: nobody is left out, and nobody is only named.
  const readable = summary.files.filter(({ kind }) => kind === 'registrations' || kind === 'previous-roll')
  expect(
    [...accounts].map(([file, { rows, account }]) => ({ file, rows, people: account.people, notRead: account.notRead })),
  ).toEqual(readable.map(({ file, rows }) => ({ file, rows, people: rows, notRead: [] })))
  return { request, summary, found, table: await compareWithTruth(summary.truthFile, found, notYetRegistered) }
}

describe('the truth file', () => {
  it('names each fault, and no other row has one', async () => {
    const { summary, found, table } = await check({ people: 6000 })
    expect(table.rows.filter(row => row.missed > 0 || row.falselyFlagged > 0)).toEqual([])
    expect(found.filter(({ file }) => file !== 'population.csv').length).toBe(summary.previousRoll + summary.registrations)
    expect(Object.fromEntries(table.rows.map(row => [row.code, row.made]))).toEqual(summary.made)
  })

  it('contains every finding at least three times for 2,000 people or more', async () => {
    const { summary } = await make({ people: 2000, seed: 3 })
    const NOT_MADE: readonly string[] = [
      // No file contains a person without an ID number: they register at a station, with two officers.
      'identity.document',
      // Who elects the township's deputies is stated in the register or decided by the office; the demo's register has no such column.
      'electorate.undecided',
      'electorate.disputed',
      'electorate.kept',
      // No village of the demo is divided among districts.
      'district.part',
    ]
    for (const { code } of FINDINGS.filter(finding => !NOT_MADE.includes(finding.code)))
      expect([code, summary.made[code] ?? 0]).toEqual([code, expect.toSatisfy(n => n >= 3)])
    expect(summary.made.unchanged).toBeGreaterThanOrEqual(3)
  })

  it('is correct for plain files, where ten rosters contain all communities', async () => {
    const { summary, table } = await check({ people: 4000, format: 'plain', registrations: 1700 })
    expect(table.rows.filter(row => row.missed > 0 || row.falselyFlagged > 0)).toEqual([])
    expect(Math.abs(summary.registrations - 1700)).toBeLessThan(120)
    expect(summary.previousRoll).toBe(0)
  })

  it('is correct outside Beijing, where the county is local and the certificate alone is sufficient', async () => {
    const elsewhere = {
      code: '420106109',
      name: '石洞镇',
      communities: [1, 2, 3, 4].map(i => ({ code: `42010610900${i}`, name: `第${'一二三四'[i - 1]}社区居民委员会` })),
    }
    const { table } = await check({ area: elsewhere, people: 3000 })
    expect(table.rows.filter(row => row.missed > 0 || row.falselyFlagged > 0)).toEqual([])
  })

  it('is correct for any seed, day and fault rate', { timeout: 180_000 }, async () => {
    // With fewer files of programs that are started anew for each.
    const fewer = { ...area, communities: area.communities.slice(0, 9) }
    const day = fc.constantFrom('2026-12-20', '2026-02-28', '2026-03-01', '2028-02-29', '2021-11-05')
    await fc.assert(
      fc.asyncProperty(fc.nat(2 ** 40), day, fc.constantFrom(0, 0.03, 0.2), async (seed, pollingDay, faultRate) => {
        const { table } = await check({ area: fewer, people: 800, seed, pollingDay, faultRate })
        expect(table.rows.filter(row => row.missed > 0 || row.falselyFlagged > 0)).toEqual([])
      }),
      // The example: someone born on 1 February whose cell, thirty days off, said 2000/1/2, which may be read as the right day.
      { numRuns: 8, examples: [[1_099_511_627_747, '2026-03-01', 0.2]] },
    )
  })

  it('has a line for each fault, with its row', async () => {
    const { request, summary, found } = await check({ people: 2500 })
    const lines = (await readFile(summary.truthFile, 'utf8')).trimEnd().split('\n').slice(1)
    const rows = new Set(found.map(({ file, row }) => `${file},${row}`))
    for (const line of lines.filter(l => !l.endsWith('not-yet-registered')))
      expect(rows).toContain(line.split(',').slice(0, 2).join(','))
    expect(lines.length).toBe(Object.values(summary.made).reduce((sum, n) => sum + n, 0))
    expect(summary.people).toBe(request.people)
  })
})
