/** The registration card as a picture, to be kept among a phone's photos: the code, the name, and the lines below it. */
import { encode } from 'uqr'

export interface CardPicture {
  readonly title: string
  /** Of a training election; null: a real one. */
  readonly training: string | null
  readonly code: string
  readonly name: string
  readonly lines: readonly (readonly [label: string, value: string])[]
}

const WIDTH = 750
const EDGE = 48
const CODE = 520
const LINE = 46
const FONT = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", system-ui, sans-serif'

/** Breaks a text into lines that fit; a word longer than a line is broken anywhere, as Chinese is. */
const fit = (pen: CanvasRenderingContext2D, text: string, width: number): string[] => {
  const lines: string[] = []
  let line = ''
  for (const part of text.match(/[\u0021-\u024f]+|[\s\S]/gu) ?? []) {
    if (line !== '' && pen.measureText(line + part).width > width) {
      lines.push(line.trimEnd())
      line = part.trimStart()
    } else line += part
  }
  return [...lines, line]
}

const drawCode = (pen: CanvasRenderingContext2D, text: string, left: number, top: number): void => {
  const { size, data } = encode(text, { ecc: 'M', border: 3 })
  const step = Math.floor(CODE / size)
  const start = left + Math.floor((CODE - step * size) / 2)
  pen.fillStyle = '#000'
  data.forEach((row, y) => {
    row.forEach((dark, x) => {
      if (dark) pen.fillRect(start + x * step, top + y * step, step, step)
    })
  })
}

/** Draws the card; the height follows what it says. Throws where the browser has no canvas. */
const draw = (canvas: HTMLCanvasElement, card: CardPicture): void => {
  const pen = canvas.getContext('2d')
  if (!pen) throw new Error('no canvas')
  const within = WIDTH - 2 * EDGE
  pen.font = `30px ${FONT}`
  const title = fit(pen, card.title, within)
  const texts = card.lines.flatMap(([label, value]) => fit(pen, `${label}  ${value}`, within))
  canvas.width = WIDTH
  canvas.height = EDGE * 2 + (title.length + (card.training === null ? 0 : 1) + texts.length) * LINE + CODE + 130
  pen.fillStyle = '#fff'
  pen.fillRect(0, 0, canvas.width, canvas.height)
  pen.textBaseline = 'top'
  pen.textAlign = 'center'
  let y = EDGE
  const write = (lines: readonly string[], font: string, colour: string, x: number) => {
    pen.font = `${font} ${FONT}`
    pen.fillStyle = colour
    for (const line of lines) {
      pen.fillText(line, x, y)
      y += LINE
    }
  }
  write(title, '30px', '#083f47', WIDTH / 2)
  if (card.training !== null) write([card.training], 'bold 30px', '#8a5200', WIDTH / 2)
  drawCode(pen, card.code, (WIDTH - CODE) / 2, y)
  y += CODE + 20
  write([card.name], 'bold 44px', '#1c2527', WIDTH / 2)
  y += 24
  pen.textAlign = 'left'
  write(texts, '30px', '#1c2527', EDGE)
}

/** The card as a PNG. */
export const cardPicture = (card: CardPicture): Promise<Blob> =>
  new Promise((resolve, reject) => {
    const canvas = document.createElement('canvas')
    draw(canvas, card)
    canvas.toBlob(blob => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png')
  })
