/** Checkpoints that an exported log is compared with: the newest, earlier ones in the directory, and those that the verifier brings along. */
import { readFile } from 'node:fs/promises'
import type { Checkpoint, VerifierKey } from '../../tlog/index.ts'
import {
  COSIGNATURE_KEY,
  NOTE_KEY,
  readCheckpoint,
  readNote,
  readShortCode,
  shortCode,
  verifySignatures,
} from '../../tlog/index.ts'
import { type LogFault, logFault } from './faults.ts'

/** A tree that must be the beginning of this one. */
export interface Head {
  /** How it is named in what is said of it. */
  readonly name: string
  readonly size: number
  /** `origins`: names that the log has or had. */
  readonly isOf: (tree: Pick<Checkpoint, 'size' | 'root'>, origins: readonly string[]) => boolean
  /** The log whose checkpoint it is; undefined of a short code, which does not say it. */
  readonly origin: string | undefined
  /** Names of witnesses whose cosignatures are valid. */
  readonly witnesses: readonly string[]
  /** The verifier has it from elsewhere, or a witness cosigned it: the log alone cannot have made it up later. */
  readonly isIndependent: boolean
}

/** A checkpoint that the verifier gives: the name of a file with a signed note, or a short code from a poster. */
export type GivenCheckpoint = { readonly file: string } | { readonly code: string }

/** Reads a given word as a short code if it is one, else as the name of a file. */
export const readGiven = (word: string): GivenCheckpoint => {
  const read = readShortCode(word)
  return read ? { code: read.code } : { file: word }
}

type Read = { readonly head: Head; readonly fault?: undefined } | { readonly head?: undefined; readonly fault: LogFault }

/** What checkpoints are read with: the names that the log has or had, and the keys that may sign them. */
export interface HeadContext {
  readonly origins: readonly string[]
  readonly keys: readonly VerifierKey[]
}

/** Reads a signed note as a head. */
export const readHead = (name: string, text: string, about: HeadContext & { readonly isGiven: boolean }): Read => {
  const note = readNote(text)
  const checkpoint = note && readCheckpoint(note.text)
  if (!note || !checkpoint || !about.origins.includes(checkpoint.origin)) return { fault: logFault('file-malformed', name) }
  const verified = verifySignatures(note, about.keys)
  if (!verified) return { fault: logFault('signature', name) }
  if (!verified.some(({ key }) => key.type === NOTE_KEY && key.name === checkpoint.origin))
    return { fault: logFault('key-unknown', name) }
  const witnesses = verified.filter(({ key }) => key.type === COSIGNATURE_KEY).map(({ key }) => key.name)
  const { size, root } = checkpoint
  return {
    head: {
      name,
      origin: checkpoint.origin,
      size,
      witnesses,
      isIndependent: about.isGiven || witnesses.length > 0,
      isOf: ({ root: other }) => Buffer.from(root).equals(Buffer.from(other)),
    },
  }
}

/** Reads a checkpoint that the verifier gives. */
export const readGivenHead = async (given: GivenCheckpoint, about: HeadContext): Promise<Read> => {
  if ('file' in given) {
    const text = await readFile(given.file, 'utf8')
    return readHead(given.file, text, { ...about, isGiven: true })
  }
  const read = readShortCode(given.code)
  if (!read) return { fault: logFault('file-malformed', given.code) }
  const isOf: Head['isOf'] = (tree, origins) => origins.some(origin => shortCode({ ...tree, origin }) === read.code)
  return { head: { name: read.code, origin: undefined, size: read.size, witnesses: [], isIndependent: true, isOf } }
}
