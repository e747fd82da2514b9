/**
 * How a command ends: 0 done, 1 done with refused rows, 2 wrong use, 3 failed with nothing changed, 4 done, but a file that was asked for
 * could not be written.
 */
import type { Result, Text } from '@mingce/domain/result'

export const EXIT = { done: 0, doneWithRefusals: 1, wrongUse: 2, failed: 3, doneWithoutFiles: 4 } as const

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

/** The value, or the end of the command in the words of the failure or of its room's table. */
export const expectOk = <T, F extends Failure>(
  result: Result<T, F>,
  table: Readonly<Record<string, { text: Text; next?: Text }>>,
): T => {
  if (result.ok) return result.value
  const told = table[result.error.code]
  throw new Failed(
    result.error.text ??
      told?.text ?? { zh: `未能完成（${result.error.code}）`, en: `The operation failed (${result.error.code})` },
    result.error.next ?? told?.next,
  )
}
