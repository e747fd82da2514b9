/** A published directory and all kinds of manipulation: each edit of any file is detected, and the entry is named. */
import { cp, mkdtemp, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { leafOf, parseEntryText, rollRoot, rootOf } from '@mingce/domain/roll'
import fc from 'fast-check'
import iconv from 'iconv-lite'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import yazl from 'yazl'
import type { Database } from '../../platform/database/index.ts'
import { openFreshEmbedded } from '../../platform/testing/stores.ts'
import { addVoters, contextOf, DISTRICTS, ELECTION, makeElection, publishAsTwo, someVoters } from '../testing/voters.ts'
import type { FaultCode } from './errors.ts'
import { headerOf, listCells, listCsv, Manifest } from './schema.layout.ts'
import { sm3 } from './service.hash.ts'
import { verifyPublished } from './service.ts'

let base: string
let published: string
let directory: string
let root: string
let manifest: Manifest
let database: Database

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'mingce-verify-'))
  published = join(base, 'published')
  database = await openFreshEmbedded()
  await makeElection(database)
  await addVoters(database, [...someVoters(60), ...['=1+1', '欧阳,"震"', `'=x`].map(name => ({ name, group: '第99组' }))])
  const result = await publishAsTwo(contextOf(database), { electionId: ELECTION, directory: published })
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  root = result.value.root
  manifest = Manifest.parse(JSON.parse(await readFile(join(published, 'roll.json'), 'utf8')))
})
afterAll(async () => {
  await database.close()
  await rm(base, { recursive: true, force: true })
})
beforeEach(async () => {
  directory = join(base, 'copy')
  await cp(published, directory, { recursive: true })
})
afterEach(() => rm(directory, { recursive: true, force: true }))

const at = (i: number) => {
  const district = manifest.districts[i]
  if (!district) throw new Error(`no district ${i}`)
  return district
}
const read = (file: string) => readFile(join(directory, file), 'utf8')
const write = (file: string, text: string) => writeFile(join(directory, file), text)
/** Lines of a table, starting with its header, without the byte-order mark. */
const table = async (i: number) => (await read(at(i).list)).split('\r\n').slice(0, -1)
const putTable = (i: number, lines: readonly string[]) => write(at(i).list, `${lines.join('\r\n')}\r\n`)
const cellsOf = (line: string) => line.split(',')
const brief = async (options = {}) => {
  const { ok, faults } = await verifyPublished(directory, options)
  expect(ok).toBe(faults.length === 0)
  return faults.map(({ code, level, district, number, name }) => ({ code, level, district, number, name }))
}
const named = (code: FaultCode, line: string, i = 0) => ({
  code,
  level: at(i).level,
  district: at(i).code,
  number: Number(cellsOf(line)[0]),
  name: cellsOf(line)[3],
})
const swap = (lines: readonly string[], i: number, j: number) =>
  lines.map((line, k) => lines[k === i ? j : k === j ? i : k] ?? line)

test('an unchanged directory is valid, with or without the root from the poster', async () => {
  expect(await verifyPublished(directory)).toEqual({ ok: true, entries: manifest.entries, root, faults: [] })
  const spelled = root.toUpperCase().replace(/(.{4})/g, '$1 ')
  expect(await verifyPublished(directory, { root: spelled })).toMatchObject({ ok: true })
})

describe('a line of a table', () => {
  test('with another name', async () => {
    const lines = await table(0)
    const line = lines[4] ?? ''
    await putTable(0, lines.with(4, line.replace(cellsOf(line)[3] ?? '', '冒名')))
    expect(await brief()).toEqual([named('changed', line)])
    const [fault] = (await verifyPublished(directory)).faults
    expect(fault?.text.zh).toContain(`姓名“${cellsOf(line)[3]}”变成了“冒名”`)
    expect(fault?.text.en).toContain('became “冒名”')
  })
  test.each([0, 1, 2, 4, 5, 6, 7, 8, 9, 10])('with column %i edited', async column => {
    const lines = await table(0)
    const line = lines[3] ?? ''
    await putTable(
      0,
      lines.with(
        3,
        cellsOf(line)
          .with(column, column === 0 ? '777' : '0')
          .join(','),
      ),
    )
    expect(await brief()).toEqual([named('changed', line)])
  })
  test('deleted is named with its former position', async () => {
    const lines = await table(0)
    await putTable(0, lines.toSpliced(4, 1))
    expect(await brief()).toEqual([named('dropped', lines[4] ?? '')])
    expect((await verifyPublished(directory)).faults[0]?.text.zh).toMatch(/原在.*之后、在.*之前/)
  })
  test('added', async () => {
    const lines = await table(0)
    const line = cellsOf(lines[2] ?? '')
      .with(0, '99')
      .with(3, '新人')
      .with(9, 'f'.repeat(32))
      .join(',')
    await putTable(0, lines.toSpliced(6, 0, line))
    expect(await brief()).toEqual([named('added', line)])
  })
  test('that is not a valid entry', async () => {
    const lines = await table(0)
    await putTable(0, lines.toSpliced(6, 0, '一行,乱"码'))
    expect(await brief()).toMatchObject([{ code: 'added', district: at(0).code, name: null }])
  })
  test('repeated', async () => {
    const lines = await table(0)
    await putTable(0, lines.toSpliced(8, 0, lines[2] ?? ''))
    expect(await brief()).toEqual([named('added', lines[2] ?? '')])
  })
  test.each([
    [1, 2],
    [3, 9],
  ])('%i swapped with %i: both are named', async (i, j) => {
    const lines = await table(0)
    await putTable(0, swap(lines, i, j))
    expect(await brief()).toEqual([named('reordered', lines[j] ?? ''), named('reordered', lines[i] ?? '')])
  })
  test('moved to the table of another district', async () => {
    const [from, to] = [await table(0), await table(1)]
    await putTable(0, from.toSpliced(3, 1))
    await putTable(1, to.toSpliced(3, 0, from[3] ?? ''))
    expect(await brief()).toEqual([named('dropped', from[3] ?? ''), named('added', from[3] ?? '', 1)])
  })
  test('the header', async () => {
    const lines = await table(0)
    await putTable(0, lines.with(0, '甲,乙'))
    expect(await brief()).toMatchObject([{ code: 'changed', number: null }, { code: 'added' }])
  })
  test('two lines edited at once', async () => {
    const lines = await table(0)
    await putTable(0, lines.with(2, (lines[2] ?? '').replace('女', '男').replace(',M', '')).toSpliced(7, 1))
    expect((await brief()).map(fault => fault.code)).toContain('dropped')
  })
})

test('a table saved by a spreadsheet with other line ends and quotes is still valid', async () => {
  const text = await read(at(1).list)
  await write(
    at(1).list,
    text
      .replaceAll('\r\n', '\n')
      .replace(/^\ufeff/, '')
      .replace(/^([^\n,]*),/gm, '"$1",'),
  )
  expect(await brief()).toEqual([])
})

describe('a file that was saved in another form', () => {
  const saved = async (file: string, bytes: Buffer) => {
    await writeFile(join(directory, file), bytes)
    return (await verifyPublished(directory)).faults
  }
  test.each([
    ['GBK', 'gb18030', 'GBK'],
    ['UTF-16 with a byte order mark', 'utf-16', 'UTF-16'],
    ['UTF-16 big-endian', 'utf-16be', 'UTF-16'],
  ])('a table in %s is named so, and nothing else where its content is as published', async (_, encoding, said) => {
    const text = (await read(at(0).list)).replace(/^\ufeff/, encoding.startsWith('utf-16be') ? '\ufeff' : '')
    const faults = await saved(at(0).list, iconv.encode(text, encoding))
    expect(faults).toMatchObject([{ code: 'encoding', district: at(0).code, file: at(0).list }])
    expect(faults[0]?.text.zh).toContain(said)
    expect(faults[0]?.text.zh).toContain('Excel')
  })
  test('a table in GBK in which a name was changed says both', async () => {
    const lines = await table(0)
    const line = lines[4] ?? ''
    const text = `${lines.with(4, line.replace(cellsOf(line)[3] ?? '', '冒名')).join('\r\n')}\r\n`.replace(/^\ufeff/, '')
    expect((await saved(at(0).list, iconv.encode(text, 'gbk'))).map(fault => [fault.code, fault.name])).toEqual([
      ['encoding', null],
      ['changed', cellsOf(line)[3]],
    ])
  })
  test('lines with a byte order mark or other line ends are named so, also those of roll.json', async () => {
    const proof = await read(at(0).proof)
    const marked = await saved(at(0).proof, Buffer.from(`\ufeff${proof.replaceAll('\n', '\r\n')}`))
    expect(marked).toMatchObject([{ code: 'encoding', file: at(0).proof }])
    expect(marked[0]?.text.zh).toMatch(/BOM.*CRLF/)
    await write(at(0).proof, proof)
    const manifestText = await read('roll.json')
    expect(await saved('roll.json', Buffer.from(`\ufeff${manifestText}`))).toMatchObject([
      { code: 'encoding', file: 'roll.json' },
    ])
  })
  test('bytes that are no text at all do not throw', async () => {
    const faults = await saved(at(0).list, Buffer.from([0x80, 0xff, 0x00, 0x81, 0x20]))
    expect(faults[0]).toMatchObject({ code: 'encoding' })
    expect(faults.length).toBeGreaterThan(1)
  })
})

describe('a file', () => {
  test('reports a missing table, proof, poster, checksum file or roll.json', async () => {
    for (const [file, code] of [
      [at(0).list, 'missing-file'],
      [at(0).proof, 'missing-file'],
      [at(0).posters[0] ?? '', 'missing-file'],
      ['proofs/roll.jsonl', 'missing-file'],
      ['SM3SUMS', 'missing-file'],
      ['README.txt', 'missing-file'],
      ['roll.json', 'missing-file'],
    ] as const) {
      await rename(join(directory, file), join(base, 'away'))
      expect(await brief(), file).toMatchObject([{ code }])
      await rename(join(base, 'away'), join(directory, file))
    }
    expect(await brief()).toEqual([])
  })
  test('reports an additional file', async () => {
    await write('lists/county/另一个选区.csv', listCsv([]))
    expect(await verifyPublished(directory)).toMatchObject({
      faults: [{ code: 'added', file: 'lists/county/另一个选区.csv' }],
    })
  })
  test('reports an exchanged or edited poster', async () => {
    await write(at(0).posters[0] ?? '', '%PDF-1.7')
    expect(await brief()).toMatchObject([{ code: 'root', district: at(0).code }])
    await cp(join(published, at(0).posters[0] ?? ''), join(directory, at(0).posters[0] ?? ''))
    await cp(join(published, at(1).posters[0] ?? ''), join(directory, at(0).posters[0] ?? ''))
    expect(await brief()).toMatchObject([{ code: 'changed' }])
  })
  test('reports edited proofs, and the table as published', async () => {
    const lines = (await read(at(0).proof)).split('\n')
    const entry = parseEntryText(lines[3] ?? '')
    await write(at(0).proof, lines.with(3, (lines[3] ?? '').replace(entry?.name ?? '', '冒名')).join('\n'))
    expect(await brief()).toMatchObject([{ code: 'changed', number: entry?.number, name: entry?.name }])
    await write(at(0).proof, lines.toSpliced(3, 1).join('\n'))
    expect(await brief()).toMatchObject([{ code: 'dropped', name: entry?.name }])
    await write(at(0).proof, 'nonsense')
    expect((await brief()).length).toBeGreaterThan(0)
  })
  test('reports an invalid roll.json', async () => {
    for (const text of ['', '{', '[]', '{"format":"other"}']) {
      await write('roll.json', text)
      expect(await brief()).toMatchObject([{ code: 'manifest' }])
    }
  })
})

describe('a consistent forgery', () => {
  /** Edits table, digests and lines of a district consistently, and optionally the roots. */
  const forge = async (roots: 'none' | 'district' | 'all') => {
    const district = at(0)
    const lines = (await read(district.proof)).split('\n').slice(0, -1)
    const forged = lines.with(2, (lines[2] ?? '').replace(parseEntryText(lines[2] ?? '')?.name ?? '', '冒名'))
    const leaves = forged.map(line => leafOf(line, sm3))
    await write(district.proof, `${forged.join('\n')}\n`)
    const rows = forged.flatMap((line, i) => {
      const entry = parseEntryText(line)
      return entry ? [listCells(entry, district.name, leaves[i] ?? '')] : []
    })
    await write(district.list, listCsv(rows))
    if (roots === 'none') return ''
    const changed = { ...manifest, districts: manifest.districts.with(0, { ...district, root: rootOf(leaves, sm3) }) }
    const whole = rollRoot(headerOf(changed), changed.districts, sm3)
    if (roots === 'all') changed.root = whole
    await write('roll.json', JSON.stringify(changed))
    if (roots === 'all') {
      const top = (await read('proofs/roll.jsonl')).replace(district.root, rootOf(leaves, sm3))
      await write('proofs/roll.jsonl', top)
    }
    return whole
  }
  test('is detected by the root of the district', async () => {
    await forge('none')
    expect(await brief()).toMatchObject([{ code: 'root', level: at(0).level, district: at(0).code }])
  })
  test('is detected by the root of the version', async () => {
    await forge('district')
    expect((await brief()).map(({ code, district }) => [code, district])).toEqual(
      expect.arrayContaining([
        ['manifest', at(0).code],
        ['root', at(0).code],
      ]),
    )
  })
  test('is detected by the posters, or by the root from the wall', async () => {
    const whole = await forge('all')
    const posters = (await brief()).filter(({ code }) => code === 'root')
    expect(posters).toHaveLength(manifest.districts.length)
    const { faults, root: computed } = await verifyPublished(directory, { root })
    expect(computed).toBe(whole)
    expect(faults.some(({ code, file }) => code === 'root' && file === 'roll.json')).toBe(true)
  })
})

describe('roll.json', () => {
  const edit = (change: (m: Manifest) => unknown) => write('roll.json', JSON.stringify(change(structuredClone(manifest))))
  test.each([
    ['name', (m: Manifest) => ({ ...m, election: { ...m.election, name: '改' } })],
    ['day', (m: Manifest) => ({ ...m, election: { ...m.election, pollingDay: '2027-01-01' } })],
    ['date of publication', (m: Manifest) => ({ ...m, publishedOn: '2026-12-01' })],
    ['root', (m: Manifest) => ({ ...m, root: sm3('x') })],
    ['version before it', (m: Manifest) => ({ ...m, previousRoot: sm3('x') })],
    ['form of header', (m: Manifest) => ({ ...m, format: 'mingce-roll/1' })],
    ['number of entries', (m: Manifest) => ({ ...m, entries: 1 })],
    ['order of districts', (m: Manifest) => ({ ...m, districts: m.districts.toReversed() })],
  ])('with another %s', async (_, change) => {
    await edit(change)
    expect((await brief()).map(fault => fault.code)).toContainEqual(expect.stringMatching(/^(manifest|root)$/))
  })
  test('a district dropped, renamed or added is named', async () => {
    await edit(m => ({ ...m, districts: m.districts.slice(1) }))
    expect(await brief()).toContainEqual({ code: 'manifest', level: 'county', district: DISTRICTS.a, number: null, name: null })
    await edit(m => ({ ...m, districts: m.districts.with(1, { ...at(1), name: '改' }) }))
    expect(await brief()).toContainEqual(expect.objectContaining({ code: 'manifest', district: DISTRICTS.b }))
    await edit(m => ({ ...m, districts: [...m.districts, { ...at(1), code: 'new' }] }))
    expect(await brief()).toContainEqual(expect.objectContaining({ code: 'manifest', district: 'new' }))
  })
  test('a path outside the directory is not followed', async () => {
    await writeFile(join(base, 'outside.csv'), await read(at(0).list))
    await edit(m => ({ ...m, districts: m.districts.with(0, { ...at(0), list: '../outside.csv' }) }))
    expect(await brief()).toContainEqual(expect.objectContaining({ code: 'missing-file', district: at(0).code }))
  })
})

/** A ZIP file of the folder, each path as `named` gives it. */
const zipped = async (named: (path: string) => string): Promise<string> => {
  const zip = new yazl.ZipFile()
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) {
      const path = join(entry.parentPath, entry.name)
      zip.addFile(path, named(path.slice(directory.length + 1)))
    }
  zip.end()
  const file = join(base, 'copy.zip')
  await writeFile(file, zip.outputStream)
  return file
}

describe('a ZIP file', () => {
  test('says the same as its folder, with a folder inside or without', async () => {
    const whole = { ok: true, entries: manifest.entries, root, faults: [] }
    expect(await verifyPublished(await zipped(path => path), { root })).toEqual(whole)
    expect(await verifyPublished(await zipped(path => `选民名单/${path}`), { root })).toEqual(whole)
  })

  test('names what was changed in it, and what does not belong there', async () => {
    const lines = await table(0)
    await putTable(0, lines.toSpliced(2, 1))
    const file = await zipped(path => (path === 'SM3SUMS' ? 'elsewhere/SM3SUMS' : `list/${path}`))
    const { faults } = await verifyPublished(file)
    expect(faults).toContainEqual(expect.objectContaining({ code: 'dropped', district: at(0).code }))
    expect(faults).toContainEqual(expect.objectContaining({ code: 'missing-file', file: 'SM3SUMS' }))
    expect(faults).toContainEqual(expect.objectContaining({ code: 'added', file: '../elsewhere/SM3SUMS' }))
  })

  test('is refused with words if it is damaged or something else', async () => {
    const file = await zipped(path => path)
    await truncate(file, 300)
    for (const path of [file, join(directory, 'README.txt')]) {
      const { ok, faults } = await verifyPublished(path)
      expect([ok, faults.map(({ text }) => text.zh)]).toEqual([false, [`“${path}”既不是文件夹，也不是可以读取的 ZIP 文件`]])
    }
  })
})

test('any edit of any line of any table is detected, with its district', async () => {
  const tables = await Promise.all(manifest.districts.map((_, i) => table(i)))
  await fc.assert(
    fc.asyncProperty(
      fc.nat(),
      fc.nat(),
      fc.nat(),
      fc.constantFrom('cut', 'copy', 'swap', 'letter'),
      fc.nat(),
      async (t, a, b, kind, letter) => {
        const i = t % tables.length
        const lines = tables[i] ?? []
        const [x, y] = [1 + (a % (lines.length - 1)), 1 + (b % (lines.length - 1))]
        const line = lines[x] ?? ''
        const k = letter % line.length
        const edited = {
          cut: () => lines.toSpliced(x, 1),
          copy: () => lines.toSpliced(y, 0, line),
          swap: () => swap(lines, x, y),
          letter: () => lines.with(x, `${line.slice(0, k)}${line[k] === '7' ? '8' : '7'}${line.slice(k + 1)}`),
        }[kind]()
        fc.pre(edited.join('\n') !== lines.join('\n'))
        await putTable(i, edited)
        const faults = await brief()
        await putTable(i, lines)
        expect(faults.length).toBeGreaterThan(0)
        expect(faults.every(fault => fault.district === at(i).code && fault.level === at(i).level)).toBe(true)
        const simple = !line.includes('"') && !line.includes("'")
        if (simple && kind !== 'swap')
          expect(faults).toContainEqual(expect.objectContaining({ number: Number(cellsOf(line)[0]), name: cellsOf(line)[3] }))
      },
    ),
    { numRuns: 60 },
  )
})
