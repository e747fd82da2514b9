/** A passkey authenticator in software, as seen through a browser: ES256, no attestation. */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import type { PasskeyAnswer, PasskeyOffer } from '../staff/index.ts'

const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest()
const base64url = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')

const FLAGS = { present: 0x01, verified: 0x04, attested: 0x40 }

/** CBOR of the values that an authenticator sends: small maps of short texts, bytes and numbers. */
const cbor = (value: unknown): Buffer => {
  const head = (major: number, length: number) =>
    length < 24
      ? Buffer.from([(major << 5) | length])
      : length < 256
        ? Buffer.from([(major << 5) | 24, length])
        : Buffer.from([(major << 5) | 25, length >> 8, length & 255])
  if (typeof value === 'number') return value >= 0 ? head(0, value) : head(1, -1 - value)
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value])
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
  const entries = [...(value as Map<unknown, unknown>)]
  return Buffer.concat([head(5, entries.length), ...entries.flatMap(([key, item]) => [cbor(key), cbor(item)])])
}

export interface Behaviour {
  readonly origin: string
  /** Whether the user was verified by PIN or fingerprint. */
  readonly verified?: boolean
}

interface Options {
  readonly challenge: string
  readonly rp?: { readonly id: string }
  readonly rpId?: string
}

/** One passkey on one device. */
export class SoftAuthenticator {
  readonly id = randomBytes(16)
  readonly #key: KeyObject
  readonly #point: { readonly x: Buffer; readonly y: Buffer }
  #counter = 0

  constructor() {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
    this.#key = privateKey
    this.#point = { x: Buffer.from(x, 'base64url'), y: Buffer.from(y, 'base64url') }
  }

  #data(rpId: string, flags: number, more = Buffer.alloc(0)): Buffer {
    this.#counter += 1
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(this.#counter)
    return Buffer.concat([sha256(rpId), Buffer.from([flags]), counter, more])
  }

  #answer({ ticket }: PasskeyOffer, response: PasskeyAnswer['response']['response']): PasskeyAnswer {
    const id = base64url(this.id)
    return { ticket, response: { id, rawId: id, type: 'public-key', response } }
  }

  /** navigator.credentials.create */
  create(offer: PasskeyOffer, { origin, verified = true }: Behaviour): PasskeyAnswer {
    const { challenge, rp } = offer.options as unknown as Options
    const key = new Map<number, unknown>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, this.#point.x],
      [-3, this.#point.y],
    ])
    const credential = Buffer.concat([Buffer.alloc(16), Buffer.from([0, this.id.length]), this.id, cbor(key)])
    const flags = FLAGS.present | FLAGS.attested | (verified ? FLAGS.verified : 0)
    const attestation = new Map<string, unknown>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', this.#data(rp?.id ?? '', flags, credential)],
    ])
    return this.#answer(offer, {
      clientDataJSON: base64url(Buffer.from(JSON.stringify({ type: 'webauthn.create', challenge, origin }))),
      attestationObject: base64url(cbor(attestation)),
      transports: ['internal'],
    })
  }

  /** navigator.credentials.get */
  get(offer: PasskeyOffer, { origin, verified = true }: Behaviour): PasskeyAnswer {
    const { challenge, rpId } = offer.options as unknown as Options
    const authenticatorData = this.#data(rpId ?? '', FLAGS.present | (verified ? FLAGS.verified : 0))
    const client = Buffer.from(JSON.stringify({ type: 'webauthn.get', challenge, origin }))
    const signature = sign('sha256', Buffer.concat([authenticatorData, sha256(client)]), this.#key)
    return this.#answer(offer, {
      clientDataJSON: base64url(client),
      authenticatorData: base64url(authenticatorData),
      signature: base64url(signature),
    })
  }
}
