/**
 * What a reader of ID cards (二代证读卡器) types or copies: name, sex, people, birth, address and number, labelled or in the order of the
 * card, on lines of their own or separated by tabs, bars, commas. The number alone decides birth and sex; the rest is compared with it.
 */
import {
  isUnprintable,
  normalizePersonName,
  type ResidentIdFault,
  type ResidentIdReading,
  readDate,
  readPeople,
  readResidentId,
  readSex,
  readText,
  type Sex,
} from '../standards/index.ts'

/** A fault of the text as a whole, apart from those of the number. */
export type CardFault = ResidentIdFault | 'name-missing' | 'name-unprintable' | 'two-numbers' | 'birth-differs' | 'sex-differs'

export interface CardText {
  /** One spelling of spaces and dots; empty where none was found. */
  readonly name: string
  /** 18 places; null where it is missing or faulty. */
  readonly number: string | null
  readonly sex: Sex | null
  /** 'YYYY-MM-DD' */
  readonly birthDate: string | null
  readonly address: string | null
  /** In the order in which a person would mend them; none: as it should be. */
  readonly faults: readonly CardFault[]
}

type Field = 'name' | 'sex' | 'people' | 'birth' | 'address' | 'number' | 'other'

const LABELS: Readonly<Record<Field, string>> = {
  name: '姓名|名字|持证人姓名|full name|name',
  sex: '性别|sex|gender',
  people: '民族|nationality|nation|ethnicity',
  birth: '出生日期|出生年月日|出生年月|出生|生日|date of birth|birth date|birthday|birth|dob',
  address: '户籍地址|家庭住址|住址|地址|address',
  number:
    '公民身份号码|公民身份证号码|居民身份证号码|居民身份证号|身份证号码|身份证号|身份证编号|身份号码|证件号码|证件编号|证件号|号码|id number|id card number|id card|id no|number|id',
  // On the back of the card, or of the reader: read away, so that a date of issue is never taken for a birth date.
  other:
    '签发机关|发证机关|有效期限起|有效期限止|有效期限|有效期至|有效期|起始日期|截止日期|签发日期|卡号|物理卡号|安全模块号|证件类型|照片|指纹信息|指纹|备注|issued by|authority|valid from|valid to|valid thru|validity|expiry date|card type|photo',
}

/** Full-width ASCII, which readers' programs like, as ASCII; no zero-width marks. */
const plain = (text: string): string =>
  text
    .replace(/[\uff01-\uff5e]/g, c => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/[\u200b-\u200f\ufeff]/g, '')
    .replace(/\u3000/g, ' ')

/** Card makers spread a word over its field: 姓 名, 性　别. */
const spread = (label: string): string => (/^[a-z ]+$/.test(label) ? label.replaceAll(' ', '[ _-]?') : [...label].join(' ?'))
const fieldsByLabel = (Object.entries(LABELS) as [Field, string][]).flatMap(([field, words]) =>
  words.split('|').map(word => ({ field, word })),
)
const byWord = new Map(fieldsByLabel.map(({ field, word }) => [word.replaceAll(' ', ''), field]))
const words = fieldsByLabel
  .map(({ word }) => word)
  .sort((a, b) => b.length - a.length)
  .map(spread)
  .join('|')
const bare = (label: string): string => label.toLowerCase().replace(/[ _-]/g, '')
const fieldOf = (label: string): Field => byWord.get(bare(label)) ?? 'other'

/** A label is followed by a colon or an equals sign, or stands alone at the start of a line (as on the card itself). */
const LABELLED = new RegExp(`(?:^|[\\n\\t|,;， ])[*"]?(${words})[" ]*(?:[:=]|[ \\t]+(?=\\S)|(?=\\n|$))`, 'gi')
const SEPARATORS = /[\n\t|,;]+/

const trimmed = (value: string): string => value.replace(/^[\s"'|,;:=]+|[\s"'|,;]+$/g, '')

/** A line of labels over a line of values, as copied from a table. */
const readTable = (text: string): Map<Field, string> | null => {
  const [head = '', ...rest] = text.split('\n').filter(line => line.trim() !== '')
  const separator = ['\t', '|', ','].find(sign => head.includes(sign))
  const [line] = rest
  if (!separator || line === undefined || !line.includes(separator)) return null
  const heads = head.split(separator).map(cell => trimmed(cell))
  const known = heads.filter(cell => byWord.has(bare(cell)))
  if (known.length < 2) return null
  const values = line.split(separator)
  const found = new Map<Field, string>()
  heads.forEach((cell, i) => {
    const field = fieldOf(cell)
    const value = trimmed(values[i] ?? '')
    if (field !== 'other' && value !== '' && !found.has(field)) found.set(field, value)
  })
  return found
}

const readLabelled = (text: string): Map<Field, string> | null => {
  const marks = [...text.matchAll(LABELLED)]
  const found = new Map<Field, string>()
  marks.forEach((mark, i) => {
    const field = fieldOf(mark[1] ?? '')
    const end = marks[i + 1]?.index ?? text.length
    const value = trimmed(text.slice(mark.index + mark[0].length, end))
    if (field !== 'other' && value !== '' && !found.has(field)) found.set(field, value)
  })
  return found.has('number') || found.size >= 2 ? found : null
}

const NUMBER = /(?:^|[^0-9A-Za-z])(\d[\d ]{12,20}[\dXx])(?![0-9A-Za-z])/g
const looksLikeNumber = (cell: string): boolean => /^\d{17}[\dXx]$|^\d{15}$/.test(cell.replace(/ /g, ''))
const looksLikeAddress = (cell: string): boolean => /[省市区县州盟旗镇乡村路街巷号室组弄楼幢栋]/.test(cell) && cell.length > 5

type Cells = Map<Field, string>

/** What a value without a label is, by its shape: the first that fits. What is left first is the name. */
const SHAPES: readonly (readonly [Field, (part: string, found: Cells) => boolean])[] = [
  ['number', looksLikeNumber],
  ['sex', (part, found) => !found.has('sex') && readSex(part) !== undefined && !/^\d/.test(part)],
  ['birth', part => readDate(part) !== undefined],
  ['people', (part, found) => !found.has('people') && readPeople(part) !== undefined && found.has('name')],
  ['address', looksLikeAddress],
  ['name', (part, found) => !found.has('name') && /\p{Letter}/u.test(part) && !/\d/.test(part)],
]

/** Values without labels, in whatever order. */
const readShapes = (text: string): Cells => {
  const cells = text.split(SEPARATORS).map(trimmed).filter(Boolean)
  const parts = cells.length > 1 ? cells : text.split(/\s+/).map(trimmed).filter(Boolean)
  const found: Cells = new Map()
  for (const part of parts) {
    const [field] = SHAPES.find(([, fits]) => fits(part, found)) ?? []
    if (field && !found.has(field)) found.set(field, part)
  }
  return found
}

const numbersIn = (text: string): Set<string> =>
  new Set(
    [...text.matchAll(NUMBER)]
      .map(([, cell = '']) => cell.replace(/ /g, '').toUpperCase())
      .filter(cell => looksLikeNumber(cell) && readResidentId(cell, { isCurrentCounty: () => true }).kind === 'ok'),
  )

/** What is wrong with a card's name and number, and where birth and sex differ from what the number says. */
const cardFaults = (
  text: string,
  name: string,
  id: ResidentIdReading,
  saidBirth: string | null,
  saidSex: Sex | null,
): CardFault[] => {
  const faults: CardFault[] = []
  if (name === '') faults.push('name-missing')
  else if (isUnprintable(name)) faults.push('name-unprintable')
  if (id.kind !== 'ok') faults.push(id.kind)
  if (numbersIn(text).size > 1) faults.push('two-numbers')
  if (id.kind !== 'ok') return faults
  if (saidBirth !== null && saidBirth !== id.birth) faults.push('birth-differs')
  if (saidSex !== null && saidSex !== id.sex) faults.push('sex-differs')
  return faults
}

/**
 * Reads one person's card. Never throws: what is not found is a fault. `bornBy` is the last believable birth date, 'YYYY-MM-DD' (today).
 * A text with two people's numbers is refused as a whole, so that no name is paired with another person's number.
 */
export const readCardText = (raw: string, bornBy?: string): CardText => {
  const text = plain(raw).replace(/\r\n?/g, '\n').trim()
  const cells = readTable(text) ?? readLabelled(text) ?? readShapes(text)
  const id = readResidentId(cells.get('number') ?? '', { isCurrentCounty: () => true, bornBy })
  const name = normalizePersonName(cells.get('name') ?? '')
  const saidBirth = readDate(cells.get('birth') ?? '') ?? null
  const saidSex = readSex(cells.get('sex') ?? '') ?? null
  const faults = cardFaults(text, name, id, saidBirth, saidSex)
  const address = readText(cells.get('address')?.replace(/\s*\n\s*/g, ''))
  const isOne = !faults.includes('two-numbers')
  if (id.kind !== 'ok') return { name: isOne ? name : '', number: null, sex: saidSex, birthDate: saidBirth, address, faults }
  return isOne
    ? { name, number: id.number, sex: id.sex, birthDate: id.birth, address, faults }
    : { name: '', number: null, sex: id.sex, birthDate: id.birth, address, faults }
}
