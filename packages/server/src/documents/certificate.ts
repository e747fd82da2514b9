/** A certificate (选民资格证明, P83 §9) on one A5 page: what it says, its QR and the same as text, and how it may be used. */
import { renderSVG } from 'uqr'
import type { Fonts } from './fonts.ts'
import { chineseDate } from './poster.ts'
import { createPrinter, type Printed, type Printer } from './typst.ts'

export interface CertificateSheet {
  readonly id: string
  readonly electionName: string
  readonly name: string
  /** Where the voter is on the roll. */
  readonly place: string
  readonly committee: string
  /** 'YYYY-MM-DD', both. */
  readonly issuedOn: string
  readonly validUntil: string
  /** 0: the first print; else the number of the copy (副本). */
  readonly copy: number
  /** What the QR says. */
  readonly text: string
  /** For practice: a word across the page says that it is. */
  readonly training: boolean
}

const TEMPLATE = String.raw`
#let d = json("/data.json")
#let red = rgb("#a81616")
#let soft = rgb("#595959")
#let small(body) = text(size: 8pt, fill: soft, lang: "en", body)
#set document(title: "选民资格证明 " + d.id, date: none)
#set text(font: d.families, fallback: false, lang: "zh", region: "cn", size: 10.5pt, fill: rgb("#1a1a1a"))
#set par(leading: 0.7em, spacing: 0.75em)
#set page(
  paper: "a5", margin: (x: 15mm, top: 13mm, bottom: 14mm),
  background: if d.training { rotate(-35deg, text(size: 90pt, weight: 700, fill: rgb("#a8161618"), tracking: 0.3em)[演练]) },
  footer: small[编号 No. #d.id],
)
#if d.copy > 0 { place(top + right, box(stroke: 1pt + red, inset: 5pt, align(center, text(fill: red, weight: 700)[副本 #d.copy \ #text(size: 7pt)[COPY #d.copy]]))) }
#align(center)[
  #text(size: 24pt, weight: 700, fill: red, tracking: 0.12em)[选民资格证明]
  #v(-8pt)
  #small[Certificate of a voter]
]
#line(length: 100%, stroke: 1.2pt + red)
#par(justify: true, first-line-indent: (amount: 2em, all: true))[#text(weight: 700, d.name)在#d.electionName（本届）中登记为#d.place;的选民，持此证明可以在现居住地登记参加选举。有效期至#d.until;。]
#par(small[The person named above is registered as a voter there for this election and may register at the present residence with this certificate. Valid until #d.validUntil.])
#align(center, image(bytes(d.qr), format: "svg", width: 54mm, alt: d.text))
#par(leading: 0.5em, text(size: 6pt, d.lines.join(linebreak())))
#par[本证明只能使用一次；接收后本人不再列入原选区选民名单。]
#par(small[This certificate serves once; when it is accepted, the voter leaves the list of the old district.])
#v(1fr)
#align(right, block(align(center)[#d.committee（盖章） \ #small[Election committee (seal)] \ #d.date]))
`

/** The text is one long word: it is broken here, where every reader takes the pieces together again. */
const LINE = 92

/** Every text that will be printed, to be asked of the fonts first. */
export const certificateTexts = (sheet: CertificateSheet): string[] => [
  sheet.name,
  sheet.electionName,
  sheet.place,
  sheet.committee,
]

/** Lays a certificate out. `fonts` must have been asked for every text (`certificateTexts`). */
export const printCertificate = (fonts: Pick<Fonts, 'inUse'>, sheet: CertificateSheet, printer?: Printer): Printed => {
  const { families, files } = fonts.inUse()
  return (printer ?? createPrinter(files)).print(TEMPLATE, {
    ...sheet,
    families,
    qr: renderSVG(sheet.text, { ecc: 'L', border: 2 }),
    lines: sheet.text.match(new RegExp(`.{1,${LINE}}`, 'gu')) ?? [],
    until: chineseDate(sheet.validUntil),
    date: chineseDate(sheet.issuedOn),
  })
}
