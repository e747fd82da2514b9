/** A cell that holds a name and a number, of one person or of several, or a number with words around it. */
import { looksLikeName, withoutLabels } from './names.ts'
import { mendText, numbersInText } from './numbers.ts'

export interface NamedNumber {
  readonly name: string
  readonly number: string
}

const HAS_LETTER = /[\p{L}]/u

/** The word that is a name, or else all words. */
const nameAmong = (text: string): string => {
  const words = withoutLabels(text)
  return words.split(/\s+/).find(looksLikeName) ?? words
}

/** The name before the number, or else the one after it. */
const nameBeside = (before: string, after: string): string => {
  const left = nameAmong(before)
  if (HAS_LETTER.test(left)) return left
  const right = nameAmong(after)
  return HAS_LETTER.test(right) ? right : ''
}

/** People of a cell that names each beside a number; empty where it holds no number. */
export const peopleInCell = (cell: string): NamedNumber[] => {
  const { text, numbers } = numbersInText(mendText(cell))
  const isFirst = numbers[0] !== undefined && HAS_LETTER.test(withoutLabels(text.slice(0, numbers[0].from)))
  return numbers.map(({ number, from, to }, i) => {
    const before = text.slice(numbers[i - 1]?.to ?? 0, from)
    const after = text.slice(to, numbers[i + 1]?.from ?? text.length)
    return { number, name: isFirst ? nameBeside(before, i === numbers.length - 1 ? after : '') : nameBeside(after, before) }
  })
}

/** Does a cell hold both a name and a number? */
export const holdsNameAndNumber = (cell: string): boolean => peopleInCell(cell).some(({ name }) => name !== '')

/** The number of a cell without the words around it; the cell itself where it has none, or several. */
export const numberOfCell = (cell: string): string => {
  const { text, numbers } = numbersInText(mendText(cell))
  const [only] = numbers
  return numbers.length === 1 && only?.isWhole && only.number !== text ? only.number : cell
}

/** Names of a cell: one a line, or divided by marks. */
export const namesInCell = (cell: string): string[] =>
  cell
    .split(/[\n,，、;；/]+/)
    .map(part => part.trim())
    .filter(part => part !== '')

const LABEL = /^[\s\u3000]*(姓\s*名|户\s*主|名字)\s*[:：]\s*/

/** A name without the label before it. */
export const nameOfCell = (cell: string): string => cell.replace(LABEL, '')
