/**
 * The person of a certificate: a slow salted digest of number and name. Whoever knows both can check it; whoever finds a certificate and
 * wants the number has to try the numbers of a birth date one by one, each at the price of one scrypt (docs/security.md).
 */
import { randomBytes, scrypt } from 'node:crypto'

const COST = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 2 ** 20 } as const
const BYTES = 32

/** Hex, 32 digits. */
export const newSalt = (): string => randomBytes(16).toString('hex')

/** Hex, 64 digits. `number`: 18 places; `salt`: hex, as in the certificate. */
export const personDigest = (number: string, name: string, salt: string): Promise<string> =>
  new Promise((resolve, reject) => {
    scrypt(`${number}\u0000${name}`, Buffer.from(salt, 'hex'), BYTES, COST, (error, key) =>
      error ? reject(error) : resolve(key.toString('hex')),
    )
  })
