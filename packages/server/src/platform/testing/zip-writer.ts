/** Zip archives and workbooks made on the fly for tests, damaged and hostile ones among them: sizes and contents are stated freely. */
import { once } from 'node:events'
import { Readable } from 'node:stream'
import { createDeflateRaw, deflateRawSync } from 'node:zlib'

export interface ZipEntry {
  readonly name: string
  readonly content: string | Buffer | Iterable<string>
  /** Unpacked bytes as the archive states them; the real number without it. */
  readonly statedBytes?: number
}

interface Packed {
  readonly packed: Buffer
  readonly bytes: number
}

const pack = async (content: ZipEntry['content']): Promise<Packed> => {
  if (typeof content === 'string' || Buffer.isBuffer(content)) {
    const plain = Buffer.from(content)
    return { packed: deflateRawSync(plain), bytes: plain.length }
  }
  const deflate = createDeflateRaw({ level: 1 })
  const pieces: Buffer[] = []
  deflate.on('data', (piece: Buffer) => pieces.push(piece))
  let bytes = 0
  const counted = function* () {
    for (const text of content) {
      const piece = Buffer.from(text)
      bytes += piece.length
      yield piece
    }
  }
  Readable.from(counted()).pipe(deflate)
  await once(deflate, 'end')
  return { packed: Buffer.concat(pieces), bytes }
}

const field = (size: 2 | 4, value: number): Buffer => {
  const bytes = Buffer.alloc(size)
  if (size === 2) bytes.writeUInt16LE(value)
  else bytes.writeUInt32LE(value)
  return bytes
}

/** Version, flags, method, time, date and CRC (0: readers of workbooks do not check it), then the sizes. */
const commonFields = (packed: number, stated: number, nameBytes: number): Buffer[] => [
  field(2, 20),
  field(2, 0),
  field(2, 8),
  field(4, 0),
  field(4, 0),
  field(4, packed),
  field(4, stated),
  field(2, nameBytes),
  field(2, 0),
]

export const zipOf = async (entries: readonly ZipEntry[]): Promise<Buffer> => {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, content, statedBytes } of entries) {
    const { packed, bytes } = await pack(content)
    const fields = commonFields(packed.length, statedBytes ?? bytes, Buffer.byteLength(name))
    const local = Buffer.concat([field(4, 0x04034b50), ...fields, Buffer.from(name)])
    directory.push(field(4, 0x02014b50), field(2, 20), ...fields, field(2, 0), field(2, 0), field(2, 0), field(4, 0))
    directory.push(field(4, offset), Buffer.from(name))
    parts.push(local, packed)
    offset += local.length + packed.length
  }
  const index = Buffer.concat(directory)
  const count = Math.min(entries.length, 0xffff)
  const end = [field(4, 0x06054b50), field(2, 0), field(2, 0), field(2, count), field(2, count), field(4, index.length)]
  return Buffer.concat([...parts, index, ...end, field(4, offset), field(2, 0)])
}

export interface WorkbookParts {
  /** XML inside sheetData. */
  readonly rows?: string | Iterable<string>
  /** The whole sheet, instead of `rows`. */
  readonly sheet?: ZipEntry['content']
  readonly sheetBytes?: number
  readonly strings?: ZipEntry['content']
  readonly styles?: ZipEntry['content']
  readonly sheets?: readonly string[]
  readonly more?: readonly ZipEntry[]
}

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
const NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'

function* sheetOf(rows: string | Iterable<string>): Generator<string> {
  yield `${HEAD}<worksheet ${NAMESPACE}><sheetData>`
  if (typeof rows === 'string') yield rows
  else yield* rows
  yield '</sheetData></worksheet>'
}

/** A workbook with one sheet part, which all of `sheets` are. */
export const workbookOf = ({ rows = '', sheet, sheetBytes, strings, styles, sheets = ['名册'], more = [] }: WorkbookParts) =>
  zipOf([
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: `${HEAD}<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>`,
    },
    {
      name: 'xl/workbook.xml',
      content: `${HEAD}<workbook ${NAMESPACE} xmlns:r="r"><sheets>${sheets.map(name => `<sheet name="${name}" r:id="r1"/>`).join('')}</sheets></workbook>`,
    },
    {
      name: 'xl/worksheets/sheet1.xml',
      content: sheet ?? sheetOf(rows),
      ...(sheetBytes === undefined ? {} : { statedBytes: sheetBytes }),
    },
    ...(strings === undefined ? [] : [{ name: 'xl/sharedStrings.xml', content: strings }]),
    ...(styles === undefined ? [] : [{ name: 'xl/styles.xml', content: styles }]),
    ...more,
  ])
