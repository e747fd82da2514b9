/**
 * Activation codes: the owner of an account sets the own password with one, which its maker never learns. A code works once, for a week, and is
 * read with any case, spaces and dashes.
 */
import type { Keyring } from '../../platform/crypto/index.ts'
import { bareCode, randomLetters } from './auth/index.ts'
import type { Activation } from './store.ts'

/** 16 letters in groups of four, none of which look alike on paper. */
export const newActivationCode = (): string => Array.from({ length: 4 }, () => randomLetters(4)).join('-')

/** Of the code only a keyed digest is stored. */
export const activationOf = (keys: Keyring, userId: string, code: string, until: Date): Activation => ({
  digest: keys.digests([`activation/${userId}/${bareCode(code)}`]).join(),
  until,
})
