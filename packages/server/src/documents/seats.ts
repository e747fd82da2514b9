/** The printed sheet of a congress's seats: its figures, each step with its article, and the table of areas and units (A4). */
import type { Fonts } from './fonts.ts'
import { chineseDate } from './poster.ts'
import { SEAL_TYPST } from './seal.ts'
import type { Printed, Printer } from './typst.ts'

export interface SeatSheet {
  readonly electionName: string
  /** Area and level. */
  readonly congress: string
  readonly total: number
  readonly facts: readonly string[]
  readonly steps: readonly { readonly text: string; readonly article: string; readonly seats: number }[]
  readonly rows: readonly {
    readonly name: string
    readonly population: number
    readonly seats: number
    readonly perDeputy: number
    readonly deviation: string
    readonly note: string
  }[]
  /** The order that a lot gave; '' where none was needed. */
  readonly lots: string
  readonly minorities: readonly string[]
  readonly committee: string
  /** 'YYYY-MM-DD' */
  readonly printedOn: string
}

const TEMPLATE = `${SEAL_TYPST}${String.raw`
#let d = json("/data.json")
#let soft = rgb("#595959")
#set document(title: "代表名额 " + d.congress, date: none)
#set text(font: d.families, fallback: false, lang: "zh", region: "cn", size: 11pt)
#set page(paper: "a4", margin: (x: 22mm, y: 22mm), footer: context {
  set text(size: 9pt, fill: soft)
  grid(columns: (1fr, auto), d.electionName, [第 #counter(page).display() 页　共 #counter(page).final().first() 页])
})
#align(center)[
  #text(size: 22pt, weight: 700)[代表名额及其分配]
  #v(-4pt)
  #text(size: 14pt)[#d.congress]
  #v(-4pt)
  #text(size: 16pt, weight: 700, fill: rgb("#a81616"))[#d.total 名]
]
#v(4pt)
#for fact in d.facts { par(fact) }
#v(4pt)
#text(weight: 700, size: 13pt)[名额的确定]
#table(
  columns: (1fr, auto, auto), stroke: 0.5pt + rgb("#c9c4bb"), inset: 6pt, align: (left, left, right),
  table.header([*步骤*], [*条款*], [*名额*]),
  ..d.steps.map(s => (s.text, text(fill: soft, s.article), str(s.seats))).flatten(),
)
#if d.rows.len() > 0 [
  #v(4pt)
  #text(weight: 700, size: 13pt)[名额的分配]#h(0.6em)#text(size: 9.5pt, fill: soft)[每一代表所代表的人口数大体相等，各区域至少一名（选举法第15条）；按 p/(2s+1) 依次分配]
  #table(
    columns: (1fr, auto, auto, auto, auto, auto), stroke: 0.5pt + rgb("#c9c4bb"), inset: 5pt,
    align: (left, right, right, right, right, left),
    table.header([*区域或单位*], [*人口*], [*名额*], [*每名代表人口*], [*与平均数相差*], [*备注*]),
    ..d.rows.map(r => (r.name, str(r.population), str(r.seats), str(r.perDeputy), r.deviation, r.note)).flatten(),
  )
]
#if d.lots != "" { par(d.lots) }
#if d.minorities.len() > 0 [
  #v(4pt)
  #text(weight: 700, size: 13pt)[少数民族代表名额]
  #for line in d.minorities { par(line) }
]
#v(10mm)
#block(breakable: false, width: 100%, height: 44mm)[
  #place(right + top, dx: -8mm, seal(d.committee))
  #place(right + top, dx: -4mm, dy: 14mm, align(center)[#d.committee \ #d.date])
]
`}`

/** Every text that will be printed, to be asked of the fonts first, so that no name prints as empty boxes. */
export const seatTexts = (sheet: SeatSheet): string[] => [
  TEMPLATE,
  sheet.electionName,
  sheet.congress,
  ...sheet.facts,
  sheet.lots,
  ...sheet.minorities,
  sheet.committee,
  chineseDate(sheet.printedOn),
  ...sheet.rows.map(row => row.name),
  ...sheet.steps.map(step => step.text),
]

/** Lays the sheet out. `fonts` must have been asked for every text (`seatTexts`). */
export const printSeats = (fonts: Pick<Fonts, 'inUse'>, sheet: SeatSheet, printer: Printer): Printed => {
  const { families } = fonts.inUse()
  return printer.print(TEMPLATE, { ...sheet, families, date: chineseDate(sheet.printedOn) })
}
