/**
 * Rows in COPY's binary format (https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format"), for files of a million rows: the
 * server takes a third to a half less time for them than for text, and they are written in less than half the time.
 */
import { numberOfDay } from '@mingce/domain/standards'
import { jsonOf } from '../statement/index.ts'

/** Types of the columns that rows are loaded into. Unlike text, the binary format has to meet them exactly. */
export type LoadType = 'boolean' | 'uuid' | 'text' | 'smallint' | 'integer' | 'bigint' | 'date' | 'jsonb' | 'bytea'

/** The columns of a load, in the order in which rows are written. */
export type LoadColumns = Readonly<Record<string, LoadType>>

/** Before the first row of a COPY: its signature, no flags, no extension. */
export const BEFORE_ROWS: Uint8Array = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)])
/** After its last. */
export const AFTER_ROWS: Uint8Array = Buffer.of(0xff, 0xff)

/** A row of a person is about so long. */
const USUAL = 288
/** A character of UTF-16 takes three bytes of UTF-8 at most. */
const WIDEST = 3
/** Every column and row begins with a length. */
const LENGTH = 4
const JSONB_VERSION = 1
/** Stands for what PostgreSQL cannot keep. */
const LOST = 0xfffd
/** PostgreSQL counts its days from here. */
const FIRST_DAY = numberOfDay('2000-01-01')

const valueOfHex = new Uint8Array(128)
for (const [value, digit] of [...'0123456789abcdef'].entries()) valueOfHex[digit.charCodeAt(0)] = value

/** Rows of a load, written column by column: `page.row().uuid(keys, 0).text(name)`. A column of another type than the load's is an error. */
export class CopyPage {
  readonly #names: readonly string[]
  readonly #types: readonly LoadType[]
  #bytes: Buffer
  #length = 0
  /** The next column of the row. */
  #column: number

  /** `rows`: about how many will come. */
  constructor(columns: LoadColumns, rows: number) {
    this.#names = Object.keys(columns)
    this.#types = Object.values(columns)
    this.#column = this.#types.length
    this.#bytes = Buffer.allocUnsafe(USUAL * (rows + 1))
  }

  /** Begins a row; the one before has to be whole. */
  row(): this {
    this.#endRow()
    this.#column = 0
    this.#makeRoom(LENGTH)
    const count = this.#types.length
    this.#bytes[this.#length++] = count >> 8
    this.#bytes[this.#length++] = count
    return this
  }

  /** The 16 bytes at `at`. */
  uuid(bytes: Uint8Array, at: number): this {
    this.#begin('uuid', 16)
    this.#int32(16)
    const into = this.#bytes
    const start = this.#length
    for (let i = 0; i < 16; i++) into[start + i] = bytes[at + i] as number
    this.#length = start + 16
    return this
  }

  /** NUL, which PostgreSQL cannot keep, becomes U+FFFD, so that one byte does not stop a file and the check of names sees that a character was lost. */
  text(value: string | null): this {
    if (value === null) return this.#nothing('text')
    this.#begin('text', WIDEST * value.length)
    const start = this.#length
    this.#length += LENGTH
    this.#utf8(value)
    return this.#sized(start)
  }

  jsonb(document: object | null): this {
    if (document === null) return this.#nothing('jsonb')
    const text = jsonOf(document)
    this.#begin('jsonb', 1 + WIDEST * text.length)
    const start = this.#length
    this.#length += LENGTH
    this.#bytes[this.#length++] = JSONB_VERSION
    this.#utf8(text)
    return this.#sized(start)
  }

  boolean(value: boolean | null): this {
    if (value === null) return this.#nothing('boolean')
    this.#begin('boolean', 1)
    this.#int32(1)
    this.#bytes[this.#length++] = value ? 1 : 0
    return this
  }

  smallint(value: number | null): this {
    if (value === null) return this.#nothing('smallint')
    if ((value << 16) >> 16 !== value) throw new RangeError(`${value} is no smallint`)
    this.#begin('smallint', 2)
    this.#int32(2)
    this.#bytes[this.#length++] = value >> 8
    this.#bytes[this.#length++] = value
    return this
  }

  integer(value: number | null): this {
    if (value === null) return this.#nothing('integer')
    if ((value | 0) !== value) throw new RangeError(`${value} is no integer`)
    this.#begin('integer', 4)
    this.#int32(4)
    this.#int32(value)
    return this
  }

  bigint(value: number | null): this {
    if (value === null) return this.#nothing('bigint')
    if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is no bigint`)
    this.#begin('bigint', 8)
    this.#int32(8)
    this.#int32(Math.floor(value / 2 ** 32))
    this.#int32(value | 0)
    return this
  }

  /** An existing day, 'YYYY-MM-DD'. */
  date(day: string | null): this {
    if (day === null) return this.#nothing('date')
    const number = numberOfDay(day) - FIRST_DAY
    this.#begin('date', 4)
    this.#int32(4)
    this.#int32(number)
    return this
  }

  bytea(bytes: Uint8Array): this {
    this.#begin('bytea', bytes.length)
    this.#int32(bytes.length)
    this.#bytes.set(bytes, this.#length)
    this.#length += bytes.length
    return this
  }

  /** The bytes that hexadecimal digits stand for, lower case. */
  hex(digits: string): this {
    const length = digits.length / 2
    this.#begin('bytea', length)
    this.#int32(length)
    const into = this.#bytes
    let to = this.#length
    for (let i = 0; i < digits.length; i += 2)
      into[to++] = ((valueOfHex[digits.charCodeAt(i)] as number) << 4) | (valueOfHex[digits.charCodeAt(i + 1)] as number)
    this.#length = to
    return this
  }

  /** All rows so far. */
  rows(): Uint8Array {
    this.#endRow()
    return this.#bytes.subarray(0, this.#length)
  }

  #endRow(): void {
    if (this.#column !== this.#types.length) throw new Error(`the row has no ${this.#names[this.#column]}`)
  }

  #begin(type: LoadType, most: number): void {
    if (this.#types[this.#column] !== type) throw new Error(`${this.#names[this.#column] ?? 'the next row'} takes no ${type}`)
    this.#column++
    this.#makeRoom(LENGTH + most)
  }

  #nothing(type: LoadType): this {
    this.#begin(type, 0)
    this.#int32(-1)
    return this
  }

  #makeRoom(needed: number): void {
    if (this.#length + needed <= this.#bytes.length) return
    const larger = Buffer.allocUnsafe(2 * (this.#length + needed))
    this.#bytes.copy(larger, 0, 0, this.#length)
    this.#bytes = larger
  }

  #int32(value: number): void {
    const into = this.#bytes
    const at = this.#length
    into[at] = value >> 24
    into[at + 1] = value >> 16
    into[at + 2] = value >> 8
    into[at + 3] = value
    this.#length = at + LENGTH
  }

  /** Writes the length of a column whose bytes are known now, at the `start` that was left free for it. */
  #sized(start: number): this {
    const end = this.#length
    this.#length = start
    this.#int32(end - start - LENGTH)
    this.#length = end
    return this
  }

  /**
   * By hand: a call into the runtime for each of some short texts a row took longer than all of the rest. NUL and halves of characters
   * become U+FFFD.
   */
  // biome-ignore lint/complexity/noExcessiveCognitiveComplexity: one loop over characters on the path of every text of an import
  #utf8(text: string): void {
    const into = this.#bytes
    let to = this.#length
    for (let i = 0; i < text.length; i++) {
      let c = text.charCodeAt(i)
      if (c < 0x80 && c !== 0) {
        into[to++] = c
        continue
      }
      if (c === 0) c = LOST
      else if (c >= 0xd800 && c <= 0xdfff) {
        const low = c < 0xdc00 ? text.charCodeAt(i + 1) : 0
        if (low >= 0xdc00 && low <= 0xdfff) {
          i++
          c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00)
        } else c = LOST
      }
      if (c < 0x800) into[to++] = 0xc0 | (c >> 6)
      else {
        if (c < 0x10000) into[to++] = 0xe0 | (c >> 12)
        else {
          into[to++] = 0xf0 | (c >> 18)
          into[to++] = 0x80 | ((c >> 12) & 0x3f)
        }
        into[to++] = 0x80 | ((c >> 6) & 0x3f)
      }
      into[to++] = 0x80 | (c & 0x3f)
    }
    this.#length = to
  }
}
