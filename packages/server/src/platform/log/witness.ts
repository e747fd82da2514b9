/** Asks witnesses to cosign the newest checkpoint (C2SP tlog-witness). How a request travels is the caller's business. */
import type { Database } from '../database/index.ts'
import { formatAddCheckpoint, readNote, readSignatureLines, readSize, type VerifierKey, verifySignatures } from '../tlog/index.ts'
import { findConsistencyProof } from './read.ts'
import type { LogServices } from './sequencer.ts'
import { type CheckpointRow, findCheckpoint, putCosignature } from './store.ts'
import { findWitness, putWitness } from './store.witness.ts'

/**
 * Why a witness did not cosign. rolled-back: it has seen more entries than there are here. inconsistent: it has seen other entries. Both mean
 * that this log is not the one that it was, after a restore for example. refused: it does not know this log. unreadable: its answer is not one.
 */
export type WitnessTrouble = 'unreachable' | 'rolled-back' | 'inconsistent' | 'refused' | 'unreadable'

export interface WitnessAnswer {
  readonly status: number
  readonly text: string
}

/** Sends the body of `add-checkpoint`. @throws when the witness cannot be reached */
export type SendToWitness = (body: string) => Promise<WitnessAnswer>

interface Tried {
  readonly size: number
  readonly line?: string
  readonly at?: Date
  readonly trouble?: WitnessTrouble
}

/** Reads the signature lines of an answer. */
const readAnswer = (text: string, row: CheckpointRow, key: VerifierKey, known: number): Tried => {
  const note = readNote(row.note)
  const signatures = readSignatureLines(text)
  const [verified] = (note && signatures && verifySignatures({ text: note.text, signatures }, [key])) ?? []
  return verified?.at ? { size: row.size, line: verified.line, at: verified.at } : { size: known, trouble: 'unreadable' }
}

const ask = async (
  database: Database,
  row: CheckpointRow,
  key: VerifierKey,
  send: SendToWitness,
  known: number,
  isAgain = false,
): Promise<Tried> => {
  const proof = await findConsistencyProof(database, known, row.size)
  let answer: WitnessAnswer
  try {
    answer = await send(formatAddCheckpoint({ oldSize: known, proof, checkpoint: row.note }))
  } catch {
    return { size: known, trouble: 'unreachable' }
  }
  if (answer.status === 200) return readAnswer(answer.text, row, key, known)
  if (answer.status === 409) {
    const size = readSize(answer.text.trimEnd())
    if (size === undefined) return { size: known, trouble: 'unreadable' }
    if (size > row.size) return { size: known, trouble: 'rolled-back' }
    return isAgain ? { size, trouble: 'unreadable' } : ask(database, row, key, send, size, true)
  }
  if (answer.status === 422) return { size: known, trouble: 'inconsistent' }
  return { size: known, trouble: answer.status === 403 || answer.status === 404 ? 'refused' : 'unreachable' }
}

/**
 * Has the newest checkpoint cosigned by a witness, unless it has been, and keeps the cosignature.
 * @returns why it was not cosigned; null: it was
 */
export const cosignNewest = async (
  services: LogServices,
  key: VerifierKey,
  send: SendToWitness,
): Promise<WitnessTrouble | null> => {
  const { database, clock } = services
  const row = await findCheckpoint(database)
  const known = await findWitness(database, key.name)
  if (!row || row.size === 0 || (known && known.size === row.size && known.trouble === null)) return null
  // A witness that knows more than this log is asked from the start: it answers with its size again.
  const from = known && known.size <= row.size ? known.size : 0
  const tried = await ask(database, row, key, send, from)
  await database.transaction(async tx => {
    const { line, at, size, trouble } = tried
    if (line && at) await putCosignature(tx, row, { size: row.size, witness: key.name, line, at })
    await putWitness(tx, { name: key.name, size, at: at ?? null, trouble: trouble ?? null }, clock.now())
  })
  return tried.trouble ?? null
}
