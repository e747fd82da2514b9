/** The files are the same for the same seed, are listed in the order of import, and never overwrite other files. */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { COLUMNS } from '@mingce/domain/registration'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTable } from '../../platform/files/index.ts'
import { readNanmofang } from './nanmofang.ts'
import { findSynthObstacle, type SynthRequest, synthesise } from './synth.ts'

const area = readNanmofang()
const pollingDay = '2026-12-20'
let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'mingce-synth-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

/** The cells of a workbook: its bytes depend on how the compressed stream was split. */
const cellsOf = async (path: string): Promise<string> => {
  const table = await openTable(path, {})
  if (!table.ok) throw new Error(table.error.text.en)
  const batches: unknown[] = [table.value.header]
  for await (const { rowNos, cells } of table.value.rows()) batches.push(rowNos, cells)
  return JSON.stringify(batches)
}

/** A digest of all files; for workbooks, of their cells. */
const digestOf = async (directory: string): Promise<string> => {
  const hash = createHash('sha256')
  const files = ['population.csv', 'disqualifications.csv', 'previous-roll.csv', 'truth.csv']
  for (const file of [...files, ...(await readdir(join(directory, 'registrations'))).sort().map(name => `registrations/${name}`)])
    hash
      .update(file)
      .update(file.endsWith('.xlsx') ? await cellsOf(join(directory, file)) : await readFile(join(directory, file)))
  return hash.digest('hex')
}

describe('synthesise', () => {
  const request = (change: Partial<SynthRequest> = {}): SynthRequest => ({
    area,
    people: 1200,
    seed: 7,
    pollingDay,
    directory: join(root, 'a'),
    ...change,
  })
  it('writes the same files for the same seed, except for the compression of workbooks, and others for another seed', async () => {
    const one = await synthesise(request())
    const two = await synthesise(request({ directory: join(root, 'b') }))
    expect({ ...two, directory: '', truthFile: '' }).toEqual({ ...one, directory: '', truthFile: '' })
    expect(await digestOf(join(root, 'b'))).toBe(await digestOf(join(root, 'a')))
    await synthesise(request({ directory: join(root, 'b'), seed: 8 }))
    expect(await digestOf(join(root, 'b'))).not.toBe(await digestOf(join(root, 'a')))
    expect(one.files.some(({ file }) => file.endsWith('.xlsx'))).toBe(true)
  })
  it('lists its files sorted by name', async () => {
    const { files } = await synthesise(request())
    const rosters = files.filter(({ kind }) => kind === 'registrations').map(({ file }) => file)
    expect(rosters).toEqual([...rosters].sort())
    expect(files.map(({ file }) => join(root, 'a', file)).every(existsSync)).toBe(true)
  })
  it('writes the encodings of common office programs', async () => {
    const { directory, files } = await synthesise(request())
    const starts = await Promise.all(
      files
        .filter(({ file }) => file.endsWith('.csv'))
        .map(async ({ file }) => (await readFile(join(directory, file))).subarray(0, 2).toString('hex')),
    )
    expect(starts).toEqual(expect.arrayContaining(['efbb', 'fffe', 'feff']))
  })
  it('writes rosters in the layouts of other programs', async () => {
    const { directory, files } = await synthesise(request({ people: 3000 }))
    const names = files.filter(({ kind }) => kind === 'registrations').map(({ file }) => file)
    const starts = await Promise.all(
      names
        .filter(file => /\.(xls|ods)$/.test(file))
        .map(async file => (await readFile(join(directory, file))).subarray(0, 4).toString('latin1')),
    )
    expect(starts.sort()).toEqual(['<htm', 'PK\u0003\u0004', '\u00d0\u00cf\u0011\u00e0'])
    const seen = { captions: 0, totals: 0, hidden: 0, blocks: 0, households: 0, named: 0, spaced: 0, groups: 0 }
    for (const file of names.filter(name => /\.(csv|txt|xlsx)$/.test(name))) {
      const table = await openTable(join(directory, file), { columns: COLUMNS.registrations })
      if (!table.ok) throw new Error(table.error.code)
      const { header } = table.value
      for await (const _ of table.value.rows());
      const { captions, totals } = table.value.skipped()
      seen.captions += captions
      seen.totals += totals > 1 ? 1 : 0
      seen.hidden += table.value.found().some(({ en }) => en.includes('hidden')) ? 1 : 0
      seen.blocks += header.filter(name => name.startsWith('姓名')).length === 2 ? 1 : 0
      seen.households += header.some(name => name.includes('户主姓名')) ? 1 : 0
      seen.named += header.some(name => name === '姓名/身份证号') ? 1 : 0
      seen.spaced += file.endsWith('.txt') ? 1 : 0
      // One title, and two lines of header; the last column's name is in the upper one.
      const { headerRow, columns } = table.value
      seen.groups += file.endsWith('.xlsx') && headerRow === 3 && columns.at.remark >= 0 ? 1 : 0
    }
    expect(Object.entries(seen).filter(([, count]) => count === 0)).toEqual([])
  })
  it('refuses a directory with other files', async () => {
    await writeFile(join(root, 'thesis.txt'), 'mine')
    expect(findSynthObstacle(request({ directory: root }))?.zh).toContain(root)
    await expect(synthesise(request({ directory: root }))).rejects.toThrow('other files')
    expect(existsSync(join(root, 'population.csv'))).toBe(false)
  })
  it('requires people and communities', () => {
    expect(findSynthObstacle(request({ people: 0 }))).toBeDefined()
    expect(findSynthObstacle(request({ people: 5_000_000 }))).toBeDefined()
    expect(findSynthObstacle(request({ area: { ...area, communities: [] } }))?.en).toContain(area.code)
    expect(findSynthObstacle(request())).toBeUndefined()
  })
})
