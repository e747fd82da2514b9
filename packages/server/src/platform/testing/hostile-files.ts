/** Files that would stop a server that reads them naively, made on the fly. None of them is about people who exist. */
import { randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { workbookOf, zipOf } from './zip-writer.ts'

export interface HostileFile {
  readonly name: string
  /** Codes of which one is the answer; 'read': the file is harmless and is read. */
  readonly answers: readonly string[]
  write(path: string): Promise<void>
}

function* repeated(text: string, times: number): Generator<string> {
  const many = Math.max(1, Math.floor((1 << 20) / text.length))
  const block = text.repeat(many)
  for (let left = times; left > 0; left -= many) yield left >= many ? block : text.repeat(left)
}

const cell = (reference: string, text: string) => `<c r="${reference}" t="inlineStr"><is><t>${text}</t></is></c>`
const HEADER = `<row r="1">${cell('A1', '姓名')}${cell('B1', '公民身份号码')}</row>`
const PERSON = `<row r="2">${cell('A2', '甲')}${cell('B2', '110105199003050016')}</row>`

const streamed = (name: string, answers: readonly string[], pieces: () => Iterable<string>): HostileFile => ({
  name,
  answers,
  write: path => pipeline(Readable.from(pieces()), createWriteStream(path)),
})

const workbook = (name: string, answers: readonly string[], parts: () => Parameters<typeof workbookOf>[0]): HostileFile => ({
  name: `${name}.xlsx`,
  answers,
  write: async path => writeFile(path, await workbookOf(parts())),
})

/** Workbooks; `size` scales the largest. */
const workbooks = (size: number): HostileFile[] => [
  workbook('nested-tags-735-mb', ['table.unpacks-too-large'], () => ({
    rows: concat(HEADER, repeated('<a>', Math.floor((735 << 20) * size) / 3)),
  })),
  workbook('nested-tags', ['table.damaged'], () => ({ rows: concat(HEADER, '<row r="2">', repeated('<a>', 1_000_000)) })),
  workbook('cell-of-480-mb', ['table.unpacks-too-large'], () => ({
    rows: concat(HEADER, '<row r="2"><c r="A2" t="inlineStr"><is><t>', repeated('甲', Math.floor(160 * size) << 20)),
  })),
  workbook('cell-of-noise', ['table.damaged', 'table.long-cell'], () => ({
    rows: concat(HEADER, `<row r="2">${cell('A2', randomBytes(4 << 20).toString('hex'))}</row>`),
  })),
  workbook('attributes', ['table.damaged'], () => ({
    rows: concat(
      HEADER,
      '<row r="2" ',
      numbered(3_200_000, index => `a${index}="${index}" `),
      '/>',
    ),
  })),
  workbook('row-number-400000000', ['table.row-number'], () => ({
    rows: `${HEADER}<row r="400000000">${cell('A400000000', '甲')}${cell('B400000000', '1')}</row>`,
  })),
  workbook('row-numbers-not-in-order', ['table.row-number'], () => ({ rows: `${HEADER}${PERSON}${PERSON}` })),
  workbook('row-number-of-a-half', ['table.row-number'], () => ({ rows: `${HEADER}<row r="2.5">${cell('A2', '甲')}</row>` })),
  workbook('stray-cell-in-row-30000', ['read'], () => ({ rows: `${HEADER}${PERSON}<row r="30000"><c r="A30000" s="1"/></row>` })),
  workbook('stray-cell-in-the-last-row', ['read'], () => ({
    rows: `${HEADER}${PERSON}<row r="1048576"><c r="XFD1048576" t="str"><v> </v></c></row>`,
  })),
  workbook('a-million-formatted-rows', ['read'], () => ({
    rows: concat(
      HEADER,
      PERSON,
      numbered(Math.floor(1_048_000 * size), index => `<row r="${index + 3}"><c r="A${index + 3}" s="1"/></row>`),
    ),
  })),
  workbook('a-row-of-millions-of-cells', ['read'], () => ({
    rows: concat(
      HEADER,
      '<row r="2">',
      numbered(Math.floor(3_000_000 * size), index => `<c s="${index}"/>`),
      '</row>',
    ),
  })),
  workbook('string-number-of-a-half', ['read'], () => ({
    rows: `${HEADER}${numberedText(2_000, index => `<row r="${index + 2}"><c t="s"><v>0.5</v></c><c><v>${index}</v></c></row>`)}`,
    strings: concat(
      '<sst>',
      numbered(20_000, () => `<si><t>${randomBytes(100).toString('hex')}</t></si>`),
      '</sst>',
    ),
  })),
  workbook('millions-of-empty-strings', ['table.unpacks-too-large'], () => ({
    rows: HEADER,
    strings: concat('<sst>', repeated('<si/>', 20_000_000), '</sst>'),
  })),
  workbook('format-of-brackets', ['read'], () => ({
    rows: `${HEADER}${PERSON}`,
    styles: `<styleSheet><numFmts><numFmt numFmtId="200" formatCode="${'['.repeat(500_000)}"/></numFmts></styleSheet>`,
  })),
  workbook('xml-entities', ['table.damaged'], () => ({
    sheet: `<!DOCTYPE a [<!ENTITY a "甲甲甲甲"><!ENTITY b "&a;&a;&a;&a;">]><worksheet><sheetData>${HEADER}<row>${cell('A2', '&b;')}</row></sheetData></worksheet>`,
  })),
  workbook('states-a-wrong-size', ['table.damaged'], () => ({
    rows: concat(
      HEADER,
      numbered(200_000, index => `<row r="${index + 2}">${cell(`A${index + 2}`, '甲')}</row>`),
    ),
    sheetBytes: 1_000,
  })),
  workbook('hundreds-of-sheets-without-a-header', ['table.no-header'], () => ({
    rows: concat(numbered(50_000, index => `<foo a="${index}"/>`)),
    sheets: Array.from({ length: 400 }, (_, index) => `第${index}页`),
  })),
  workbook('tens-of-thousands-of-parts', ['table.unpacks-too-large', 'table.damaged'], () => ({
    rows: HEADER,
    more: Array.from({ length: 25_000 }, (_, index) => ({ name: `xl/media/${index}.png`, content: '' })),
  })),
  {
    name: 'zip-in-a-zip.xlsx',
    answers: ['table.not-a-table'],
    write: async path => {
      const inner = await zipOf([{ name: 'zeros', content: Buffer.alloc(32 << 20) }])
      await writeFile(path, await zipOf(Array.from({ length: 100 }, (_, index) => ({ name: `${index}.zip`, content: inner }))))
    },
  },
]

function* concat(...parts: (string | Iterable<string>)[]): Generator<string> {
  for (const part of parts)
    if (typeof part === 'string') yield part
    else yield* part
}

/** Texts of the numbers 0 to `count` − 1, some thousand together. */
function* numbered(count: number, text: (index: number) => string): Generator<string> {
  for (let from = 0; from < count; from += 10_000)
    yield Array.from({ length: Math.min(10_000, count - from) }, (_, index) => text(from + index)).join('')
}
const numberedText = (count: number, text: (index: number) => string): string => [...numbered(count, text)].join('')

const CSV_HEADER = '姓名,公民身份号码,出生日期\n'

const csvFiles = (size: number): HostileFile[] => [
  streamed('one-line-of-500-mb.csv', ['table.broken-quotes', 'table.long-record'], () =>
    concat(CSV_HEADER, repeated('a', Math.floor(500 * size) << 20)),
  ),
  streamed('first-line-of-500-mb.csv', ['table.no-header'], () => repeated('a', Math.floor(500 * size) << 20)),
  streamed('quote-never-closed.csv', ['table.broken-quotes'], () =>
    concat(CSV_HEADER, '甲,"1105\n', repeated('乙,110105199003050016,1990-03-05\n', 1_000_000)),
  ),
  streamed('quotes-only.csv', ['table.broken-quotes', 'table.long-record'], () => concat(CSV_HEADER, repeated('"', 20 << 20))),
  streamed('misplaced-quotes.csv', ['table.broken-quotes'], () => concat(CSV_HEADER, repeated('"a"b,"c"d\n', 1_000_000))),
  streamed('millions-of-empty-columns.csv', ['table.broken-quotes', 'table.long-record'], () =>
    concat(CSV_HEADER, '甲', repeated(',', 8_000_000), '\n'),
  ),
  streamed('header-of-empty-columns.csv', ['read', 'table.no-header'], () =>
    concat('姓名,公民身份号码', repeated(',', 900_000), '\n甲,110105199003050016\n'),
  ),
  streamed('row-of-a-thousand-columns.csv', ['table.too-many-columns'], () => concat(CSV_HEADER, repeated('甲,', 1_000), '\n')),
  streamed('long-cells.csv', ['table.long-cell'], () => concat(CSV_HEADER, repeated('甲', 40_000), '\n')),
  streamed('millions-of-empty-rows.csv', ['table.too-many-other-rows'], () => concat(CSV_HEADER, repeated('\n', 20_000_000))),
  streamed('millions-of-totals.csv', ['table.too-many-other-rows'], () => concat(CSV_HEADER, repeated('合计,\n', 2_000_000))),
  streamed('dates-far-out.csv', ['read'], () =>
    concat(
      CSV_HEADER,
      ...['9999999-99-99', '1e308', '-1', '99999999999999999999', 'Infinity', '0000-00-00', '2958466', '275760-09-14'].map(
        date => `甲,110105199003050016,${date}\n`,
      ),
    ),
  ),
  streamed('spaces.csv', ['read'], () =>
    concat(CSV_HEADER, repeated(`${' '.repeat(32_000)}甲,${' '.repeat(32_000)}1,${'0'.repeat(32_000)}\n`, 20)),
  ),
]

/** Rosters, as for the import of registrations. `size`: 1 for the sizes that the names state, less for a faster test. */
export const hostileTables = (size: number): HostileFile[] => [...workbooks(size), ...csvFiles(size)]

const feature = (code: string, geometry: string, more = '') =>
  `{"type":"Feature","properties":{"code":"${code}","name":"${code}","population":1000${more}},"geometry":${geometry}}`
const collection = (...features: (string | Iterable<string>)[]) =>
  concat('{"type":"FeatureCollection","features":[', ...features, ']}')
const comma = (index: number) => (index === 0 ? '' : ',')
const ring = (count: number, radius: number) =>
  Array.from({ length: count }, (_, index) => {
    const turn = (2 * Math.PI * index) / count
    return `[${Math.cos(turn) * radius},${Math.sin(turn) * radius}]`
  }).join(',')

/** Files of units, as for a plan of districts. */
export const hostileAreas = (): HostileFile[] => [
  streamed('nested-arrays.geojson', ['areas.unreadable'], () => repeated('[', 15_000_000)),
  streamed('too-large.geojson', ['areas.unreadable'], () => concat('"', repeated('a', 40 << 20), '"')),
  streamed('millions-of-objects.geojson', ['areas.unreadable'], () => concat('[', repeated('{},', 10_000_000), '0]')),
  streamed('millions-of-keys.geojson', ['areas.unreadable'], () =>
    concat(
      '{',
      numbered(2_000_000, index => `${comma(index)}"${index}a":0`),
      '}',
    ),
  ),
  streamed('thousands-of-equal-points.geojson', ['read'], () =>
    collection(numbered(4_000, index => comma(index) + feature(`p${index}`, '{"type":"Point","coordinates":[116,39]}'))),
  ),
  streamed('overlapping-outlines.geojson', ['areas.unreadable'], () =>
    collection(
      numbered(2, index => comma(index) + feature(`s${index}`, `{"type":"Polygon","coordinates":[[${ring(200_000, 1)}]]}`)),
    ),
  ),
  streamed('too-many-points.geojson', ['areas.unreadable'], () =>
    collection(feature('a', `{"type":"Polygon","coordinates":[[${ring(600_000, 1)}]]}`)),
  ),
  streamed('numbers-far-out.geojson', ['areas.unreadable', 'read'], () =>
    collection(
      feature('a', '{"type":"Point","coordinates":[1e999,-1e308]}'),
      ',',
      feature('b', '{"type":"Point","coordinates":[0,1e-320]}'),
    ),
  ),
  streamed('too-many-units.csv', ['areas.unreadable'], () =>
    concat(
      'code,name,population,lon,lat\n',
      numbered(10_000, index => `c${index},n,1,${index},0\n`),
    ),
  ),
]
