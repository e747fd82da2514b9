/** Archives of files: what is in them, names in any encoding, and archives that are refused. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { afterAll, beforeAll, expect, it } from 'vitest'
import yazl from 'yazl'
import { workbookOf } from '../../testing/zip-writer.ts'
import { ARCHIVE_LIMITS, inspectArchive, unpackArchive } from './archive.ts'
import { decodeName } from './names.ts'

let folder: string
let made = 0
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mingce-archive-test-'))
})
afterAll(async () => await rm(folder, { recursive: true, force: true }))

const bytesOf = async (entries: readonly (readonly [name: string, content: Buffer | string])[]): Promise<Buffer> => {
  const zip = new yazl.ZipFile()
  for (const [name, content] of entries) zip.addBuffer(Buffer.from(content), name)
  zip.end()
  const pieces: Buffer[] = []
  for await (const piece of zip.outputStream) pieces.push(Buffer.from(piece as Uint8Array))
  return Buffer.concat(pieces)
}
const saved = async (bytes: Buffer): Promise<string> => {
  made += 1
  const file = path.join(folder, `${made}.zip`)
  await writeFile(file, bytes)
  return file
}
const archive = async (...entries: (readonly [name: string, content: Buffer | string])[]) => saved(await bytesOf(entries))
const CSV = '姓名,公民身份号码\n'

/** One stored entry whose name has these bytes and whose flags are these. */
const withRawName = (name: Buffer, flags: number, content = Buffer.from(CSV)): Buffer => {
  const packed = deflateRawSync(content)
  const common = Buffer.alloc(26)
  common.writeUInt16LE(20, 0)
  common.writeUInt16LE(flags, 2)
  common.writeUInt16LE(8, 4)
  common.writeUInt32LE(packed.length, 14)
  common.writeUInt32LE(content.length, 18)
  common.writeUInt16LE(name.length, 22)
  const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, name, packed])
  const rest = Buffer.alloc(14)
  const central = Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, rest, name])
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(local.length, 16)
  return Buffer.concat([local, central, end])
}
/** 东郊社区 in GBK. */
const GBK = Buffer.from([0xb6, 0xab, 0xbd, 0xbc, 0xc9, 0xe7, 0xc7, 0xf8, 0x2e, 0x63, 0x73, 0x76])

it('lists its files, without folders and what systems leave', async () => {
  const found = await inspectArchive(
    await archive(
      ['一街道/东郊.csv', CSV],
      ['一街道/西郊.csv', CSV],
      ['__MACOSX/._东郊.csv', 'x'],
      ['.DS_Store', 'x'],
      ['~$东郊.xlsx', 'x'],
    ),
  )
  expect(found).toEqual({
    kind: 'archive',
    files: ['一街道/东郊.csv', '一街道/西郊.csv'].map((name, at) => ({ at, name, bytes: Buffer.byteLength(CSV), fault: null })),
  })
})

it('takes a workbook for what it is, alone and in an archive, and refuses an archive in an archive', async () => {
  const workbook = await workbookOf({ rows: '<row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c></row>' })
  expect(await inspectArchive(await saved(workbook))).toEqual({ kind: 'table' })
  expect(await inspectArchive(await saved(Buffer.from(CSV)))).toEqual({ kind: 'table' })
  const found = await inspectArchive(await archive(['表.xlsx', workbook], ['里面.zip', await bytesOf([['a.csv', CSV]])]))
  expect(found.kind === 'archive' && found.files.map(({ name, fault }) => [name, fault])).toEqual([
    ['表.xlsx', null],
    ['里面.zip', 'nested'],
  ])
})

it('reads names in GBK, in UTF-8 with and without the mark, and those kept beside an old one', async () => {
  const found = await inspectArchive(await saved(withRawName(GBK, 0)))
  expect(found.kind === 'archive' && found.files[0]?.name).toBe('东郊社区.csv')
  const name = Buffer.from('东郊社区.csv')
  expect(decodeName({ bytes: name, flags: 0, extra: [] })).toBe('东郊社区.csv')
  expect(decodeName({ bytes: name, flags: 0x800, extra: [] })).toBe('东郊社区.csv')
  expect(decodeName({ bytes: Buffer.from('a\\b.csv'), flags: 0, extra: [] })).toBe('a/b.csv')
})

it('says which file has a password or is damaged', async () => {
  const locked = await inspectArchive(await saved(withRawName(GBK, 1)))
  expect(locked.kind === 'archive' && locked.files[0]?.fault).toBe('password')
  const broken = withRawName(GBK, 0)
  broken.fill(0xff, 30 + GBK.length, 34 + GBK.length)
  const damaged = await inspectArchive(await saved(broken))
  expect(damaged.kind === 'archive' && damaged.files[0]?.fault).toBe('damaged')
})

it('is refused when it has too much, is too deep, or cannot be read', async () => {
  const why = async (file: string, limits = {}) => {
    const found = await inspectArchive(file, { ...ARCHIVE_LIMITS, ...limits })
    return found.kind === 'refused' ? found.why : found.kind
  }
  const three = await archive(['a.csv', CSV], ['b.csv', CSV], ['c.csv', CSV])
  expect(await why(three, { mostFiles: 2 })).toBe('too-many')
  expect(await why(three, { mostBytes: 50 })).toBe('too-large')
  expect(await why(await archive(['a/b/c/d.csv', CSV]), { mostDepth: 2 })).toBe('too-deep')
  expect(await why(await archive([`${'长'.repeat(30)}.csv`, CSV]), { longestName: 20 })).toBe('long-name')
  expect(await why(await archive(['bomb.csv', Buffer.alloc(32 << 20)]))).toBe('too-large')
  expect(await why(await archive(['.DS_Store', 'x']))).toBe('empty')
  expect(await why(await saved(Buffer.from('PK\x03\x04 and no more', 'latin1')))).toBe('damaged')
})

it('hands out its files one by one, those that are refused left out', async () => {
  const file = await archive(['a.csv', '甲'], ['里面.zip', await bytesOf([['x.csv', CSV]])], ['b.csv', '乙'])
  const found = await inspectArchive(file)
  if (found.kind !== 'archive') throw new Error('no archive')
  const read: string[] = []
  await unpackArchive(file, found.files, async ({ name }, bytes) => {
    const pieces: Uint8Array[] = []
    for await (const piece of bytes) pieces.push(piece)
    read.push(`${name} ${Buffer.concat(pieces)}`)
  })
  expect(read).toEqual(['a.csv 甲', 'b.csv 乙'])
})
