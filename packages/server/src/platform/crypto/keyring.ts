/**
 * The keys of one installation: a master secret of 32 bytes, from which a key is derived for each purpose. All encryption of the product
 * uses this module (docs/security.md, docs/adr/0004).
 */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPrivateKey,
  createSecretKey,
  getCiphers,
  getHashes,
  hash,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import { packResidentId, unpackResidentId } from '@mingce/domain/standards'
import { bytesOfUuid, uuidsOf } from './blocks.ts'
import { KeyError, SealError } from './errors.ts'

export interface Keyring {
  /**
   * Encrypts packed ID numbers (`packResidentId`: 16 bytes each, concatenated) in one call, one SM4 block per person.
   * Returns the keys in PostgreSQL's text form of uuid, in the same order. Equal numbers have equal keys.
   */
  personKeys(packed: Uint8Array): string[]
  /** As `personKeys`, with each key as 16 bytes, concatenated. */
  personKeyBlocks(packed: Uint8Array): Uint8Array
  /** The person key of one valid ID number of 18 characters. */
  personKey(number: string): string
  /** Decrypts a person key to the ID number. Callers need a permission of their own for this and audit it. Throws `SealError` for a key of another installation. */
  openPersonKey(key: string): string
  /**
   * Keyed 128-bit digests of texts, as uuids. Equal texts have equal digests; a guess cannot be tested without the key.
   * The first 16 bytes of the SHA-256 of the text's UTF-8, encrypted with SM4 under a key that is used for nothing else.
   */
  digests(texts: readonly string[]): string[]
  /** As `digests`, with each digest as 16 bytes, concatenated. */
  digestBlocks(texts: readonly string[]): Uint8Array
  /** Encrypts with AES-256-GCM. `context` names the kind of data and is authenticated: `open` needs the same one. Adds 29 bytes. */
  seal(plain: Uint8Array, context: string): Uint8Array
  /** Decrypts what `seal` returned. Throws `SealError` if the bytes were changed, or encrypted with another key or context. */
  open(sealed: Uint8Array, context: string): Uint8Array
  /** The key of one sealed file, derived from the salt in its header. */
  fileKey(salt: Uint8Array): KeyObject
  /** The Ed25519 private key of a purpose: the same each time, and of no use for another purpose. */
  signingKey(purpose: 'log' | `log-${number}` | 'witness'): KeyObject
  /** Version of these keys: the first byte of everything encrypted with them. */
  readonly version: number
  /** 16 hex digits that identify the key without revealing it. Stored in the database, so that a wrong key is refused at start. */
  readonly checkValue: string
}

export const MASTER_BYTES = 32
const VERSION = 1
const NONCE_BYTES = 12
const TAG_BYTES = 16
const DIGEST_BYTES = 16
/** DER of an Ed25519 private key (RFC 8410) up to its 32 bytes. */
const ED25519_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex')

/** Throws unless this Node's OpenSSL has SM3 and SM4 and computes the examples of GB/T 32905 and GB/T 32907. */
export const requireNationalCiphers = (
  ciphers: readonly string[] = getCiphers(),
  hashes: readonly string[] = getHashes(),
): void => {
  const example = Buffer.from('0123456789abcdeffedcba9876543210', 'hex')
  const works =
    ciphers.includes('sm4-ecb') &&
    hashes.includes('sm3') &&
    blocks(example, example).toString('hex') === '681edf34d206965e86b3e94f536e4246' &&
    createHash('sm3').update('abc').digest('hex').startsWith('66c7f0f462eeedd9')
  if (!works)
    throw new KeyError('key.no-sm4', {
      zh: `此 Node（${process.version}，OpenSSL ${process.versions.openssl}）没有国密算法 SM3/SM4。请改用官方发布的 Node 20.19 或更新版本后再启动。`,
      en: `This Node (${process.version}, OpenSSL ${process.versions.openssl}) has no SM3/SM4. Use an official build of Node 20.19 or later and start again.`,
    })
}

/** SM4 in ECB mode: each block is one complete ID number or digest, and equal ones must have equal keys. */
const blocks = (key: Uint8Array, plain: Uint8Array): Buffer => {
  const cipher = createCipheriv('sm4-ecb', key, null)
  cipher.setAutoPadding(false)
  const sealed = cipher.update(plain)
  cipher.final()
  return sealed
}

/** The keyring of a master secret of 32 bytes. */
export const keyringOf = (master: Uint8Array): Keyring => {
  if (master.length !== MASTER_BYTES) throw new Error(`a master secret has ${MASTER_BYTES} bytes, not ${master.length}`)
  requireNationalCiphers()
  const derive = (purpose: string, bytes: number, salt: Uint8Array = new Uint8Array()): Buffer =>
    Buffer.from(hkdfSync('sha256', master, salt, `mingce/${VERSION}/${purpose}`, bytes))
  const personSecret = derive('person', 16)
  const digestSecret = derive('digest', 16)
  const sealKey = createSecretKey(derive('seal', 32))

  const personKeyBlocks = (packed: Uint8Array): Buffer => {
    if (packed.length % 16) throw new Error(`packed ID numbers have 16 bytes each; ${packed.length} is not a multiple`)
    return blocks(personSecret, packed)
  }
  const digestBlocks = (texts: readonly string[]): Buffer => {
    const all = Buffer.allocUnsafe(texts.length * DIGEST_BYTES)
    let at = 0
    // Hex is the fastest output of the one-shot `hash`; `write` stops after 16 of the 32 bytes.
    for (const text of texts) at += all.write(hash('sha256', text, 'hex'), at, DIGEST_BYTES, 'hex')
    return blocks(digestSecret, all)
  }
  // The version is authenticated too, so that data of an old version cannot be passed off as new.
  const bound = (version: number, context: string) => Buffer.from(`${version}/${context}`)

  return {
    version: VERSION,
    checkValue: derive('check', 8).toString('hex'),
    personKeyBlocks,
    personKeys: packed => uuidsOf(personKeyBlocks(packed)),
    personKey(number) {
      const packed = new Uint8Array(16)
      packResidentId(number, packed, 0)
      return uuidsOf(personKeyBlocks(packed)).join()
    },
    openPersonKey(key) {
      const decipher = createDecipheriv('sm4-ecb', personSecret, null)
      decipher.setAutoPadding(false)
      const packed = decipher.update(bytesOfUuid(key))
      const number = unpackResidentId(packed, 0)
      if (number === undefined) throw new SealError('person key')
      return number
    },
    digestBlocks,
    digests: texts => uuidsOf(digestBlocks(texts)),
    seal(plain, context) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', sealKey, nonce)
      cipher.setAAD(bound(VERSION, context))
      return Buffer.concat([Uint8Array.of(VERSION), nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
    },
    open(sealed, context) {
      const body = 1 + NONCE_BYTES
      if (sealed.length < body + TAG_BYTES || sealed[0] !== VERSION) throw new SealError(context)
      const decipher = createDecipheriv('aes-256-gcm', sealKey, sealed.subarray(1, body), { authTagLength: TAG_BYTES })
      decipher.setAAD(bound(VERSION, context))
      decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES))
      try {
        return Buffer.concat([decipher.update(sealed.subarray(body, sealed.length - TAG_BYTES)), decipher.final()])
      } catch (cause) {
        throw new SealError(context, { cause })
      }
    },
    fileKey(salt) {
      return createSecretKey(derive('file', 32, salt))
    },
    signingKey(purpose) {
      const der = Buffer.concat([ED25519_PREFIX, derive(`sign-${purpose}`, 32)])
      return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
    },
  }
}

/** A keyring without a file, for tests: equal seeds give equal keys. */
export const memoryKeyring = (seed: Uint8Array = new Uint8Array()): Keyring =>
  keyringOf(createHash('sha256').update(seed).digest())
