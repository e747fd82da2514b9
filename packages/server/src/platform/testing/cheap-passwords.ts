/**
 * Makes password hashing fast in tests (vitest setupFiles): they hash about a thousand passwords, each in an eighth of a second.
 * Only the cost parameters of better-auth are replaced, and only in the process of a test file; child processes and other uses of
 * scrypt have the full cost.
 */
import crypto, { type ScryptOptions } from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'

const PASSWORD_COST = { N: 16_384, r: 16, p: 1 } as const
const CHEAP_COST = { N: 2, r: 1, p: 1 } as const

const isPasswordHash = (options: ScryptOptions): boolean =>
  options.N === PASSWORD_COST.N && options.r === PASSWORD_COST.r && options.p === PASSWORD_COST.p

const scrypt = crypto.scrypt
type Callback = Parameters<typeof scrypt>[3] & ((error: Error | null, key: Buffer) => void)

crypto.scrypt = ((password, salt, length, options: ScryptOptions | Callback, callback?: Callback) => {
  if (typeof options === 'function') return scrypt(password, salt, length, options)
  return scrypt(password, salt, length, isPasswordHash(options) ? CHEAP_COST : options, callback as Callback)
}) as typeof scrypt
syncBuiltinESMExports()
