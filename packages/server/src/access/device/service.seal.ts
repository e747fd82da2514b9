/**
 * A device seals the items of its queue to a key of which only this server has the private half (HPKE, RFC 9180: DHKEM P-256, HKDF-SHA256,
 * AES-256-GCM). Neither the phone nor anyone who finds it can read a sealed item, and it can still be sent after the shift.
 */
import { createPrivateKey, createPublicKey, webcrypto } from 'node:crypto'
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core'
import type { Keyring } from '../../platform/crypto/index.ts'

const suite = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() })

/** Length of an encapsulated key of P-256, which precedes the ciphertext. */
const ENCAPSULATED_BYTES = 65
const contextOf = (deviceId: string) => `device ${deviceId}`

/** Binds an item to its device, election and request: for another one it does not open. The page on the device computes the same. */
const purposeOf = (deviceId: string, electionId: string, requestId: string): ArrayBuffer =>
  new TextEncoder().encode(`mingce/1/queue/${deviceId}/${electionId}/${requestId}`).buffer as ArrayBuffer

const bufferOf = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer

/** A new key pair: the public key raw (65 bytes) for the device, the private key sealed for the database. */
export const makeQueueKey = async (keys: Keyring, deviceId: string): Promise<{ sealTo: Uint8Array; sealedKey: Uint8Array }> => {
  const pair = await suite.kem.generateKeyPair()
  const secret = await webcrypto.subtle.exportKey('pkcs8', pair.privateKey as webcrypto.CryptoKey)
  return {
    sealTo: new Uint8Array(await suite.kem.serializePublicKey(pair.publicKey)),
    sealedKey: keys.seal(new Uint8Array(secret), contextOf(deviceId)),
  }
}

/** The public key of a device, raw, from its private one. */
export const publicKeyOf = async (keys: Keyring, deviceId: string, sealedKey: Uint8Array): Promise<Uint8Array> => {
  const secret = createPrivateKey({ key: Buffer.from(keys.open(sealedKey, contextOf(deviceId))), format: 'der', type: 'pkcs8' })
  const { x = '', y = '' } = createPublicKey(secret).export({ format: 'jwk' })
  return Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])
}

/** Opens the items of one device. An item that was changed, or sealed for something else, gives null. */
export const openQueue = async (keys: Keyring, deviceId: string, sealedKey: Uint8Array) => {
  const recipientKey = await webcrypto.subtle.importKey(
    'pkcs8',
    keys.open(sealedKey, contextOf(deviceId)),
    { name: 'ECDH', namedCurve: 'P-256' },
    true,
    ['deriveBits'],
  )
  return async (electionId: string, requestId: string, sealed: Uint8Array): Promise<Uint8Array | null> => {
    try {
      const recipient = await suite.createRecipientContext({
        recipientKey,
        enc: bufferOf(sealed.subarray(0, ENCAPSULATED_BYTES)),
        info: purposeOf(deviceId, electionId, requestId),
      })
      return new Uint8Array(await recipient.open(bufferOf(sealed.subarray(ENCAPSULATED_BYTES))))
    } catch {
      return null
    }
  }
}

/** Seals an item as the page on the device does, for tests. */
export const sealForQueue = async (
  sealTo: Uint8Array,
  of: { readonly deviceId: string; readonly electionId: string; readonly requestId: string },
  plain: Uint8Array,
): Promise<Uint8Array> => {
  const sender = await suite.createSenderContext({
    recipientPublicKey: await suite.kem.deserializePublicKey(bufferOf(sealTo)),
    info: purposeOf(of.deviceId, of.electionId, of.requestId),
  })
  return Buffer.concat([new Uint8Array(sender.enc), new Uint8Array(await sender.seal(bufferOf(plain)))])
}
