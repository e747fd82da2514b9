/**
 * The voter's card as text for a QR: which registration, of whom, and a tag that only this installation can make. No ID number is in it; at
 * the polling station the text is checked here and the person against the ID card (EL 37).
 */
import { timingSafeEqual } from 'node:crypto'
import type { Keyring } from '../../../platform/crypto/index.ts'

export interface VoterCard {
  readonly electionId: string
  readonly countyCode: string
  readonly registrationId: number
  /** Public by law: names stand on the list. */
  readonly name: string
}

const PREFIX = 'MC1'

const tagOf = (keys: Keyring, body: string): string =>
  Buffer.from(
    keys
      .digests([`voter-card/${body}`])
      .join('')
      .replaceAll('-', ''),
    'hex',
  ).toString('base64url')

const isSame = (given: Uint8Array, expected: Uint8Array): boolean =>
  given.length === expected.length && timingSafeEqual(given, expected)

/** `MC1.<card>.<tag>`, both base64url. */
export const signCard = (keys: Keyring, card: VoterCard): string => {
  const body = Buffer.from(JSON.stringify([card.electionId, card.countyCode, card.registrationId, card.name])).toString(
    'base64url',
  )
  return `${PREFIX}.${body}.${tagOf(keys, body)}`
}

/** The card of a text that this installation made; undefined for any other text. Whether the registration still stands is asked separately. */
export const verifyCard = (keys: Keyring, text: string): VoterCard | undefined => {
  const [prefix, body = '', tag = '', ...more] = text.trim().split('.')
  if (prefix !== PREFIX || more.length > 0) return undefined
  const given = Buffer.from(tag)
  // A card that was given out before a change of the person keys stays good.
  const isOurs = [keys, ...keys.former].map(one => Buffer.from(tagOf(one, body))).some(expected => isSame(given, expected))
  if (!isOurs) return undefined
  const [electionId, countyCode, registrationId, name] = JSON.parse(Buffer.from(body, 'base64url').toString()) as [
    string,
    string,
    number,
    string,
  ]
  return { electionId, countyCode, registrationId, name }
}
