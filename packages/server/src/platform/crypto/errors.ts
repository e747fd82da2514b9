/** What can be wrong with the installation's key or with sealed bytes. Messages name files and contexts, never contents. */
import type { Text } from '@mingce/domain/result'

export type KeyErrorCode =
  | 'key.missing'
  | 'key.lost'
  | 'key.open-to-others'
  | 'key.malformed'
  | 'key.wrong'
  | 'key.exists'
  | 'key.no-sm4'

/** The key cannot be used. Nothing was changed. `text` is for the person who starts the system. */
export class KeyError extends Error {
  override readonly name = 'KeyError'
  readonly code: KeyErrorCode
  readonly text: Text
  constructor(code: KeyErrorCode, text: Text, options?: ErrorOptions) {
    super(`${text.zh}\n${text.en}`, options)
    this.code = code
    this.text = text
  }
}

/** Sealed bytes do not open: changed, cut short, sealed under another key, or sealed to be something else. */
export class SealError extends Error {
  override readonly name = 'SealError'
  readonly context: string
  constructor(context: string, options?: ErrorOptions) {
    super(`sealed data does not open (${context}): it was changed, or sealed under another key`, options)
    this.context = context
  }
}
