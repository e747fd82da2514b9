/** A witness of logs (C2SP tlog-witness): the text of `add-checkpoint`, and what a witness answers to it. */
import { isSameHash, verifyConsistency } from '@mingce/domain/log'
import { type Checkpoint, readCheckpoint, readHash, readSize, sha256 } from './checkpoint.ts'
import { type Note, readNote, type VerifierKey, verifySignatures } from './note.ts'

const MOST_PROOF_LINES = 63

export interface AddCheckpoint {
  /** Size of the checkpoint that the witness cosigned last. */
  readonly oldSize: number
  readonly proof: readonly Uint8Array[]
  /** The signed note. */
  readonly checkpoint: string
}

export const formatAddCheckpoint = ({ oldSize, proof, checkpoint }: AddCheckpoint): string =>
  `old ${oldSize}\n${proof.map(hash => `${Buffer.from(hash).toString('base64')}\n`).join('')}\n${checkpoint}`

/** Reads a request; undefined where it is malformed. */
const readAddCheckpoint = (body: string): AddCheckpoint | undefined => {
  const end = body.indexOf('\n\n')
  if (end < 0) return undefined
  const [oldLine = '', ...proofLines] = body.slice(0, end).split('\n')
  const oldSize = oldLine.startsWith('old ') ? readSize(oldLine.slice(4)) : undefined
  const proof = proofLines.map(readHash)
  if (oldSize === undefined || proof.length > MOST_PROOF_LINES || !proof.every(hash => hash !== undefined)) return undefined
  return { oldSize, proof, checkpoint: body.slice(end + 2) }
}

/** What the witness knows of a log. */
export interface WitnessedLog {
  readonly keys: readonly VerifierKey[]
  /** The checkpoint that it cosigned last; undefined: none. */
  readonly last: { readonly size: number; readonly root: Uint8Array } | undefined
}

/** The answer to `add-checkpoint`: to cosign, or a status and the text of its body. */
export type Judged =
  | { readonly isAccepted: true; readonly checkpoint: Checkpoint; readonly text: string; readonly logLines: readonly string[] }
  | { readonly isAccepted: false; readonly status: 400 | 403 | 404 | 409 | 422; readonly text: string }

const refuse = (status: 400 | 403 | 404 | 409 | 422, text: string): Judged => ({ isAccepted: false, status, text })

/** Checks the tree of a request whose signature is valid. */
const findTreeFault = (
  { oldSize, proof }: AddCheckpoint,
  { size, root }: Checkpoint,
  last: WitnessedLog['last'],
): Judged | undefined => {
  if (oldSize > size) return refuse(400, 'the old size is larger than the checkpoint\n')
  const known = last?.size ?? 0
  if (oldSize !== known) return refuse(409, `${known}\n`)
  const emptyRoot = sha256(new Uint8Array())
  if (size === 0 && !isSameHash(root, emptyRoot)) return refuse(422, 'the root of an empty tree is the hash of nothing\n')
  const claim = { earlier: oldSize, size, earlierRoot: last?.root ?? emptyRoot, root, proof }
  if (!verifyConsistency(claim, sha256)) return refuse(422, 'the consistency proof does not hold\n')
  return undefined
}

/** What a witness answers. `find`: the log with that origin, if the witness knows it. */
export const judgeAddCheckpoint = (body: string, find: (origin: string) => WitnessedLog | undefined): Judged => {
  const request = readAddCheckpoint(body)
  const note: Note | undefined = request && readNote(request.checkpoint)
  const checkpoint = note && readCheckpoint(note.text)
  if (!request || !note || !checkpoint) return refuse(400, 'the request is malformed\n')
  const log = find(checkpoint.origin)
  if (!log) return refuse(404, 'the log is unknown\n')
  const verified = verifySignatures(note, log.keys)
  if (!verified || verified.length === 0) return refuse(403, 'no valid signature of the log\n')
  const fault = findTreeFault(request, checkpoint, log.last)
  return fault ?? { isAccepted: true, checkpoint, text: note.text, logLines: verified.map(({ line }) => line) }
}

/** The origin of a request, to look the log up by; undefined where it is malformed. */
export const originOfRequest = (body: string): string | undefined => {
  const request = readAddCheckpoint(body)
  const note = request && readNote(request.checkpoint)
  return note && readCheckpoint(note.text)?.origin
}
