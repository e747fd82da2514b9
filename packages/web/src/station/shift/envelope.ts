/** What goes into the queue is sealed to the server's key for this device (HPKE, RFC 9180): from then on only the server reads it. */
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core'

const suite = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() })

export interface Purpose {
  readonly deviceId: string
  readonly electionId: string
  readonly requestId: string
}

/** The encapsulated key (65 bytes) and the ciphertext. Bound to its purpose: for another device, election or request it does not open. */
export const sealForServer = async (
  sealTo: ArrayBuffer,
  { deviceId, electionId, requestId }: Purpose,
  value: unknown,
): Promise<Uint8Array<ArrayBuffer>> => {
  const sender = await suite.createSenderContext({
    recipientPublicKey: await suite.kem.deserializePublicKey(sealTo),
    info: new TextEncoder().encode(`mingce/1/queue/${deviceId}/${electionId}/${requestId}`).buffer,
  })
  const sealed = new Uint8Array(await sender.seal(new TextEncoder().encode(JSON.stringify(value)).buffer))
  const key = new Uint8Array(sender.enc)
  const both = new Uint8Array(key.length + sealed.length)
  both.set(key)
  both.set(sealed, key.length)
  return both
}

export const toBase64 = (bytes: Uint8Array): string => btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(''))
export const fromBase64 = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text), sign => sign.charCodeAt(0))
