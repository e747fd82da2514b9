/** What can go wrong and is expected to: a value, never an exception. `code` comes from a closed set that the caller handles whole. */
export type Result<T, E> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E }

export const ok = <T>(value: T): Result<T, never> => ({ ok: true, value })
export const fail = <E>(error: E): Result<never, E> => ({ ok: false, error })

/** A sentence in both languages of the system, for people. */
export interface Text {
  readonly zh: string
  readonly en: string
}
