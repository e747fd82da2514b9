/**
 * The voter list as it is posted (选民榜). Typst source; its data is made in poster.ts. Large type for reading at two metres, the
 * law's notice in front, the root of the version at the foot of every page so that any sheet on a wall can be checked against the files.
 */
import { SEAL_TYPST } from './seal.ts'

export const POSTER_TEMPLATE = `${SEAL_TYPST}${String.raw`
#let d = json("/data.json")
#let s = d.scale
#let red = rgb("#a81616")
#let ink = rgb("#1a1a1a")
#let soft = rgb("#595959")
#let hair = rgb("#d9d4cc")

#set document(title: d.title + " " + d.electionName + " " + d.districtName, keywords: ("mingce-root:" + d.root,) + if d.logCode == "" { () } else { ("mingce-log:" + d.logCode,) }, date: none)
#set text(font: d.families, fallback: false, lang: "zh", region: "cn", size: 16pt * s, fill: ink, top-edge: 0.88em, bottom-edge: -0.12em)
#set par(leading: 0.75em, spacing: 0.9em, justify: false)
#set page(
  width: d.width * 1mm, height: d.height * 1mm,
  margin: (left: 18mm * s, right: 18mm * s, top: 22mm * s, bottom: 27mm * s),
  background: if d.training { rotate(-35deg, text(size: 150pt * s, weight: 700, fill: rgb("#a8161618"), tracking: 0.3em)[演练]) },
  header: context if here().page() > 1 {
    set text(size: 11pt * s, fill: soft)
    grid(columns: (1fr, auto), d.electionName + "　" + d.districtName, text(fill: red, weight: 700, d.title + d.partLabel))
    v(-6pt * s)
    line(length: 100%, stroke: 0.8pt * s + red)
  },
  header-ascent: 5mm * s,
  footer: context {
    set text(size: 9pt * s, fill: soft)
    line(length: 100%, stroke: 0.8pt * s + red)
    v(-4pt * s)
    grid(
      columns: (1fr, auto), column-gutter: 8mm * s, align: (left + horizon, right + horizon),
      [#text(weight: 700)[名单校验值（SM3）]#h(0.5em)第#d.version;版　#d.publishedOn;公布 \
       #text(size: 9.5pt * s, fill: ink, tracking: 0.3pt)[#d.spelled]#if d.logCode != "" [ \ 操作记录短码#h(0.5em)#text(fill: ink)[#d.logCode]]],
      text(size: 13pt * s, fill: ink)[第 #counter(page).display() 页　共 #counter(page).final().first() 页],
    )
  },
  footer-descent: 6mm * s,
)

// The head of the first page.
#align(center)[
  #text(size: 66pt * s, weight: 700, fill: red, tracking: if d.title.clusters().len() < 4 { 0.35em } else { 0.08em })[#d.title]
  #v(-16pt * s)
  #text(size: 25pt * s, weight: 700)[#d.electionName]
  #if d.training [ #v(-8pt * s) #text(size: 19pt * s, weight: 700, fill: red)[演练用，不是真实的选民名单] ]
  #v(-8pt * s)
  #text(size: 19pt * s)[#d.levelName#h(1em)#text(weight: 700)[#d.districtName]#d.partLabel#h(1em)#d.countLine]
]
#v(5pt * s)
#line(length: 100%, stroke: 2pt * s + red)
#v(-9pt * s)
#line(length: 100%, stroke: 0.6pt * s + red)
#v(1pt * s)
#block(width: 100%, inset: (x: 10pt * s, y: 9pt * s), stroke: 1pt * s + red, radius: 2pt * s)[
  #for (i, row) in d.voting.enumerate() {
    if i > 0 { linebreak() }
    text(size: 16pt * s, weight: 700)[#row]
  }
]
#for paragraph in d.notice {
  par(justify: true, first-line-indent: (amount: 2em, all: true), leading: 0.8em)[#text(size: 14pt * s)[#paragraph]]
}
#v(2pt * s)

// Two characters are set as wide as three, as lists of names are.
#let part-of(part) = if type(part) == str { part } else if part.glyph == "" {
  box(width: 1em, height: 1em, baseline: 14%, stroke: 0.7pt * s + ink)
} else { box(height: 1em, baseline: 14%, image(part.glyph, height: 1em)) }
#let name-of(parts, spread) = parts.map(part-of).join(if spread { h(1em) } else { none })

// Beside the name: the sex, and under it a short mark; a long mark goes on the same line.
#let beside(sex, mark, stacked) = {
  set text(size: 8.5pt * s, fill: soft)
  if stacked { box(baseline: 18%, stack(spacing: 1.2pt * s, sex, text(size: 7pt * s, mark))) } else { sex; if mark != "" { h(0.4em) + mark } }
}

#let person(p) = grid.cell(
  colspan: p.at(4),
  block(width: 100%, inset: (y: 5.2pt * s))[#box(width: d.numberWidth * 1pt * s)[#align(right)[#text(size: 9pt * s, fill: soft)[#p.at(0)]]]#h(6pt * s)#name-of(p.at(1), p.at(6))#h(3.5pt * s)#beside(p.at(2), p.at(3), p.at(5))],
)

#for section in d.sections {
  if section.title != "" {
    block(above: 20pt * s, below: 8pt * s, sticky: true, width: 100%)[
      #box(width: 5pt * s, height: 15pt * s, fill: red, baseline: 1.5pt * s)#h(7pt * s)#text(size: 18pt * s, weight: 700)[#section.title]#h(0.8em)#text(size: 12pt * s, fill: soft)[#section.count]#if section.note != "" [ #linebreak()#text(size: 12pt * s, fill: ink)[#section.note]]
    ]
  }
  grid(
    columns: (1fr,) * d.columns,
    stroke: (bottom: 0.5pt * s + hair),
    ..section.people.map(person)
  )
}

#if d.last {
  block(breakable: false, above: 22pt * s, width: 100%)[
    #set text(size: 15pt * s)
    #grid(columns: (1fr, auto),
      [#text(size: 12pt * s, fill: soft)[申诉地点：#box(width: 70mm * s, stroke: (bottom: 0.5pt + soft))[#h(1pt)] \ 联系电话：#box(width: 70mm * s, stroke: (bottom: 0.5pt + soft))[#h(1pt)]]],
      box(height: 42mm * s, {
        // The words stand through the seal, as on paper.
        place(center + top, scale(s * 100%, origin: center + top, seal(d.committee)))
        block(inset: (top: 15mm * s), align(center)[#d.committee（盖章）#v(-2pt * s)#d.dateLine])
      }),
    )
  ]
}
`}`
