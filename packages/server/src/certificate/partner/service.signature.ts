/**
 * Keys and signatures of installations: Ed25519, or SM2 by GB/T 32918 with SM3 and the signer's id 1234567812345678. Node's OpenSSL signs SM2
 * with an empty id only, hence sm-crypto-v2.
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto'
import type { PartnerKey } from '@mingce/domain/certificate'
import { sm2 } from 'sm-crypto-v2'
import { readPublicKey } from '../../population/index.ts'

export type Algorithm = PartnerKey['algorithm']

const SM2_OPTIONS = { hash: true, der: false, userId: '1234567812345678' } as const
const POINT_BYTES = 65

export interface NewKey {
  /** First 16 hex digits of SM3 over the DER of the public key. */
  readonly keyId: string
  readonly algorithm: Algorithm
  readonly publicKey: string
  readonly privateKey: string
}

/** A new pair of keys, both in PEM. */
export const makeKey = (algorithm: Algorithm): NewKey => {
  const { publicKey, privateKey } =
    algorithm === 'sm2' ? generateKeyPairSync('ec', { namedCurve: 'SM2' }) : generateKeyPairSync('ed25519')
  const read = readPublicKey(publicKey.export({ type: 'spki', format: 'pem' }).toString())
  if (!read.ok) throw new Error(`a new ${algorithm} key is not readable`)
  return { ...read.value, privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() }
}

/** The secret number of an SM2 key: the octet string of its ECPrivateKey (RFC 5915). */
const secretOf = (key: KeyObject): string => {
  const der = key.export({ type: 'pkcs8', format: 'der' })
  const at = der.indexOf(Buffer.from('0201010420', 'hex'))
  if (at < 0) throw new Error('an SM2 key has no secret number')
  return der.subarray(at + 5, at + 37).toString('hex')
}

/** base64url of a signature over the UTF-8 of `line`; SM2 as r‖s. */
export const signLine = (line: string, key: Pick<NewKey, 'algorithm' | 'privateKey'>): string => {
  const secret = createPrivateKey(key.privateKey)
  const bytes = Buffer.from(line)
  return key.algorithm === 'sm2'
    ? Buffer.from(sm2.doSignature(bytes, secretOf(secret), SM2_OPTIONS), 'hex').toString('base64url')
    : sign(null, bytes, secret).toString('base64url')
}

/** Is this the signature of `line` by that key? Never throws. */
export const isSigned = (
  line: string,
  signature: string,
  { algorithm, publicKey }: Pick<PartnerKey, 'algorithm' | 'publicKey'>,
): boolean => {
  try {
    const key = createPublicKey(publicKey)
    const bytes = Buffer.from(signature, 'base64url')
    if (algorithm !== 'sm2') return key.asymmetricKeyType === 'ed25519' && verify(null, Buffer.from(line), key, bytes)
    const point = key.export({ type: 'spki', format: 'der' }).subarray(-POINT_BYTES).toString('hex')
    return sm2.doVerifySignature(Buffer.from(line), bytes.toString('hex'), point, SM2_OPTIONS)
  } catch {
    return false
  }
}
