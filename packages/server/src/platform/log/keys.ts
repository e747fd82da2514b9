/** The keys of this installation's log and of its witness, derived from its master secret, and the names they sign under. */
import type { Keyring } from '../crypto/index.ts'
import { COSIGNATURE_KEY, NOTE_KEY, type Signer, signerOf } from '../tlog/index.ts'

/** The first log is 'log'; one that was begun anew has its number. */
const nameOf = (number: number): 'log' | `log-${number}` => (number === 1 ? 'log' : `log-${number}`)

/** The origin of this installation's log, and the name of the log's key. `number`: from 1, how many logs it has begun. */
export const logOrigin = (keys: Keyring, number: number): string => `mc-${keys.identity}/${nameOf(number)}`

export const logSigner = (keys: Keyring, number: number): Signer =>
  signerOf(logOrigin(keys, number), NOTE_KEY, keys.signingKey(nameOf(number)))

/** Signs for the logs of partners. */
export const witnessSigner = (keys: Keyring): Signer =>
  signerOf(`mc-${keys.identity}/witness`, COSIGNATURE_KEY, keys.signingKey('witness'))
