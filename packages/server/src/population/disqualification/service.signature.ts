/**
 * Signatures of the feed: a JWS in compact form (RFC 7515) over the statement of a message. Ed25519 is EdDSA of RFC 8037; SM2 is
 * SGD_SM3_SM2 of GM/T 0125, by GB/T 32918 with SM3 and the signer's id 1234567812345678. Node's OpenSSL verifies SM2 with an empty id
 * only, hence sm-crypto-v2.
 */
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { type FeedStatement, readFeedStatement, writeFeedStatement } from '@mingce/domain/population'
import { fail, ok, type Result } from '@mingce/domain/result'
import { sm2 } from 'sm-crypto-v2'

export type FeedAlgorithm = 'ed25519' | 'sm2'

const JWS_ALGORITHMS: Readonly<Record<FeedAlgorithm, string>> = { ed25519: 'EdDSA', sm2: 'SGD_SM3_SM2' }
const SM2_ID = '1234567812345678'
/** Of id-ecPublicKey with the curve sm2p256v1 (1.2.156.10197.1.301). */
const SM2_CURVE = Buffer.from('06082a811ccf5501822d', 'hex')
const POINT_BYTES = 65
const SIGNATURE_BYTES = 64

export interface FeedKey {
  /** First 16 hex digits of SM3 over the DER of the public key. */
  readonly keyId: string
  readonly algorithm: FeedAlgorithm
  readonly publicKey: string
}

const derOf = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' })

/** Reads a public key in PEM; fails where it is none, or neither Ed25519 nor SM2. */
export const readPublicKey = (pem: string): Result<FeedKey, 'key.unreadable'> => {
  try {
    // A private key would be read too, and its public half used in silence: whoever sends one has to learn that it is spent.
    if (!/-----BEGIN PUBLIC KEY-----/.test(pem)) return fail('key.unreadable')
    const key = createPublicKey(pem)
    const der = derOf(key)
    const algorithm = key.asymmetricKeyType === 'ed25519' ? 'ed25519' : der.includes(SM2_CURVE) ? 'sm2' : null
    if (algorithm === null) return fail('key.unreadable')
    const keyId = createHash('sm3').update(der).digest('hex').slice(0, 16)
    return ok({ keyId, algorithm, publicKey: key.export({ type: 'spki', format: 'pem' }).toString() })
  } catch {
    return fail('key.unreadable')
  }
}

const base64url = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString('base64url')

export interface SignedStatement {
  readonly keyId: string
  readonly algorithm: string
  readonly statement: FeedStatement
  readonly input: string
  readonly signature: Uint8Array
}

const PART = /^[A-Za-z0-9_-]+$/

/** Takes a compact JWS apart. Nothing of it is believed before `isSignedBy`. */
export const readSigned = (jws: string): Result<SignedStatement, 'malformed'> => {
  const parts = jws.trim().split('.')
  const [header = '', payload = '', signature = ''] = parts
  if (parts.length !== 3 || !parts.every(part => PART.test(part))) return fail('malformed')
  try {
    const head = JSON.parse(Buffer.from(header, 'base64url').toString('utf8')) as Record<string, unknown>
    // An extension that must be understood (RFC 7515 §4.1.11) is not.
    if (typeof head.alg !== 'string' || typeof head.kid !== 'string' || 'crit' in head) return fail('malformed')
    const statement = readFeedStatement(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')))
    if (!statement.ok) return statement
    return ok({
      keyId: head.kid,
      algorithm: head.alg,
      statement: statement.value,
      input: `${header}.${payload}`,
      signature: Buffer.from(signature, 'base64url'),
    })
  } catch {
    return fail('malformed')
  }
}

const verifySm2 = (input: Uint8Array, signature: Uint8Array, key: KeyObject): boolean => {
  const point = derOf(key).subarray(-POINT_BYTES).toString('hex')
  // r‖s as JWS has it, or DER as GM/T 0009 writes it.
  const der = signature.length !== SIGNATURE_BYTES
  try {
    return sm2.doVerifySignature(input, Buffer.from(signature).toString('hex'), point, { hash: true, der, userId: SM2_ID })
  } catch {
    return false
  }
}

/** Is the statement signed by this key, by the algorithm that belongs to it? The header's word on the algorithm chooses nothing. */
export const isSignedBy = (signed: SignedStatement, key: FeedKey): boolean => {
  if (signed.keyId !== key.keyId || signed.algorithm !== JWS_ALGORITHMS[key.algorithm]) return false
  const input = Buffer.from(signed.input)
  const publicKey = createPublicKey(key.publicKey)
  return key.algorithm === 'sm2'
    ? verifySm2(input, signed.signature, publicKey)
    : verify(null, input, publicKey, Buffer.from(signed.signature))
}

/** The secret number of an SM2 key: the octet string of its ECPrivateKey (RFC 5915). */
const sm2Secret = (key: KeyObject): string => {
  const der = key.export({ type: 'pkcs8', format: 'der' })
  const at = der.indexOf(Buffer.from('0201010420', 'hex'))
  if (at < 0) throw new Error('an SM2 key has no secret number')
  return der.subarray(at + 5, at + 37).toString('hex')
}

/** Signs a statement with a private key in PEM: what an authority does; here for offices that carry files, and for tests. */
export const signStatement = (statement: FeedStatement, privatePem: string): string => {
  const key = createPrivateKey(privatePem)
  const publicPem = createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString()
  const read = readPublicKey(publicPem)
  if (!read.ok) throw new Error('the key is neither Ed25519 nor SM2')
  const { algorithm, keyId } = read.value
  const header = JSON.stringify({ alg: JWS_ALGORITHMS[algorithm], kid: keyId, typ: 'JWS' })
  const input = `${base64url(header)}.${base64url(writeFeedStatement(statement))}`
  const signature =
    algorithm === 'sm2'
      ? Buffer.from(sm2.doSignature(Buffer.from(input), sm2Secret(key), { hash: true, der: false, userId: SM2_ID }), 'hex')
      : sign(null, Buffer.from(input), key)
  return `${input}.${base64url(signature)}`
}
