/** Sealed notes that a browser carries from one request to the next, so that a ceremony that is only begun leaves nothing in the store. */
import type { Keyring } from '../../platform/crypto/index.ts'

/** Seals `note` until `endsAt`. `purpose` is bound to it: it opens for the same purpose only. */
export const sealTicket = (keys: Keyring, purpose: string, note: object, endsAt: Date): string =>
  Buffer.from(keys.seal(Buffer.from(JSON.stringify({ note, endsAt: endsAt.getTime() })), purpose)).toString('base64url')

/** The note, unless it was changed, is for another purpose, or is over. */
export const openTicket = <Note>(keys: Keyring, purpose: string, ticket: string, at: Date): Note | undefined => {
  try {
    const { note, endsAt } = JSON.parse(Buffer.from(keys.open(Buffer.from(ticket, 'base64url'), purpose)).toString())
    return endsAt > at.getTime() ? note : undefined
  } catch {
    return undefined
  }
}
