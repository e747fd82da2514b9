/** Household sheets: of each door the people who are not yet registered, boxes to tick, and a QR that opens the household (A4). */
import { renderSVG } from 'uqr'
import { chineseDate } from './poster.ts'

export interface HouseholdSheet {
  readonly electionName: string
  /** The community. */
  readonly place: string
  /** 'YYYY-MM-DD' */
  readonly printedOn: string
  /** Titles of the boxes, the same for everybody. */
  readonly outcomes: readonly string[]
  readonly doors: readonly {
    /** Street, building and unit. */
    readonly building: string
    readonly door: string
    /** What the QR says: an address with a sealed handle, nothing of a person. */
    readonly url: string
    readonly people: readonly { readonly name: string; readonly sex: string; readonly born: string; readonly phone: string }[]
  }[]
  readonly training: boolean
}

export const HOUSEHOLD_TEMPLATE = `
#let d = json("/data.json")
#let soft = rgb("#595959")
#let edge = 0.5pt + rgb("#8c877e")
#set document(title: "走访单 " + d.place, date: none)
#set text(font: d.families, fallback: false, lang: "zh", region: "cn", size: 10.5pt, fill: rgb("#1a1a1a"))
#set par(leading: 0.6em, spacing: 0.7em)
#set page(
  paper: "a4", margin: (x: 14mm, top: 14mm, bottom: 16mm),
  foreground: if d.training { rotate(-35deg, text(size: 110pt, weight: 700, fill: rgb("#a8161618"), tracking: 0.3em)[演练]) },
  footer: context {
    set text(size: 8.5pt, fill: soft)
    grid(columns: (1fr, auto), [仅供选民登记走访使用，用后交回销毁。“终止走访”不写原因。], [#d.place　第 #counter(page).display() 页　共 #counter(page).final().first() 页])
  },
)
#grid(columns: (1fr, auto), align: (left + bottom, right + bottom),
  text(size: 18pt, weight: 700)[尚未登记选民走访单], text(size: 10pt, fill: soft)[#d.date 打印])
#text(size: 12pt, weight: 700)[#d.place]#h(1em)#text(fill: soft)[#d.electionName　#d.count]
#let box-cell = box(width: 4mm, height: 4mm, stroke: 0.8pt + rgb("#1a1a1a"))
#for door in d.doors {
  block(breakable: door.people.len() > 14, width: 100%, above: 5mm, {
    grid(columns: (1fr, 27mm), column-gutter: 3mm, align: (left + top, right + top),
      {
        text(size: 13pt, weight: 700)[#door.building#h(0.5em)#door.door]
        v(-1mm)
        table(
          columns: (1fr, auto, auto, auto, ..d.outcomes.map(_ => 12.8mm)), stroke: edge, inset: (x: 3pt, y: 4.5pt),
          align: (left + horizon, center + horizon, center + horizon, left + horizon, ..d.outcomes.map(_ => center + horizon)),
          table.header(..("姓名", "性别", "出生年", "电话").map(one => text(size: 8.5pt, fill: soft, one)), ..d.outcomes.map(one => text(size: 7pt, fill: soft, one))),
          ..door.people.map(p => (text(weight: 700, p.name), p.sex, p.born, text(size: 9pt, p.phone), ..d.outcomes.map(_ => box-cell))).flatten(),
        )
      },
      align(center, {
        image(bytes(door.qr), format: "svg", width: 26mm, alt: "录入结果")
        v(-2mm)
        text(size: 7pt, fill: soft)[登录后扫码录入结果]
      }),
    )
    line(length: 100%, stroke: (paint: rgb("#c9c4bb"), thickness: 0.5pt, dash: "dashed"))
  })
}
`

/** What the template reads. */
export const householdData = (sheet: HouseholdSheet) => ({
  ...sheet,
  date: chineseDate(sheet.printedOn),
  count: `${sheet.doors.length}户　${sheet.doors.reduce((sum, { people }) => sum + people.length, 0)}人`,
  doors: sheet.doors.map(door => ({ ...door, qr: renderSVG(door.url, { ecc: 'L', border: 1 }) })),
})
