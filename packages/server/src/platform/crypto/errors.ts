/** Errors of the installation's key and of encrypted data. Messages contain file names and contexts, never contents. */
import type { Text } from '@mingce/domain/result'

export type KeyErrorCode =
  | 'key.missing'
  | 'key.lost'
  | 'key.open-to-others'
  | 'key.malformed'
  | 'key.wrong'
  | 'key.exists'
  | 'key.no-sm4'

/** The key cannot be used, and nothing was changed. `text` is for the person who starts the server. */
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

/** Encrypted data that was changed, truncated, or encrypted with another key or for another context. */
export class SealError extends Error {
  override readonly name = 'SealError'
  readonly context: string
  constructor(context: string, options?: ErrorOptions) {
    super(`encrypted data cannot be opened (${context}): it was changed, or encrypted with another key`, options)
    this.context = context
  }
}
