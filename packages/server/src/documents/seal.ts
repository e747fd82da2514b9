/**
 * A committee's round seal (圆章) for documents, drawn from its name. It is a specimen and says so (电子样章): a document is sealed by hand, or
 * by whoever may keep an electronic seal.
 */

/** Typst source of `seal(name)`: 42 mm across, the name round the top, a star, and the word that it is a specimen. */
export const SEAL_TYPST = `
#let seal(name) = {
  let red = rgb("#c8211b")
  let letters = name.clusters()
  let count = letters.len()
  let span = calc.min(270deg, count * 24deg)
  let radius = 16mm
  let size = calc.min(15pt, span / 1rad * radius / count * 0.82)
  box(width: 42mm, height: 42mm, {
    place(center + horizon, circle(radius: 20.4mm, stroke: 1.2mm + red))
    for (index, letter) in letters.enumerate() {
      let angle = if count == 1 { 0deg } else { -span / 2 + span * index / (count - 1) }
      place(
        center + horizon,
        dx: radius * calc.sin(angle),
        dy: -radius * calc.cos(angle),
        rotate(angle, text(size: size, weight: 700, fill: red, letter)),
      )
    }
    place(center + horizon, dy: -1mm, polygon(
      fill: red,
      ..range(10).map(index => {
        let r = if calc.rem(index, 2) == 0 { 5.4mm } else { 2.1mm }
        (5.4mm + r * calc.sin(index * 36deg), 5.4mm - r * calc.cos(index * 36deg))
      }),
    ))
    place(center + horizon, dy: 10mm, text(size: 8.5pt, weight: 700, fill: red)[电子样章])
  })
}
`
