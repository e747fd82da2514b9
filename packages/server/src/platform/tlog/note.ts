/**
 * Signed notes (C2SP signed-note) with Ed25519 keys: type 1 signs the text, type 4 is a timestamped cosignature of a checkpoint (C2SP
 * tlog-cosignature).
 */
import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'

export const NOTE_KEY = 1
export const COSIGNATURE_KEY = 4
type KeyType = typeof NOTE_KEY | typeof COSIGNATURE_KEY

/** A key that signatures are verified with; as text a vkey. */
export interface VerifierKey {
  readonly name: string
  /** 8 hex digits. */
  readonly keyId: string
  readonly type: KeyType
  /** 32 bytes of RFC 8032. */
  readonly publicKey: Uint8Array
}

/** A key that signs, with its name. */
export interface Signer {
  readonly verifier: VerifierKey
  readonly privateKey: KeyObject
}

export interface SignatureLine {
  readonly name: string
  readonly keyId: string
  readonly signature: Uint8Array
  /** As it is in the note, without its newline. */
  readonly line: string
}

export interface Note {
  /** Ends in a newline. */
  readonly text: string
  readonly signatures: readonly SignatureLine[]
}

const KEY_BYTES = 32
const ID_BYTES = 4
const TIME_BYTES = 8
const MOST_SIGNATURES = 100
const MOST_BYTES = 1_000_000

/** Bytes of standard base64 in its only spelling; undefined for any other. */
export const readBase64 = (text: string): Buffer | undefined => {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : undefined
}

const isKeyName = (name: string): boolean => name !== '' && !/[\p{White_Space}+]/u.test(name)

const keyIdOf = (name: string, type: KeyType, publicKey: Uint8Array): string =>
  createHash('sha256')
    .update(`${name}\n`)
    .update(Uint8Array.of(type))
    .update(publicKey)
    .digest('hex')
    .slice(0, 2 * ID_BYTES)

const verifierKeyOf = (name: string, type: KeyType, publicKey: Uint8Array): VerifierKey => ({
  name,
  type,
  publicKey,
  keyId: keyIdOf(name, type, publicKey),
})

/** The signer of an Ed25519 private key. */
export const signerOf = (name: string, type: KeyType, privateKey: KeyObject): Signer => {
  const der = createPublicKey(privateKey).export({ type: 'spki', format: 'der' })
  return { privateKey, verifier: verifierKeyOf(name, type, der.subarray(-KEY_BYTES)) }
}

/** `<name>+<key id>+<base64 of type and key>` */
export const formatVerifierKey = ({ name, keyId, type, publicKey }: VerifierKey): string =>
  `${name}+${keyId}+${Buffer.concat([Uint8Array.of(type), publicKey]).toString('base64')}`

/** Reads a vkey of an Ed25519 key; undefined where it is none, or its id is of another key. */
export const readVerifierKey = (text: string): VerifierKey | undefined => {
  const [, name = '', keyId = '', encoded = ''] = /^([^+]+)\+([0-9a-f]{8})\+(\S+)$/u.exec(text) ?? []
  const bytes = readBase64(encoded)
  const type = bytes?.[0]
  if (!bytes || bytes.length !== KEY_BYTES + 1 || (type !== NOTE_KEY && type !== COSIGNATURE_KEY) || !isKeyName(name))
    return undefined
  const key = verifierKeyOf(name, type, bytes.subarray(1))
  return key.keyId === keyId ? key : undefined
}

const readLine = (line: string): SignatureLine | undefined => {
  const [, name = '', encoded = ''] = /^— (\S+) (\S+)$/u.exec(line) ?? []
  const bytes = readBase64(encoded)
  if (!isKeyName(name) || !bytes || bytes.length <= ID_BYTES) return undefined
  return { name, keyId: bytes.subarray(0, ID_BYTES).toString('hex'), signature: bytes.subarray(ID_BYTES), line }
}

/** Signature lines, each ended by a newline; undefined where one is malformed. */
export const readSignatureLines = (text: string): SignatureLine[] | undefined => {
  if (!text.endsWith('\n')) return undefined
  const lines = text.slice(0, -1).split('\n').map(readLine)
  return lines.length <= MOST_SIGNATURES && lines.every(line => line !== undefined) ? lines : undefined
}

/** Reads a signed note, without verifying it; undefined where it is malformed. */
export const readNote = (note: string): Note | undefined => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what a note must not contain
  if (note.length > MOST_BYTES || /[\u0000-\u0009\u000b-\u001f\ufffd]/.test(note)) return undefined
  const end = note.lastIndexOf('\n\n')
  const signatures = end < 0 ? undefined : readSignatureLines(note.slice(end + 2))
  return signatures && { text: note.slice(0, end + 1), signatures }
}

const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex')

const isSigned = (message: Buffer, signature: Uint8Array, publicKey: Uint8Array): boolean => {
  try {
    const key = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, publicKey]), format: 'der', type: 'spki' })
    return verify(null, message, key, signature)
  } catch {
    return false
  }
}

const cosignedMessage = (text: string, seconds: bigint): Buffer => Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`)

/** Whether a signature is of the text by the key; of a cosignature also its time. */
const verifyLine = (text: string, { signature }: SignatureLine, key: VerifierKey): { at: Date | null } | undefined => {
  if (key.type === NOTE_KEY) return isSigned(Buffer.from(text), signature, key.publicKey) ? { at: null } : undefined
  if (signature.length <= TIME_BYTES) return undefined
  const seconds = Buffer.from(signature).readBigUInt64BE(0)
  return seconds < 2n ** 43n && isSigned(cosignedMessage(text, seconds), signature.subarray(TIME_BYTES), key.publicKey)
    ? { at: new Date(Number(seconds) * 1000) }
    : undefined
}

export interface VerifiedSignature {
  readonly key: VerifierKey
  readonly line: string
  /** Time of a cosignature; null for other signatures. */
  readonly at: Date | null
}

/**
 * The valid signatures of known keys. Undefined where a signature that names a known key is not valid: such a note is rejected as a whole.
 * Signatures of unknown keys are ignored.
 */
export const verifySignatures = (note: Note, keys: readonly VerifierKey[]): VerifiedSignature[] | undefined => {
  const verified: VerifiedSignature[] = []
  for (const line of note.signatures) {
    const key = keys.find(known => known.name === line.name && known.keyId === line.keyId)
    if (!key) continue
    const valid = verifyLine(note.text, line, key)
    if (!valid) return undefined
    verified.push({ key, line: line.line, at: valid.at })
  }
  return verified
}

const lineOf = ({ name, keyId }: VerifierKey, signature: Uint8Array): string =>
  `— ${name} ${Buffer.concat([Buffer.from(keyId, 'hex'), signature]).toString('base64')}`

/** The signature line of a text by a key of type 1, without its newline. */
export const signText = (text: string, { verifier, privateKey }: Signer): string =>
  lineOf(verifier, sign(null, Buffer.from(text), privateKey))

/** The cosignature line of a checkpoint's text by a key of type 4, without its newline. */
export const cosignText = (text: string, { verifier, privateKey }: Signer, at: Date): string => {
  const seconds = BigInt(Math.floor(at.getTime() / 1000))
  const time = Buffer.alloc(TIME_BYTES)
  time.writeBigUInt64BE(seconds)
  return lineOf(verifier, Buffer.concat([time, sign(null, cosignedMessage(text, seconds), privateKey)]))
}

/** A note of a text and its signature lines. */
export const formatNote = (text: string, lines: readonly string[]): string =>
  `${text}\n${lines.map(line => `${line}\n`).join('')}`
