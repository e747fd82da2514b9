/**
 * Makes hashing a password cost next to nothing in tests (vitest setupFiles): a thousand of them are made, each an eighth of a second of
 * work, and none has to outlast an attacker. Only better-auth's own cost is replaced, and only in the process of a test file; programs
 * that tests start, and every other use of scrypt, work at full cost.
 */
import crypto, { type ScryptOptions } from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'

const PASSWORD_COST = { N: 16_384, r: 16, p: 1 } as const
const CHEAP_COST = { N: 2, r: 1, p: 1 } as const

const isOfPassword = (options: ScryptOptions): boolean =>
  options.N === PASSWORD_COST.N && options.r === PASSWORD_COST.r && options.p === PASSWORD_COST.p

const scrypt = crypto.scrypt
type Answer = Parameters<typeof scrypt>[3] & ((error: Error | null, key: Buffer) => void)

crypto.scrypt = ((password, salt, length, options: ScryptOptions | Answer, answer?: Answer) => {
  if (typeof options === 'function') return scrypt(password, salt, length, options)
  return scrypt(password, salt, length, isOfPassword(options) ? CHEAP_COST : options, answer as Answer)
}) as typeof scrypt
syncBuiltinESMExports()
