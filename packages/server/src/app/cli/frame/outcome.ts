/** How a command ends: the one table of exit codes, in which every failure has its place. */
import type { Result, Text } from '@mingce/domain/result'

export const EXIT = { done: 0, doneWithRefusals: 1, wrongUse: 2, failed: 3, doneWithoutFiles: 4, unavailable: 5 } as const

/** What each exit code means, for `--help`. */
export const EXIT_TEXTS: Readonly<Record<keyof typeof EXIT, Text>> = {
  done: { zh: '完成', en: 'done' },
  doneWithRefusals: { zh: '完成，有退回的行', en: 'done with refused rows' },
  wrongUse: {
    zh: '用法不对：选项、设置、文件或编号有误',
    en: 'wrong use: an option, a setting, a file name or an id is wrong',
  },
  failed: { zh: '失败，未作改动', en: 'failed, nothing changed' },
  doneWithoutFiles: { zh: '完成，但文件没有写成', en: 'done, but a file could not be written' },
  unavailable: { zh: '数据库或磁盘不能使用，未作改动', en: 'the database or the disk cannot be used, nothing changed' },
}

/** Ends a command with words. Unless `exitCode` says otherwise, nothing was changed. */
export class Failed extends Error {
  readonly text: Text
  readonly next: Text | undefined
  readonly exitCode: number
  constructor(text: Text, next?: Text, exitCode: number = EXIT.failed) {
    super(text.en)
    this.text = text
    this.next = next
    this.exitCode = exitCode
  }
}

interface Failure {
  readonly code: string
  readonly text?: Text | undefined
  readonly next?: Text | undefined
}

/** Failures about what was written on the command line, beside those with the status 404. */
const WRONG_USE = /\.(?:unknown|invalid|congress|population|extra|day|url)$/

/** A name that names nothing and a value that is none are wrong use, whichever command they were given to; the rest is refused. */
const exitOf = (code: string, status: number | undefined): number => {
  if (status === 503 || status === 507) return EXIT.unavailable
  return status === 404 || WRONG_USE.test(code) ? EXIT.wrongUse : EXIT.failed
}

/** The value, or the end of the command in the words of the failure or of its room's table. */
export const expectOk = <T, F extends Failure>(
  result: Result<T, F>,
  table: Readonly<Record<string, { readonly text: Text; readonly next?: Text; readonly status?: number }>>,
): T => {
  if (result.ok) return result.value
  const told = table[result.error.code]
  throw new Failed(
    result.error.text ??
      told?.text ?? { zh: `未能完成（${result.error.code}）`, en: `The operation failed (${result.error.code})` },
    result.error.next ?? told?.next,
    exitOf(result.error.code, told?.status),
  )
}
