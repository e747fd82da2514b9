/** The use cases of the own account. */
import type { Result } from '@mingce/domain/result'
import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Failure } from '../../../platform/http/index.ts'
import type { AccessFailure } from '../../errors.ts'
import type { Context } from '../../gate/index.ts'
import type {
  Account,
  BackupCodes,
  FinishAppBody,
  NewApp,
  NewPasskeyBody,
  PasskeyOffer,
  PasswordBody,
  ProvenBody,
  StartAppBody,
} from '../auth/index.ts'

type Answer<T> = Promise<Result<T, Failure<AccessFailure>>>

export interface OwnAccountUseCases {
  getAccount(ctx: Context, request: FastifyRequest): Promise<Account>
  /** Ends all other sessions. */
  changePassword(ctx: Context, request: FastifyRequest, body: z.infer<typeof PasswordBody>): Answer<true>
  /** Begins to add an authenticator app, or to replace it, which needs a proof. Nothing is stored yet. */
  startApp(ctx: Context, request: FastifyRequest, body: z.infer<typeof StartAppBody>): Answer<z.infer<typeof NewApp>>
  /** Adds the app after its first right code. The backup codes are shown once. */
  finishApp(ctx: Context, request: FastifyRequest, body: z.infer<typeof FinishAppBody>): Answer<z.infer<typeof BackupCodes>>
  makeBackupCodes(ctx: Context, request: FastifyRequest, body: ProvenBody): Answer<z.infer<typeof BackupCodes>>
  removeApp(ctx: Context, request: FastifyRequest, body: ProvenBody): Answer<true>
  offerPasskey(ctx: Context, request: FastifyRequest): Answer<PasskeyOffer>
  /** With the first factor come backup codes, shown once; null: the account has some. */
  addPasskey(
    ctx: Context,
    request: FastifyRequest,
    body: z.infer<typeof NewPasskeyBody>,
  ): Answer<{ readonly backupCodes: string[] | null }>
  /** Begins a proof by passkey within a session. */
  askForProof(ctx: Context, request: FastifyRequest): Answer<PasskeyOffer>
  removePasskey(ctx: Context, request: FastifyRequest, passkeyId: string, body: ProvenBody): Answer<true>
  endSession(ctx: Context, request: FastifyRequest, sessionId: string): Answer<true>
  endOtherSessions(ctx: Context, request: FastifyRequest): Answer<true>
}
