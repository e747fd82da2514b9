/** Posters that open the portal with the place filled in: one A4 page for each station or community. */
import { renderSVG } from 'uqr'

export interface EntrancePosters {
  readonly electionName: string
  readonly pages: readonly {
    /** Name of the station or community. */
    readonly place: string
    /** Lines below it: address, hours, what it serves. */
    readonly lines: readonly string[]
    readonly url: string
    /** The address says the place; else whoever registers chooses it. */
    readonly filled: boolean
  }[]
  readonly training: boolean
}

export const ENTRANCE_TEMPLATE = `
#let d = json("/data.json")
#let red = rgb("#a81616")
#let soft = rgb("#595959")
#set document(title: "扫码登记 " + d.electionName, date: none)
#set text(font: d.families, fallback: false, lang: "zh", region: "cn", size: 14pt, fill: rgb("#1a1a1a"))
#set par(leading: 0.7em, spacing: 0.8em)
#set page(
  paper: "a4", margin: (x: 20mm, top: 24mm, bottom: 18mm),
  foreground: if d.training { rotate(-35deg, text(size: 130pt, weight: 700, fill: rgb("#a8161618"), tracking: 0.3em)[演练]) },
)
#for (index, page) in d.pages.enumerate() {
  if index > 0 { pagebreak() }
  align(center, {
    text(size: 17pt, d.electionName)
    v(2mm)
    text(size: 54pt, weight: 700, fill: red, tracking: 0.1em)[选民登记]
    v(-6mm)
    line(length: 100%, stroke: 2pt + red)
    v(2mm)
    text(size: 26pt, weight: 700, page.place)
    for one in page.lines { par(text(size: 15pt, one)) }
    v(4mm)
    image(bytes(page.qr), format: "svg", width: 96mm, alt: page.url)
    v(1mm)
    text(size: 20pt, weight: 700)[手机扫码，在线登记]
    v(0mm)
    text(size: 10pt, fill: soft, page.url)
    v(1fr)
    text(size: 13pt)[扫码后先用本人实名登录#if page.filled [，所在地已经填好，可以更改]。#linebreak()不会用手机的，请带身份证到选民登记站办理。]
    v(1mm)
    text(size: 10.5pt, fill: soft, lang: "en")[Scan to register as a voter. Sign in first#if page.filled [; the place is filled in and can be changed].]
  })
}
`

/** What the template reads. */
export const entranceData = (posters: EntrancePosters) => ({
  ...posters,
  pages: posters.pages.map(page => ({ ...page, qr: renderSVG(page.url, { ecc: 'M', border: 2 }) })),
})
