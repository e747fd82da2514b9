/**
 * The backup's file: gzipped UTF-8 text, the same from both stores and readable with zcat. First a line of JSON about the whole; then per
 * table a line of JSON, its rows as PostgreSQL's COPY text, and `\.`; last a line of JSON with the rows and SM3 of each table.
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type { Text } from '@mingce/domain/result'
import { DatabaseRefusal } from '../errors.ts'

export const backupFormat = 'mingce-backup-1'

export interface BackupHeader {
  readonly format: typeof backupFormat
  /** ISO instant. */
  readonly createdAt: string
  /** Applied migrations, in order: the level the tables are at. */
  readonly migrations: readonly { readonly name: string; readonly checksum: string }[]
}

/** A partition of a table: its name, and its bound as PostgreSQL prints it, e.g. `FOR VALUES IN ('7')`. */
export interface BackupPartition {
  readonly name: string
  readonly bound: string
}

export interface BackupTable {
  readonly table: string
  readonly columns: readonly string[]
  /** Of a partitioned table: the partitions that its rows, which stand here together, go into. */
  readonly partitions?: readonly BackupPartition[]
}

const literal = String.raw`(?:'(?:[^'\\]|'')*'|-?\d+(?:\.\d+)?|true|false|NULL|MINVALUE|MAXVALUE)`
const literals = String.raw`\(${literal}(?:, ${literal})*\)`
/** What a bound may be. It becomes part of a statement at a restore, so nothing but literals may stand in it. */
const boundForm = new RegExp(
  String.raw`^(?:DEFAULT|FOR VALUES (?:IN ${literals}|FROM ${literals} TO ${literals}|WITH \(modulus \d+, remainder \d+\)))$`,
)

export interface TableTotal {
  readonly rows: number
  /** SM3 of the table's COPY text, hex. */
  readonly sm3: string
}

export interface BackupEnd {
  readonly tables: Readonly<Record<string, TableTotal>>
  /** Where each identity column's sequence stands: table, column, last value given, whether it was given. */
  readonly sequences: readonly {
    readonly table: string
    readonly column: string
    readonly value: number
    readonly called: boolean
  }[]
}

/** The backup cannot be used: damaged, of another format, or not a backup. */
export const damaged = (file: string, what: Text): DatabaseRefusal =>
  new DatabaseRefusal({
    zh: `备份文件 ${file} 无法使用：${what.zh}。未做任何更改。请换用另一份备份。`,
    en: `The backup ${file} cannot be used: ${what.en}. Nothing was changed. Use another backup.`,
  })

/** Reads text by lines, and COPY data in large pieces of whole lines. */
class TextReader {
  readonly #source: AsyncIterator<string>
  #text = ''

  constructor(source: AsyncIterable<string>) {
    this.#source = source[Symbol.asyncIterator]()
  }

  async #more(): Promise<boolean> {
    const { done, value } = await this.#source.next()
    if (done === true) return false
    this.#text += value
    return true
  }

  async line(): Promise<string | undefined> {
    for (;;) {
      const end = this.#text.indexOf('\n')
      if (end >= 0) {
        const line = this.#text.slice(0, end)
        this.#text = this.#text.slice(end + 1)
        return line
      }
      if (!(await this.#more())) return undefined
    }
  }

  /** The lines up to `\.`, which no COPY line can be; false at the end when the file ends first. */
  async *data(): AsyncGenerator<string, boolean> {
    for (;;) {
      if (this.#text.startsWith('\\.\n')) {
        this.#text = this.#text.slice(3)
        return true
      }
      const end = this.#text.indexOf('\n\\.\n')
      const cut = end >= 0 ? end : this.#text.lastIndexOf('\n')
      if (cut >= 0) {
        const piece = this.#text.slice(0, cut + 1)
        this.#text = this.#text.slice(cut + 1)
        yield piece
      } else if (!(await this.#more())) return false
    }
  }
}

/** What reading a backup calls, in the file's order. `rows` must be read to its end. */
export interface BackupVisitor {
  header?(header: BackupHeader): Promise<void>
  table(table: BackupTable, rows: AsyncIterable<string>): Promise<void>
  end?(end: BackupEnd): Promise<void>
}

/** Pieces of COPY data as they pass, and, after the last, how many rows they had and their digest. */
const countRows = (data: AsyncGenerator<string, boolean>, cut: () => DatabaseRefusal) => {
  const digest = createHash('sm3')
  let rows = 0
  async function* pieces() {
    for (let next = await data.next(); ; next = await data.next()) {
      if (next.done !== true) {
        digest.update(next.value)
        rows += newlinesIn(next.value)
        yield next.value
      } else if (next.value) return
      else throw cut()
    }
  }
  return { pieces: pieces(), total: (): TableTotal => ({ rows, sm3: digest.digest('hex') }) }
}

const newlinesIn = (text: string): number => {
  let count = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1
  return count
}

/** @throws DatabaseRefusal when a table's rows or digest are not as the end of the file says */
const checkTotals = (file: string, stated: BackupEnd['tables'], read: Readonly<Record<string, TableTotal>>): void => {
  for (const [table, { rows, sm3 }] of Object.entries(stated))
    if (read[table]?.sm3 !== sm3 || read[table]?.rows !== rows)
      throw damaged(file, { zh: `表 ${table} 的校验值不符`, en: `the checksum of table ${table} does not match` })
}

/**
 * Reads the text of a backup in one stream and checks what it says of itself. `name` is for messages.
 * @throws DatabaseRefusal when it is damaged
 */
export async function readBackupText(name: string, source: AsyncIterable<string>, visitor: BackupVisitor): Promise<void> {
  const cut = () => damaged(name, { zh: '文件不完整', en: 'it is incomplete' })
  const parse = <T>(line: string | undefined): T => {
    if (line === undefined) throw cut()
    try {
      return JSON.parse(line) as T
    } catch {
      throw damaged(name, { zh: '内容已损坏', en: 'its contents are damaged' })
    }
  }
  const reader = new TextReader(source)
  const header = parse<BackupHeader>(await reader.line())
  if (header.format !== backupFormat)
    throw damaged(name, { zh: '不是本程序的备份，或格式更新', en: 'it is not a backup of this program, or has a newer format' })
  await visitor.header?.(header)
  const totals: Record<string, TableTotal> = {}
  for (;;) {
    const line = parse<BackupTable | BackupEnd>(await reader.line())
    if ('tables' in line) {
      checkTotals(name, line.tables, totals)
      return await visitor.end?.(line)
    }
    if (line.partitions?.some(({ bound }) => !boundForm.test(bound)) === true) {
      throw damaged(name, { zh: `表 ${line.table} 的分区无法识别`, en: `the partitions of table ${line.table} are invalid` })
    }
    const count = countRows(reader.data(), cut)
    await visitor.table(line, count.pieces)
    totals[line.table] = count.total()
  }
}

/** A backup's text that can be read several times. */
export interface BackupSource {
  /** For messages. */
  readonly name: string
  /** @throws DatabaseRefusal when it is damaged */
  read(visitor: BackupVisitor): Promise<void>
}

/** The backup in the gzipped file `file`. */
export const gzippedBackup = (file: string): BackupSource => ({
  name: file,
  async read(visitor) {
    try {
      const gunzip = createGunzip({ chunkSize: 1 << 20 })
      gunzip.setEncoding('utf8')
      await pipeline(
        createReadStream(file),
        gunzip,
        async (source: AsyncIterable<string>) => await readBackupText(file, source, visitor),
      )
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code
      if (code?.startsWith('Z_') === true)
        throw damaged(file, { zh: '内容已损坏或不完整', en: 'its contents are damaged or incomplete' })
      if (code === 'ENOENT') throw damaged(file, { zh: '没有这个文件', en: 'there is no such file' })
      throw error
    }
  },
})
