/** Replaces person.ts in tests with many certificates: a cheap digest of number and name. */
import { createHash, randomBytes } from 'node:crypto'

export const newSalt = (): string => randomBytes(16).toString('hex')

export const personDigest = async (number: string, name: string, salt: string): Promise<string> =>
  createHash('sha256').update(`${salt}\u0000${number}\u0000${name}`).digest('hex')
