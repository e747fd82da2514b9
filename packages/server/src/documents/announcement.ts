/** The announcement of the electoral districts (选区划分公告, EL 25, 26): each district, what it is made of, its deputies. */
import type { Fonts } from './fonts.ts'
import { chineseDate } from './poster.ts'
import { SEAL_TYPST } from './seal.ts'
import { createPrinter, type Printed, type Printer } from './typst.ts'

export interface Announcement {
  readonly electionName: string
  readonly levelName: string
  readonly committee: string
  /** 'YYYY-MM-DD' */
  readonly date: string
  /** Not the legal plan: every page says so. */
  readonly draft: boolean
  readonly sketch: boolean
  readonly paragraphs: readonly string[]
  readonly districts: readonly {
    readonly name: string
    readonly units: readonly string[]
    readonly seats: number
    readonly population: number
    readonly perDeputy: number
  }[]
  readonly total: { readonly seats: number; readonly population: number }
}

const TEMPLATE = `${SEAL_TYPST}${String.raw`
#let d = json("/data.json")
#let red = rgb("#a81616")
#let soft = rgb("#595959")
#set document(title: d.title, date: none)
#set text(font: d.families, fallback: false, lang: "zh", region: "cn", size: 12pt, fill: rgb("#1a1a1a"))
#set par(leading: 0.8em, spacing: 1em, justify: true)
#set page(
  paper: "a4", margin: (x: 22mm, top: 24mm, bottom: 24mm),
  background: if d.draft { rotate(-35deg, text(size: 110pt, weight: 700, fill: rgb("#e9e4dc"))[草案]) },
  footer: context align(center, text(size: 10pt, fill: soft)[第 #counter(page).display() 页　共 #counter(page).final().first() 页]),
)
#align(center)[
  #text(size: 17pt, weight: 700)[#d.electionName]
  #v(-2pt)
  #text(size: 30pt, weight: 700, fill: red, tracking: 0.08em)[选区划分公告]
]
#line(length: 100%, stroke: 1.5pt + red)
#for paragraph in d.paragraphs { par(first-line-indent: (amount: 2em, all: true))[#paragraph] }
#v(4pt)
#set par(justify: false)
#table(
  columns: (auto, 1fr, auto, auto, auto), inset: 6pt, stroke: 0.5pt + rgb("#b9b3a8"),
  align: (left + horizon, left + horizon, center + horizon, right + horizon, right + horizon),
  table.header(..("选区", "所辖单元", "代表名额", "人口", "每名代表所代表的人口").map(one => text(weight: 700, size: 10.5pt)[#one])),
  ..d.districts.map(one => (text(weight: 700)[#one.name], text(size: 10.5pt)[#one.units], one.seats, one.population, one.perDeputy).map(cell => [#cell])).flatten(),
  table.cell(colspan: 2)[合计　#d.count], [#d.total.seats], [#d.total.population], [],
)
#v(10pt)
// A draft is sealed by nobody.
#block(breakable: false, width: 100%, height: if d.draft { auto } else { 44mm })[
  #if d.draft { align(right, block(align(center)[#d.committee（盖章） \ #d.date])) } else {
    place(right + top, dx: -8mm, seal(d.committee))
    place(right + top, dx: -4mm, dy: 14mm, align(center)[#d.committee（盖章） \ #d.date])
  }
]
`}`

const figure = (count: number): string => String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ',')

/** Every text that will be printed, to be asked of the fonts first. */
export const announcementTexts = (one: Announcement): string[] => [
  one.electionName,
  one.levelName,
  one.committee,
  ...one.paragraphs,
  ...one.districts.flatMap(({ name, units }) => [name, ...units]),
]

/** Lays an announcement out on A4. `fonts` must have been asked for every text (`announcementTexts`). */
export const printAnnouncement = (fonts: Pick<Fonts, 'inUse'>, announcement: Announcement, printer?: Printer): Printed => {
  const { families, files } = fonts.inUse()
  return (printer ?? createPrinter(files)).print(TEMPLATE, {
    ...announcement,
    families,
    title: `${announcement.electionName} 选区划分公告`,
    date: chineseDate(announcement.date),
    count: `${announcement.districts.length}个选区`,
    districts: announcement.districts.map(one => ({
      name: one.name,
      units: one.units.join('、'),
      seats: String(one.seats),
      population: figure(one.population),
      perDeputy: figure(one.perDeputy),
    })),
    total: { seats: String(announcement.total.seats), population: figure(announcement.total.population) },
  })
}
