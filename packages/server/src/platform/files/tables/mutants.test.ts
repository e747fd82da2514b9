/** Mutants of tables: each is read, row by row and into a report, or refused with words. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { COLUMNS, explainCode, REGISTRATION_COLUMNS, readRegistrationRow } from '@mingce/domain/registration'
import { narrowColumns } from '@mingce/domain/standards'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { mutantOf, type Random, testMutants, WORDS } from '../../testing/mutants.ts'
import { workbookOf } from '../../testing/zip-writer.ts'
import { TableBroken, type TableFault } from '../sources/index.ts'
import { openTable } from './open-table.ts'
import { reportBytes } from './report.ts'
import { notesAfterReading } from './table.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingce-mutants-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function* noResults(): AsyncGenerator<never> {}

const expectWords = (fault: TableFault) => expect(fault).toMatchObject({ text: WORDS, next: WORDS })

const readAll = async (bytes: Buffer): Promise<void> => {
  const path = join(folder, 'mutant')
  await writeFile(path, bytes)
  const table = await openTable(path, { columns: COLUMNS.registrations })
  if (!table.ok) return expectWords(table.error)
  const columns = narrowColumns(table.value.columns, REGISTRATION_COLUMNS)
  try {
    for await (const batch of table.value.rows()) {
      expect(batch.rowNos).toHaveLength(batch.cells.length)
      for (const cells of batch.cells)
        readRegistrationRow(cells, columns, { pollingDay: '2026-12-20', areas: { isCurrentCounty: () => true } })
    }
    expect(JSON.stringify(notesAfterReading(table.value)).length).toBeLessThan(20_000)
    for await (const piece of reportBytes(table.value, noResults(), { explain: explainCode }))
      expect(piece.length).toBeGreaterThan(0)
  } catch (error) {
    if (!(error instanceof TableBroken)) throw error
    expectWords(error.fault)
  }
}

const CSV = `选民登记花名册,,,
姓名,公民身份号码,出生日期,社区,单位,电话
李小明,110105199003050016,1990-03-05,东郊社区居民委员会,"某厂,一车间",13800000000
"王""五""",11010519491231002X,1949年12月31日,110105021021,,
合计,2人,,,
`
const XML = `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is><t>出生日期</t></is></c></row>
<row r="2" spans="1:3"><c r="A2" t="s"><v>2</v></c><c r="B2" t="str"><v>110105199003050016</v></c><c r="C2" s="1"><v>32937</v></c></row>
<row r="4"><c r="A4" t="inlineStr"><is><r><t>王</t></r><r><t>五</t></r><rPh><t>x</t></rPh></is></c><c r="B4"><v>1.1E17</v></c><c r="C4" t="d"><v>1949-12-31T00:00</v></c></row>`
const STRINGS = '<sst><si><t>姓名</t></si><si><t>公民身份号码</t></si><si><r><t>李</t></r><r><t>小明</t></r></si></sst>'
const STYLES =
  '<styleSheet><numFmts><numFmt numFmtId="200" formatCode="yyyy&quot;年&quot;m"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="200"/></cellXfs></styleSheet>'

/** A workbook of which one part is a mutant; else the mutant is one of the packed bytes. */
const workbookMutant = async (rows: Buffer, random: Random): Promise<Buffer> => {
  const part = Math.floor(random() * 4)
  const changed = (at: number, text: string) => (part === at ? mutantOf(Buffer.from(text), random) : text)
  const book = await workbookOf({
    rows: part === 0 ? rows.toString('latin1') : Buffer.from(XML).toString(),
    strings: changed(1, STRINGS),
    styles: changed(2, STYLES),
  })
  return part === 3 ? mutantOf(book, random) : book
}

describe('tables', () => {
  testMutants('CSV', [Buffer.from(CSV), Buffer.from(CSV.replaceAll(',', '\t'), 'utf16le'), Buffer.from(`\ufeff${CSV}`)], readAll)
  testMutants('XLSX', [Buffer.from(XML)], async (rows, random) => readAll(await workbookMutant(rows, random)))
})
