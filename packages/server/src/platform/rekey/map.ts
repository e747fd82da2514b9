/**
 * From a person key of one master secret to that of another. No table is needed: the key of an ID number is opened and encrypted again.
 * The key of a document is a digest, and is computed again from the document's sealed number.
 */
import { packResidentId } from '@mingce/domain/standards'
import { type Keyring, SealError } from '../crypto/index.ts'

/** A row of `identity_document`. */
export interface SealedDocument {
  readonly personKey: string
  readonly type: string
  readonly sealed: Uint8Array
}

export interface RekeyedDocument {
  readonly personKey: string
  readonly sealed: Uint8Array
}

/** As registrations of people without an ID number seal it: the context holds the key, so that a number cannot be put under another person. */
export const documentContext = (personKey: string): string => `identity_document/${personKey}`
export const documentDigestText = (type: string, number: string): string => `identity-document/${type}/${number}`

/** @throws SealError when the number was changed or is of another installation */
export const rekeyDocument = (from: Keyring, to: Keyring, { personKey, type, sealed }: SealedDocument): RekeyedDocument => {
  const number = from.open(sealed, documentContext(personKey))
  const [next = ''] = to.digests([documentDigestText(type, Buffer.from(number).toString('utf8'))])
  return { personKey: next, sealed: to.seal(number, documentContext(next)) }
}

/** Stands where several numbers came at once and none is anybody's (`number_sent`). */
const NOBODY = '00000000-0000-0000-0000-000000000000'
const PACKED_BYTES = 16

const openNumber = (keys: Keyring, key: string): string | undefined => {
  try {
    return keys.openPersonKey(key)
  } catch (cause) {
    if (cause instanceof SealError) return undefined
    throw cause
  }
}

/**
 * The new key of each, in order; null: it is neither of an ID number nor of a known document, so that nothing may be done with it but
 * ask a person. `documents`: from old to new, as `rekeyDocument` made them.
 */
export const mapPersonKeys = (
  from: Keyring,
  to: Keyring,
  keys: readonly string[],
  documents: ReadonlyMap<string, string> = new Map(),
): (string | null)[] => {
  const mapped: (string | null)[] = keys.map(key => (key === NOBODY ? NOBODY : (documents.get(key) ?? null)))
  const packed = new Uint8Array(PACKED_BYTES * keys.length)
  const places: number[] = []
  for (const [place, key] of keys.entries()) {
    const number = mapped[place] === null ? openNumber(from, key) : undefined
    if (number === undefined) continue
    packResidentId(number, packed, PACKED_BYTES * places.length)
    places.push(place)
  }
  const encrypted = to.personKeys(packed.subarray(0, PACKED_BYTES * places.length))
  for (const [at, place] of places.entries()) mapped[place] = encrypted[at] ?? null
  return mapped
}
