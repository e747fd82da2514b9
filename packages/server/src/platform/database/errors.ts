/** What goes wrong below SQL, as errors that may be logged: drivers attach whole rows and parameters to theirs, we do not. */
import { AsyncLocalStorage } from 'node:async_hooks'
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

interface DriverError extends Error {
  readonly code?: unknown
  readonly severity?: unknown
  readonly constraint?: unknown
  readonly table?: unknown
  readonly column?: unknown
  /** Of an AggregateError: one for each address that was tried. */
  readonly errors?: unknown
}

/** Connection exceptions; too many connections; shutdown by an administrator or after a crash; not accepting connections yet. */
const UNREACHABLE_STATE = /^(?:08...|53300|57P0[123])$/
const UNREACHABLE_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
])
/** The driver gives these no code. */
const UNREACHABLE_MESSAGE =
  /^(?:Connection terminated|Client (?:has encountered a connection error|was closed) and is not queryable|Query read timeout|timeout expired|timeout exceeded when trying to connect)/

const stateOf = ({ code, severity }: DriverError): string | undefined => {
  const state = textOr(code)
  return state !== undefined && /^[0-9A-Z]{5}$/.test(state) && textOr(severity) !== undefined ? state : undefined
}

/** Every SQLSTATE, errno and message with which the driver reports a connection that was lost or could not be made. */
const isUnreachable = (error: DriverError): boolean => {
  const state = stateOf(error)
  if (state !== undefined) return UNREACHABLE_STATE.test(state)
  return (typeof error.code === 'string' && UNREACHABLE_CODES.has(error.code)) || UNREACHABLE_MESSAGE.test(error.message)
}

/** The driver's error as ours; anything that is not PostgreSQL's answer or a lost connection passes unchanged. */
export function asSqlError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof SqlError || error instanceof DatabaseRefusal) return error
  const fields: DriverError = error
  const state = stateOf(fields)
  if (isUnreachable(fields))
    return noteUnreachable(
      new DatabaseUnreachable(
        state === '53300' ? state : undefined,
        /^E/.test(String(fields.code)) ? String(fields.code) : undefined,
      ),
    )
  if (state === undefined) return error
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

const UNREACHABLE_TEXT: Text = {
  zh: '暂时无法连接数据库。请稍候再试；如果刚才正在保存，请先查看是否已经保存。',
  en: 'The database cannot be reached. Try again in a moment; if something was being saved, check first whether it was.',
}

/** The server cannot be reached, or the connection was lost in the middle of a statement. The next statement connects anew. */
export class DatabaseUnreachable extends DatabaseRefusal {
  override readonly name = 'DatabaseUnreachable'
  /** What the server said, if it said anything: 53300 too many connections, 08006 the connection was lost. */
  readonly state: string
  /** Why a connection could not be made, if the operating system said so: ECONNREFUSED, ENOTFOUND. */
  readonly errno: string | undefined
  constructor(state = '08006', errno?: string, text: Text = UNREACHABLE_TEXT) {
    super(text)
    this.state = state
    this.errno = errno
  }
}

const scopes = new AsyncLocalStorage<{ unreachable?: DatabaseUnreachable }>()

/** Remembers a lost connection for `rethrowUnreachable`. */
export const noteUnreachable = (error: DatabaseUnreachable): DatabaseUnreachable => {
  const scope = scopes.getStore()
  if (scope) scope.unreachable = error
  return error
}

/**
 * Runs `work` of a library that replaces the errors of its store by its own.
 * @throws DatabaseUnreachable when `work` fails and a connection was lost in it, whatever the library throws
 */
export async function rethrowUnreachable<T>(work: () => Promise<T>): Promise<T> {
  const scope: { unreachable?: DatabaseUnreachable } = {}
  try {
    return await scopes.run(scope, work)
  } catch (error) {
    throw scope.unreachable ?? error
  }
}
