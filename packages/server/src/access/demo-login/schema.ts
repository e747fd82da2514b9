/** Types and the address of the demo's issuer. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Text } from '@mingce/domain/result'
import type { LoginSettings } from '../voter/index.ts'

/** The path of all addresses of the issuer. */
export const DEMO_LOGIN_PATH = '/demo-login'

/** A fictitious person to sign in as. */
export interface DemoPerson {
  /** The account's id, made at random. */
  readonly id: string
  readonly name: string
  readonly number: string
  /** What can be tried with this person: not yet registered, already registered, without the right to vote. */
  readonly note: Text
}

export interface DemoLogin {
  /** The login that the portal offers. */
  readonly settings: LoginSettings
  /** Answers a request under `DEMO_LOGIN_PATH`. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>
}
