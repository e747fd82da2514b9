/** The proof that an entry is in a log, as one text that is verified offline (C2SP tlog-proof). */
import { leafHash, verifyInclusion } from '@mingce/domain/log'
import { readCheckpoint, readHash, readSize, sha256 } from './checkpoint.ts'
import { readBase64, readNote, type VerifiedSignature, type VerifierKey, verifySignatures } from './note.ts'

const HEADER = 'c2sp.org/tlog-proof@v1'

export interface LogProof {
  /** Not authenticated; here the bytes of the entry. */
  readonly extra: Uint8Array | undefined
  readonly index: number
  readonly path: readonly Uint8Array[]
  /** The signed note. */
  readonly checkpoint: string
}

export const formatLogProof = ({ extra, index, path, checkpoint }: LogProof): string => {
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
  const lines = [HEADER, ...(extra ? [`extra ${base64(extra)}`] : []), `index ${index}`, ...path.map(base64)]
  return `${lines.join('\n')}\n\n${checkpoint}`
}

/** Reads a proof; undefined where it is malformed. */
export const readLogProof = (text: string): LogProof | undefined => {
  const end = text.indexOf('\n\n')
  if (end < 0) return undefined
  const [header, ...lines] = text.slice(0, end).split('\n')
  const extraLine = lines[0]?.startsWith('extra ') ? lines.shift() : undefined
  const extra = extraLine === undefined ? undefined : readBase64(extraLine.slice('extra '.length))
  const indexLine = lines.shift() ?? ''
  const index = indexLine.startsWith('index ') ? readSize(indexLine.slice('index '.length)) : undefined
  const path = lines.map(readHash)
  if (header !== HEADER || (extraLine !== undefined && !extra) || index === undefined) return undefined
  return path.every(hash => hash !== undefined) ? { extra, index, path, checkpoint: text.slice(end + 2) } : undefined
}

/** The signatures of known keys under a proof that holds for `entry`; undefined where it does not hold, or no known key signed. */
export const verifyLogProof = (
  proof: LogProof,
  entry: Uint8Array,
  keys: readonly VerifierKey[],
): VerifiedSignature[] | undefined => {
  const note = readNote(proof.checkpoint)
  const checkpoint = note && readCheckpoint(note.text)
  const verified = note && verifySignatures(note, keys)
  if (!checkpoint || !verified || verified.length === 0) return undefined
  const { size, root } = checkpoint
  return verifyInclusion({ leaf: leafHash(entry, sha256), index: proof.index, size, root, proof: proof.path }, sha256)
    ? verified
    : undefined
}
