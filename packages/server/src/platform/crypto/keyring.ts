/**
 * The keys of one installation: a master secret of 32 bytes, from which a key is derived for each purpose. All encryption of the product
 * uses this module (docs/security.md, docs/adr/0004). A change of person keys (docs/adr/0015) puts another master secret in its place; the
 * former ones stay beside it for what was given out or stored in files before.
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

export type SigningPurpose = 'log' | `log-${number}` | 'witness'

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
  /** The key of one sealed file, derived from the salt in its header. `version`: the file's first byte; undefined for one that never was. */
  fileKey(salt: Uint8Array, version: number): KeyObject | undefined
  /** The Ed25519 private key of a purpose: the same each time, and of no use for another purpose. */
  signingKey(purpose: SigningPurpose): KeyObject
  /** Version of these keys: the first byte of everything encrypted with them. One more with each change of the person keys. */
  readonly version: number
  /** 16 hex digits that identify the key without revealing it. Stored in the database, so that a wrong key is refused at start. */
  readonly checkValue: string
  /** The check value of the installation's first master secret: partners and witnesses know the installation by it. */
  readonly identity: string
  /** The keys before each change of the person keys, oldest first: for files and voter cards that were made with them. */
  readonly former: readonly Keyring[]
}

/** A master secret that another one took the place of. */
export interface FormerSecret {
  readonly master: Uint8Array
  /** How many logs had been begun when it was replaced: their checkpoints go on to be signed with its keys. */
  readonly logs: number
}

/** What the database holds under the key file: the master secret, and those before it, oldest first. */
export interface Secrets {
  readonly master: Uint8Array
  readonly former: readonly FormerSecret[]
}

export const MASTER_BYTES = 32
/** Of the way in which keys are derived. */
const DERIVATION = 1
const MOST_VERSIONS = 255
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

/** What turns blocks back, for the change of person keys alone (rekeying.ts). */
interface Inverse {
  /** Packed ID numbers of person keys; any other block gives bytes that are no packed number. */
  packedOf(keys: Uint8Array): Uint8Array
  /** What a digest is the encryption of. */
  hashesOf(digests: Uint8Array): Uint8Array
  /** Digests of such hashes. */
  digestsOf(hashes: Uint8Array): Uint8Array
}
const inverses = new WeakMap<Keyring, Inverse>()

export const inverseOf = (keys: Keyring): Inverse => {
  const found = inverses.get(keys)
  if (!found) throw new Error('not a keyring of this module')
  return found
}

const unblocks = (key: Uint8Array, sealed: Uint8Array): Buffer => {
  const decipher = createDecipheriv('sm4-ecb', key, null)
  decipher.setAutoPadding(false)
  const plain = decipher.update(sealed)
  decipher.final()
  return plain
}

type Derive = (purpose: string, bytes: number, salt?: Uint8Array) => Buffer

const deriveFrom =
  (master: Uint8Array): Derive =>
  (purpose, bytes, salt = new Uint8Array()) =>
    Buffer.from(hkdfSync('sha256', master, salt, `mingce/${DERIVATION}/${purpose}`, bytes))

/** `seal` and `open`. The version is authenticated too, so that data of an old version cannot be passed off as new. */
const sealing = (derive: Derive, version: number): Pick<Keyring, 'seal' | 'open'> => {
  const sealKey = createSecretKey(derive('seal', 32))
  const bound = (context: string) => Buffer.from(`${version}/${context}`)
  return {
    seal(plain, context) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', sealKey, nonce)
      cipher.setAAD(bound(context))
      return Buffer.concat([Uint8Array.of(version), nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
    },
    open(sealed, context) {
      const body = 1 + NONCE_BYTES
      if (sealed.length < body + TAG_BYTES || sealed[0] !== version) throw new SealError(context)
      const decipher = createDecipheriv('aes-256-gcm', sealKey, sealed.subarray(1, body), { authTagLength: TAG_BYTES })
      decipher.setAAD(bound(context))
      decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES))
      try {
        return Buffer.concat([decipher.update(sealed.subarray(body, sealed.length - TAG_BYTES)), decipher.final()])
      } catch (cause) {
        throw new SealError(context, { cause })
      }
    },
  }
}

/** From how many logs on a purpose is signed with the keys of the present master secret. The witness is the same for ever. */
const signsUnder = (purpose: SigningPurpose, former: readonly FormerSecret[]): Uint8Array | undefined => {
  if (purpose === 'witness') return former[0]?.master
  const number = purpose === 'log' ? 1 : Number(purpose.slice('log-'.length))
  return former.find(({ logs }) => number <= logs)?.master
}

/** The keyring of a master secret of 32 bytes, with those that it took the place of. */
export const keyringOf = (master: Uint8Array, former: readonly FormerSecret[] = []): Keyring => {
  if (master.length !== MASTER_BYTES) throw new Error(`a master secret has ${MASTER_BYTES} bytes, not ${master.length}`)
  const version = former.length + 1
  if (version > MOST_VERSIONS) throw new Error('the person keys were changed too often for one byte')
  requireNationalCiphers()
  const derive = deriveFrom(master)
  const personSecret = derive('person', 16)
  const digestSecret = derive('digest', 16)
  const before = former.map(({ master: secret }, at) => keyringOf(secret, former.slice(0, at)))

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
  const checkValue = derive('check', 8).toString('hex')

  const keys: Keyring = {
    version,
    checkValue,
    identity: before[0]?.checkValue ?? checkValue,
    former: before,
    personKeyBlocks,
    personKeys: packed => uuidsOf(personKeyBlocks(packed)),
    personKey(number) {
      const packed = new Uint8Array(16)
      packResidentId(number, packed, 0)
      return uuidsOf(personKeyBlocks(packed)).join()
    },
    openPersonKey(key) {
      const number = unpackResidentId(unblocks(personSecret, bytesOfUuid(key)), 0)
      if (number === undefined) throw new SealError('person key')
      return number
    },
    digestBlocks,
    digests: texts => uuidsOf(digestBlocks(texts)),
    ...sealing(derive, version),
    fileKey: (salt, of) => (of === version ? createSecretKey(derive('file', 32, salt)) : before[of - 1]?.fileKey(salt, of)),
    signingKey(purpose) {
      const secret = deriveFrom(signsUnder(purpose, former) ?? master)(`sign-${purpose}`, 32)
      return createPrivateKey({ key: Buffer.concat([ED25519_PREFIX, secret]), format: 'der', type: 'pkcs8' })
    },
  }
  inverses.set(keys, {
    packedOf: sealed => unblocks(personSecret, sealed),
    hashesOf: digests => unblocks(digestSecret, digests),
    digestsOf: hashes => blocks(digestSecret, hashes),
  })
  return keys
}

/** A keyring without a file, for tests: equal seeds give equal keys. `former`: seeds before it, each with so many logs begun. */
export const memoryKeyring = (
  seed: Uint8Array = new Uint8Array(),
  former: readonly { readonly seed: Uint8Array; readonly logs: number }[] = [],
): Keyring => {
  const secretOf = (from: Uint8Array) => createHash('sha256').update(from).digest()
  return keyringOf(
    secretOf(seed),
    former.map(one => ({ master: secretOf(one.seed), logs: one.logs })),
  )
}
