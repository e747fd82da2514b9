/** What every use case gets: the database, the keys, the clock, and the actor. */
import type { Logger } from 'pino'
import type { Clock } from '../../platform/clock/index.ts'
import type { Keyring } from '../../platform/crypto/index.ts'
import type { Database } from '../../platform/database/index.ts'
import type { SealedFiles } from '../../platform/files/index.ts'
import type { Actor } from './service.actor.ts'

export interface Context {
  readonly database: Database
  readonly keys: Keyring
  readonly files: SealedFiles
  readonly clock: Clock
  readonly log: Logger
  readonly actor: Actor
  /** The client's id of this request: a retry with the same id gets the same answer and changes nothing. */
  readonly requestId?: string
  /** A second id under which an equal request may have been answered just before; only with an id that the server gave. */
  readonly earlierRequestId?: string
}
