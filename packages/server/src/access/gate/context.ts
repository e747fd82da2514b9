/** What every use case is handed: the store, the keys, the clock, and who asks. */
import type { Logger } from 'pino'
import type { Clock } from '../../platform/clock/index.ts'
import type { Keyring } from '../../platform/crypto/index.ts'
import type { Database } from '../../platform/database/index.ts'
import type { SealedFiles } from '../../platform/files/index.ts'
import type { Actor } from './actor.ts'

export interface Context {
  readonly database: Database
  readonly keys: Keyring
  readonly files: SealedFiles
  readonly clock: Clock
  readonly log: Logger
  readonly actor: Actor
  /** The client's id of this request: a retry with the same id answers the same and changes nothing. */
  readonly requestId?: string
}
