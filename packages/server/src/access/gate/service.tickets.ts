/** Sealed data that a browser sends back with its next request, so that a ceremony that is only begun needs no row in the database. */
import type { Keyring } from '../../platform/crypto/index.ts'

/** Seals `note` until `endsAt`. It opens for the same `purpose` only. */
export const sealTicket = (keys: Keyring, purpose: string, note: object, endsAt: Date): string =>
  Buffer.from(keys.seal(Buffer.from(JSON.stringify({ note, endsAt: endsAt.getTime() })), purpose)).toString('base64url')

/** The note; undefined if it was changed, is for another purpose, or has expired. */
export const openTicket = <Note>(keys: Keyring, purpose: string, ticket: string, at: Date): Note | undefined => {
  try {
    const { note, endsAt } = JSON.parse(Buffer.from(keys.open(Buffer.from(ticket, 'base64url'), purpose)).toString())
    return endsAt > at.getTime() ? note : undefined
  } catch {
    return undefined
  }
}
