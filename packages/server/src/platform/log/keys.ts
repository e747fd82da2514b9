/** The keys of this installation's log and of its witness, derived from its master secret, and the names they sign under. */
import type { Keyring } from '../crypto/index.ts'
import { COSIGNATURE_KEY, NOTE_KEY, type Signer, signerOf } from '../tlog/index.ts'

/** The origin of this installation's log, and the name of the log's key. */
export const logOrigin = (keys: Keyring): string => `mc-${keys.checkValue}/log`

export const logSigner = (keys: Keyring): Signer => signerOf(logOrigin(keys), NOTE_KEY, keys.signingKey('log'))

/** Signs for the logs of partners. */
export const witnessSigner = (keys: Keyring): Signer =>
  signerOf(`mc-${keys.checkValue}/witness`, COSIGNATURE_KEY, keys.signingKey('witness'))
