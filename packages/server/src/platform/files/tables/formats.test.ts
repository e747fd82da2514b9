/** Files of every format that is read, written by SheetJS, by hand or joined of several: the same people come out. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { utils, write } from '@e965/xlsx'
import { COLUMNS } from '@mingce/domain/registration'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { zipOf } from '../../testing/zip-writer.ts'
import { openTable } from './open-table.ts'
import { notesAfterReading } from './table.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingce-formats-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const ROWS = [
  ['东郊社区选民名册'],
  ['姓名', '身份证号', '社区', '出生日期'],
  ['张三', '11010519491231002X', '东郊社区', '1949-12-31'],
  ['欧阳𬭎', '110105199003050016', '东郊社区', '1990-03-05'],
  ['阿布都·热合曼', '110105198508183207', '大郊亭村', '1985-08-18'],
]
const PEOPLE = ROWS.slice(2).map(([name, number]) => `${name} ${number}`)

const read = async (name: string, bytes: string | Buffer) => {
  const path = join(folder, name)
  await writeFile(path, bytes)
  const table = await openTable(path, { columns: COLUMNS.registrations })
  if (!table.ok) return { refusal: table.error.code, people: [], notes: '', table: undefined }
  const people: string[] = []
  const { name: at, number } = table.value.columns.at
  for await (const batch of table.value.rows()) people.push(...batch.cells.map(row => `${row[at]} ${row[number]}`))
  expect(table.value.account()).toMatchObject({ people: people.length, read: people.length })
  return {
    refusal: undefined,
    people,
    notes: notesAfterReading(table.value)
      .map(note => note.en)
      .join('\n'),
    table: table.value,
  }
}

const book = () => {
  const made = utils.book_new()
  utils.book_append_sheet(made, utils.aoa_to_sheet(ROWS), '名单')
  return made
}
const lines = (divider: string, rows = ROWS): string => rows.map(row => row.join(divider)).join('\r\n')
const page = (charset: string): string =>
  `<html><head><meta http-equiv="Content-Type" content="text/html; charset=${charset}"></head><body><table>${ROWS.map(
    row => `<tr>${row.map(cell => `<td style="mso-number-format:'\\@'">${cell}</td>`).join('')}</tr>`,
  ).join('')}</table></body></html>`
const cell = (text: string, more = '') => `<w:tc><w:tcPr>${more}</w:tcPr><w:p><w:r><w:t>${text}</w:t></w:r></w:p></w:tc>`
const WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
const docx = (body: string): Promise<Buffer> =>
  zipOf([{ name: 'word/document.xml', content: `<w:document ${WORD}><w:body>${body}</w:body></w:document>` }])
const wordTable = (rows: readonly string[][]): string =>
  `<w:tbl>${rows.map(row => `<w:tr>${row.map(text => cell(text)).join('')}</w:tr>`).join('')}</w:tbl>`

describe('the same people are read from', () => {
  it.each(['biff8', 'xlsb', 'ods', 'fods', 'xlml', 'xlsx'] as const)(
    '%s',
    async bookType => {
      const { people } = await read(`book.${bookType}`, write(book(), { type: 'buffer', bookType }) as Buffer)
      expect(people).toEqual(PEOPLE)
    },
    60_000,
  )

  it.each(['utf-8', 'gbk', 'gb2312', 'gb18030'])(
    'a web page in %s',
    async charset => {
      const bytes = iconv.encode(page(charset), charset === 'utf-8' ? 'utf8' : 'gb18030')
      expect((await read('page.xls', bytes)).people).toEqual(PEOPLE)
    },
    60_000,
  )

  it.each([
    [',', 'utf8'],
    ['\t', 'utf16le'],
    [';', 'gb18030'],
    ['|', 'utf8'],
    ['，', 'gb18030'],
    ['  ', 'gb18030'],
    ['      ', 'utf8'],
    [' ', 'utf8'],
    ['　', 'gb18030'],
  ])('text divided by “%s” in %s', async (divider, encoding) => {
    expect((await read('text.txt', iconv.encode(lines(divider), encoding))).people).toEqual(PEOPLE)
  })

  it('a document with a table on each page, and paragraphs that say whose it is', async () => {
    const [, header = [], first = [], second = [], third = []] = ROWS
    const paragraph = (text: string) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`
    const body = [
      paragraph('选民名册'),
      paragraph('1号楼'),
      wordTable([header, first]),
      paragraph('2号楼'),
      wordTable([header, second]),
      wordTable([third]),
    ].join('')
    const { people, table } = await read('a.docx', await docx(body))
    expect(people).toEqual(PEOPLE)
    expect(table?.skipped()).toMatchObject({ headers: 1, captions: 2 })
  })

  it('a document with cells merged over rows and columns', async () => {
    const merge = (how: string) => `<w:vMerge w:val="${how}"/>`
    const body = `<w:tbl><w:tr>${cell('选民名册', '<w:gridSpan w:val="3"/>')}</w:tr>
      <w:tr>${cell('社区')}${cell('姓名')}${cell('身份证号')}</w:tr>
      <w:tr>${cell('东郊社区', merge('restart'))}${cell('张三')}${cell('11010519491231002X')}</w:tr>
      <w:tr>${cell('', merge('continue'))}${cell('李四')}${cell('110105199003050016')}</w:tr></w:tbl>`
    const { people, table } = await read('b.docx', await docx(body))
    expect(people).toEqual(['张三 11010519491231002X', '李四 110105199003050016'])
    const communities: string[] = []
    if (table) for await (const batch of table.rows()) communities.push(...batch.cells.map(row => row[0] ?? ''))
    expect(communities).toEqual(['东郊社区', '东郊社区'])
  })
})

describe('files joined of several', () => {
  const [, header = [], first = [], second = [], third = []] = ROWS
  const part = (rows: string[][]) => lines(',', rows).concat('\r\n')
  const utf8 = (rows: string[][], mark = '') => Buffer.from(mark + part(rows))
  const gb = (rows: string[][]) => iconv.encode(part(rows), 'gb18030')
  it.each([
    ['UTF-8 and UTF-8 with a mark', [utf8([header, first], '\ufeff'), utf8([header, second, third], '\ufeff')], undefined],
    ['UTF-8 and GB18030', [utf8([header, first]), gb([second, third])], 'from row 3 on GB18030'],
    ['GB18030 and UTF-8', [gb([header, first]), utf8([header, second, third])], 'from row 3 on UTF-8'],
    ['GB18030 and UTF-8 with a mark', [gb([header, first, second]), utf8([header, third], '\ufeff')], 'from row 4 on UTF-8'],
    [
      'UTF-8 and UTF-16',
      [utf8([header, first]), Buffer.from(`\ufeff${part([header, second, third])}`, 'utf16le')],
      'from row 3 on UTF-16',
    ],
    [
      'UTF-16 and UTF-8',
      [Buffer.from(`\ufeff${part([header, first])}`, 'utf16le'), utf8([header, second, third], '\ufeff')],
      'from row 3 on UTF-8',
    ],
  ])('%s', async (_, parts, note) => {
    const { people, notes } = await read('joined.csv', Buffer.concat(parts))
    expect(people).toEqual(PEOPLE)
    if (note === undefined) expect(notes).not.toContain('encodings')
    else expect(notes).toContain(note)
  })
})

describe('what is not read', () => {
  it.each([
    ['scan.pdf', '%PDF-1.7', 'table.scan'],
    ['photo.jpg', Buffer.from('ffd8ffe000104a464946', 'hex'), 'table.scan'],
    ['photo.png', Buffer.from('89504e470d0a1a0a', 'hex'), 'table.scan'],
    ['page.mht', 'MIME-Version: 1.0\r\nContent-Type: multipart/related', 'table.web-archive'],
    [
      'list.doc',
      Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(512), Buffer.from('WordDocument', 'utf16le')]),
      'table.old-word',
    ],
  ])('%s is refused with what to do', async (name, bytes, code) => expect((await read(name, bytes)).refusal).toBe(code))

  it('numbers beside the people of a row are named', async () => {
    const path = join(folder, 'guardian.csv')
    await writeFile(path, '姓名,身份证号,监护人证号\n张三,11010519491231002X,110105199003050016\n李四,110105198508183207,\n')
    const table = await openTable(path, { columns: COLUMNS.registrations })
    if (!table.ok) throw new Error(table.error.code)
    let rows = 0
    for await (const batch of table.value.rows()) rows += batch.cells.length
    expect(rows).toBe(2)
    expect(table.value.account()).toEqual({ people: 3, read: 2, notRead: [{ sheet: null, rowNo: 2, people: 1 }] })
    expect(notesAfterReading(table.value).map(note => note.zh)).toContain(
      '还有1个身份证号没有读入：第2行。请查看这些行，需要登记的另行报送',
    )
  })
})
