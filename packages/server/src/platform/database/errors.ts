/** What goes wrong below SQL, as errors that may be logged: drivers attach whole rows and parameters to theirs, we do not. */
import type { Text } from '@mingce/domain/result'

/**
 * PostgreSQL refused a statement. Has what a programmer needs and none of the data: no parameters, no detail, no COPY line.
 * `state` is the SQLSTATE, e.g. '23505' for a row that is already there.
 */
export class SqlError extends Error {
  override readonly name = 'SqlError'
  readonly state: string
  readonly constraint: string | undefined
  readonly table: string | undefined
  readonly column: string | undefined
  constructor(
    message: string,
    fields: { state: string; constraint?: string | undefined; table?: string | undefined; column?: string | undefined },
  ) {
    super(message)
    this.state = fields.state
    this.constraint = fields.constraint
    this.table = fields.table
    this.column = fields.column
  }
}

const textOr = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

/** The driver's error as ours; anything that is not PostgreSQL's answer passes unchanged. */
export function asSqlError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof SqlError) return error
  const fields = error as { code?: unknown; severity?: unknown; constraint?: unknown; table?: unknown; column?: unknown }
  const state = textOr(fields.code)
  if (state === undefined || !/^[0-9A-Z]{5}$/.test(state) || textOr(fields.severity) === undefined) return error
  const { constraint, table, column } = fields
  return new SqlError(error.message, { state, constraint: textOr(constraint), table: textOr(table), column: textOr(column) })
}

/** An error about the database that a person can mend; `text` says what happened and what to do next. */
export class DatabaseRefusal extends Error {
  override readonly name: string = 'DatabaseRefusal'
  readonly text: Text
  constructor(text: Text) {
    super(`${text.zh}\n${text.en}`)
    this.text = text
  }
}

/** The embedded store could not write to its disk and stopped; what it had acknowledged is kept, the unanswered write is not. */
export class DatabaseStopped extends DatabaseRefusal {
  override readonly name = 'DatabaseStopped'
  constructor() {
    super({
      zh: '内嵌数据库无法写入磁盘，已停止运行。此前已确认的数据均已保存，本次操作没有保存。请检查磁盘空间和磁盘状态，然后重新启动程序。',
      en: 'The embedded database could not write to its disk and has stopped. Everything acknowledged before is kept, this operation is not. Check the disk and its free space, then start the program again.',
    })
  }
}
