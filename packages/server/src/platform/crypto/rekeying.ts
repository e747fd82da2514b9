/**
 * From the keys of one master secret to those of the next. Both ciphers are block ciphers, so that a person key is decrypted and encrypted
 * again, and so is a digest, whose text nobody keeps: what comes out is what the next keyring gives for the same number and the same text.
 */
import { unpackResidentId } from '@mingce/domain/standards'
import { bytesOfUuid, uuidsOf } from './blocks.ts'
import { inverseOf, type Keyring } from './keyring.ts'

const BLOCK = 16
/** Stands where several numbers came at once and none is anybody's (`number_sent`). */
const NOBODY = '00000000-0000-0000-0000-000000000000'

const joined = (uuids: readonly string[]): Uint8Array => {
  const bytes = new Uint8Array(BLOCK * uuids.length)
  for (const [at, uuid] of uuids.entries()) bytes.set(bytesOfUuid(uuid), BLOCK * at)
  return bytes
}

/** The digests of the same texts under the next keys, in order. */
export const rekeyDigests = (from: Keyring, to: Keyring, digests: readonly string[]): string[] =>
  digests.length === 0 ? [] : uuidsOf(inverseOf(to).digestsOf(inverseOf(from).hashesOf(joined(digests))))

/**
 * The person keys of the same people under the next keys, in order. A key that is not of an ID number is a digest: of a document's type and number, or
 * of a row without a usable number.
 */
export const rekeyPeople = (from: Keyring, to: Keyring, keys: readonly string[]): string[] => {
  if (keys.length === 0) return []
  const packed = inverseOf(from).packedOf(joined(keys))
  const isNumber = keys.map((_, at) => unpackResidentId(packed, BLOCK * at) !== undefined)
  const numbers = uuidsOf(to.personKeyBlocks(packed))
  const digests = rekeyDigests(
    from,
    to,
    keys.filter((key, at) => !isNumber[at] && key !== NOBODY),
  )
  let next = 0
  return keys.map((key, at) => (isNumber[at] ? numbers[at] : key === NOBODY ? NOBODY : digests[next++]) ?? key)
}

/** The same content under the next keys. What holds nothing, because its content was erased, stays as it is. */
export const rekeySealed = (
  from: Keyring,
  to: Keyring,
  sealed: Uint8Array,
  contexts: { readonly from: string; readonly to: string },
): Uint8Array => (sealed.length === 0 ? sealed : to.seal(from.open(sealed, contexts.from), contexts.to))

/**
 * What a person key that was given out may be now: itself, or a key of before a change of the person keys under the present ones. A device
 * may have been without a network since. Of these at most one is anybody's.
 */
export const presentKeysOf = (keys: Keyring, given: string): string[] => [
  given,
  ...keys.former.flatMap(before => rekeyPeople(before, keys, [given])),
]
