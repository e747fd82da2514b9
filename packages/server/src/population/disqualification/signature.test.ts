import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { readFeedEntry } from '@mingce/domain/population'
import { sm2 } from 'sm-crypto-v2'
import { describe, expect, it } from 'vitest'
import { newKey, SM2_TEST_KEY } from '../../app/server/testing/feed.ts'
import { isCurrentCounty } from '../../platform/areas/index.ts'
import { isSignedBy, readPublicKey, readSigned, signStatement } from './service.signature.ts'

const statement = {
  authority: 'bj-court',
  sequence: 1,
  issuedAt: 1_790_000_000,
  digest: { algorithm: 'sm3', hex: createHash('sm3').update('').digest('hex') },
  entries: 0,
} as const

const keyOf = (pem: string) => {
  const key = readPublicKey(pem)
  if (!key.ok) throw new Error('no key')
  return key.value
}
const signedOf = (jws: string) => {
  const signed = readSigned(jws)
  if (!signed.ok) throw new Error('malformed')
  return signed.value
}

describe.each([
  ['ed25519', newKey(), 'EdDSA'],
  ['sm2', SM2_TEST_KEY, 'SGD_SM3_SM2'],
] as const)('a signature by %s', (algorithm, pair, jwsName) => {
  const key = keyOf(pair.publicKey)
  const jws = signStatement(statement, pair.privateKey)

  it('is a compact JWS that its key verifies', () => {
    expect(key.algorithm).toBe(algorithm)
    expect(JSON.parse(Buffer.from(jws.split('.')[0] ?? '', 'base64url').toString())).toEqual({
      alg: jwsName,
      kid: key.keyId,
      typ: 'JWS',
    })
    expect(signedOf(`${jws}\n`).statement).toEqual(statement)
    expect(signedOf(jws).signature.length).toBe(64)
    expect(isSignedBy(signedOf(jws), key)).toBe(true)
  })

  it('is invalid with one bit changed, another statement or another key', () => {
    const signed = signedOf(jws)
    const signature = Uint8Array.from(signed.signature)
    signature[40] = (signature[40] ?? 0) ^ 1
    expect(isSignedBy({ ...signed, signature }, key)).toBe(false)
    expect(isSignedBy({ ...signed, signature: new Uint8Array(64).fill(255) }, key)).toBe(false)
    expect(isSignedBy({ ...signed, signature: new Uint8Array(3) }, key)).toBe(false)
    const other = signStatement({ ...statement, sequence: 2 }, pair.privateKey)
    expect(isSignedBy({ ...signed, input: signedOf(other).input }, key)).toBe(false)
    const stranger = signStatement(statement, newKey().privateKey)
    expect(isSignedBy({ ...signedOf(stranger), keyId: key.keyId }, key)).toBe(false)
  })

  it('requires the algorithm of its key, regardless of its header', () => {
    for (const name of ['none', 'HS256', algorithm === 'sm2' ? 'EdDSA' : 'SGD_SM3_SM2'])
      expect(isSignedBy({ ...signedOf(jws), algorithm: name }, key)).toBe(false)
  })
})

describe('SM2', () => {
  it('verifies the example of GB/T 32918.5, whose signer is 1234567812345678', () => {
    const point =
      '0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13'
    const signature =
      'f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa'
    const text = Buffer.from('message digest')
    expect(sm2.doVerifySignature(text, signature, point, { hash: true, der: false, userId: '1234567812345678' })).toBe(true)
    expect(sm2.doVerifySignature(text, signature, point, { hash: true, der: false, userId: 'someone else' })).toBe(false)
  })

  it('accepts a signature made by OpenSSL, in DER as in GM/T 0009', () => {
    // printf %s <input> | openssl pkeyutl -sign -rawin -digest sm3 -inkey key.pem -pkeyopt distid:1234567812345678
    const input = 'eyJhbGciOiJTR0RfU00zX1NNMiJ9.e30'
    const signature = Buffer.from(
      '3045022100bce362c8c3bd0f098f9edbe3965fe73d91376ff550408ef9333e9b6f278e050b022059a307942f33c04da3f6b45a8480d9244f196284bf3580c614e0c09d71861791',
      'hex',
    )
    const key = keyOf(SM2_TEST_KEY.publicKey)
    expect(isSignedBy({ keyId: key.keyId, algorithm: 'SGD_SM3_SM2', statement, input, signature }, key)).toBe(true)
    expect(isSignedBy({ keyId: key.keyId, algorithm: 'SGD_SM3_SM2', statement, input: `${input}x`, signature }, key)).toBe(false)
  })
})

describe('the sample of docs/registers', () => {
  const read = (end: string) =>
    readFileSync(new URL(`../../../../../docs/registers/disqualification-sample.${end}`, import.meta.url), 'utf8')
  it('is signed, and each of its lines is a valid entry', () => {
    const signed = signedOf(read('jsonl.sig'))
    const text = read('jsonl')
    expect(isSignedBy(signed, keyOf(read('key.pem')))).toBe(true)
    expect(signed.statement.digest.hex).toBe(createHash('sm3').update(text).digest('hex'))
    const lines = text.trimEnd().split('\n')
    expect(signed.statement).toMatchObject({ authority: 'bj-court', sequence: 1, entries: lines.length })
    const numbers = { isCurrentCounty, bornBy: '2026-11-20' }
    for (const line of lines) expect(readFeedEntry(line, numbers)).toMatchObject({ kind: 'entry' })
  })
})

describe('an invalid key or signature', () => {
  it('is refused', () => {
    expect(readPublicKey('nonsense').ok).toBe(false)
    expect(readPublicKey(newKey().privateKey).ok).toBe(false)
    for (const jws of ['', 'a.b', 'a.b.c', `${Buffer.from('{"alg":"EdDSA"}').toString('base64url')}.e30.e30`])
      expect(readSigned(jws).ok).toBe(false)
    const [, payload, signature] = signStatement(statement, newKey().privateKey).split('.')
    const head = Buffer.from(JSON.stringify({ alg: 'EdDSA', kid: 'x', crit: ['b64'], b64: false })).toString('base64url')
    expect(readSigned(`${head}.${payload}.${signature}`).ok).toBe(false)
  })
})
