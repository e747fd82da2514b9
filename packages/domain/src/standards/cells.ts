/** Cells of a clerk's table as text: no spaces around, nothing as null; and the many ways to say yes. */

const isEdge = (c: number): boolean => c <= 0x20 || c === 0xa0 || c === 0x3000 || c === 0xfeff || c === 0x200b

/** Asked of every cell of a million rows: one look at each character is quicker than two searches. */
const hasLineBreak = (text: string): boolean => {
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c === 0x0a || c === 0x0d) return true
  }
  return false
}

/** The cell without spaces around it and with line breaks as spaces; null where nothing is left. */
export const readText = (cell: string | undefined): string | null => {
  if (cell === undefined || cell === '') return null
  const clean =
    isEdge(cell.charCodeAt(0)) || isEdge(cell.charCodeAt(cell.length - 1)) ? cell.replace(/^[\s\u200b]+|[\s\u200b]+$/g, '') : cell
  if (clean === '') return null
  return hasLineBreak(clean) ? clean.replace(/\s*[\r\n]+\s*/g, ' ') : clean
}

/** A code cell: as readText, with full-width digits as ASCII and without the apostrophe that means "text". */
export const readCode = (cell: string | undefined): string | null => {
  const text = readText(cell)
  if (text === null) return null
  const first = text.charCodeAt(0)
  if (first === 0x27 || first === 0x2018 || first === 0x2019) return readText(text.slice(1))
  return first >= 0xff10 && first <= 0xff19
    ? text.replace(/[\uff10-\uff19]/g, c => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    : text
}

const NO = new Set([
  '否',
  '无',
  '没有',
  '未',
  '未参加',
  '不是',
  '没',
  '0',
  'n',
  'no',
  'none',
  'false',
  '×',
  'x',
  '✗',
  '✘',
  '-',
  '—',
  '–',
  '/',
  '\\',
  '０',
])

/** Yes or no: 是 有 √ 1 yes and the number of a document are yes; nothing, 否 无 × 0 / no are no. */
export const readYes = (cell: string | undefined): boolean => {
  if (cell === undefined || cell === '' || cell === '否' || cell === '无') return false
  if (cell === '是' || cell === '有') return true
  const text = readText(cell)
  return text !== null && !NO.has(text.toLowerCase())
}

const SAID = new Map<string, boolean>()
for (const word of '是 有 参加 选举 √ ✓ ✔ 1 １ y yes true'.split(' ')) SAID.set(word, true)
for (const word of '否 无 不 不参加 不选举 × ✗ ✘ x 0 ０ n no false'.split(' ')) SAID.set(word, false)

/** Yes, no, or null where the cell says neither: a dash, nothing, or other words. */
export const readSaidYes = (cell: string | undefined): boolean | null => {
  if (cell === undefined || cell === '') return null
  const known = SAID.get(cell)
  if (known !== undefined) return known
  const text = readText(cell)
  return text === null ? null : (SAID.get(text.toLowerCase()) ?? null)
}
