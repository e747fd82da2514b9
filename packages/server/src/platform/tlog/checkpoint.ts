/** Checkpoints of a log (C2SP tlog-checkpoint): its name, how many entries it has, and the root over them. */
import { createHash, hash } from 'node:crypto'
import { HASH_SIZE, type Sha256 } from '@mingce/domain/log'
import { readBase64 } from './note.ts'

export const sha256: Sha256 = bytes => hash('sha256', bytes, 'buffer')

export interface Checkpoint {
  readonly origin: string
  readonly size: number
  /** 32 bytes. */
  readonly root: Uint8Array
}

/** The text that is signed. */
export const checkpointText = ({ origin, size, root }: Checkpoint): string =>
  `${origin}\n${size}\n${Buffer.from(root).toString('base64')}\n`

const SIZE = /^(?:0|[1-9]\d{0,15})$/

/** A tree size as ASCII decimal without leading zeroes, below 2^53; undefined for anything else. */
export const readSize = (text: string): number | undefined => {
  const size = Number(text)
  return SIZE.test(text) && Number.isSafeInteger(size) ? size : undefined
}

/** A hash of 32 bytes in base64. */
export const readHash = (text: string): Buffer | undefined => {
  const bytes = readBase64(text)
  return bytes?.length === HASH_SIZE ? bytes : undefined
}

/** Reads the text of a checkpoint; extension lines are allowed and ignored. Undefined where it is none. */
export const readCheckpoint = (text: string): Checkpoint | undefined => {
  const lines = text.split('\n')
  const [origin = '', sizeLine = '', rootLine = ''] = lines
  const size = readSize(sizeLine)
  const root = readHash(rootLine)
  const isWhole = lines.length > 3 && lines.at(-1) === '' && lines.slice(0, -1).every(line => line !== '')
  return isWhole && size !== undefined && root ? { origin, size, root } : undefined
}

/** Without I, L, O and U, which are mistaken for others on paper (Crockford). */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const CODE_DIGITS = 24

/**
 * The short code of a checkpoint, for paper: its size and 120 bits of SHA-256 over its text, such as `1234-8KQ2-…`. Who knows it can recognise
 * the checkpoint, and no other tree of this or another size can be made to have it.
 */
export const shortCode = (checkpoint: Checkpoint): string => {
  const digest = createHash('sha256').update(checkpointText(checkpoint)).digest()
  const bits = [...digest.subarray(0, (CODE_DIGITS * 5) / 8)].map(byte => byte.toString(2).padStart(8, '0')).join('')
  const code = Array.from({ length: CODE_DIGITS }, (_, at) => DIGITS[Number.parseInt(bits.slice(at * 5, at * 5 + 5), 2)]).join('')
  return [checkpoint.size, ...(code.match(/.{4}/g) ?? [])].join('-')
}

/** Reads a short code as someone typed it; undefined where it is none. */
export const readShortCode = (text: string): { readonly size: number; readonly code: string } | undefined => {
  const [sizePart = '', ...parts] = text
    .trim()
    .toUpperCase()
    .split(/[\s-]+/)
  const size = readSize(sizePart)
  const code = parts.join('').replace(/[IL]/g, '1').replace(/O/g, '0')
  if (size === undefined || code.length !== CODE_DIGITS || ![...code].every(digit => DIGITS.includes(digit))) return undefined
  return { size, code: [size, ...(code.match(/.{4}/g) ?? [])].join('-') }
}
