/** Verifies a `.tlog-proof` file offline: that a log has an entry, and what the entry says in public. */
import { leafHash, readEntry, verifyInclusion } from '@mingce/domain/log'
import type { Text } from '@mingce/domain/result'
import {
  NOTE_KEY,
  readCheckpoint,
  readLogProof,
  readNote,
  readShortCode,
  sha256,
  shortCode,
  type VerifierKey,
  verifySignatures,
} from '../tlog/index.ts'

/** What the verifier has from elsewhere: keys of the log and of witnesses, and short codes from posters. At least one of them. */
interface ProofEvidence {
  readonly keys: readonly VerifierKey[]
  readonly codes: readonly string[]
}

export interface VerifiedProof {
  readonly ok: boolean
  readonly origin: string | null
  /** Position of the entry in the log, from 0. */
  readonly index: number | null
  /** Entries of the log at the checkpoint. */
  readonly size: number | null
  readonly shortCode: string | null
  /** What the entry says in clear. */
  readonly statement: string | null
  /** Names of known keys that signed the checkpoint. */
  readonly signedBy: readonly string[]
  readonly faults: readonly { readonly code: ProofFault; readonly text: Text }[]
}

type ProofFault = 'malformed' | 'inclusion' | 'signature' | 'key-unknown' | 'short-code' | 'nothing-to-compare'

const TEXTS: Readonly<Record<ProofFault, Text>> = {
  malformed: { zh: '这不是证明文件，或内容不完整', en: 'This is no proof file, or it is not complete' },
  inclusion: {
    zh: '证明不成立：检查点之下没有这一条，条目或路径被改动',
    en: 'The proof does not hold: the checkpoint does not cover this entry; the entry or the path was changed',
  },
  signature: { zh: '检查点的签名无效', en: 'A signature of the checkpoint is not valid' },
  'key-unknown': {
    zh: '检查点没有所给操作记录公钥的签名',
    en: 'The checkpoint is not signed by the key of the audit trail that was given',
  },
  'short-code': {
    zh: '检查点与所给短码不一致',
    en: 'The checkpoint is not the one of the short code that was given',
  },
  'nothing-to-compare': {
    zh: '没有公钥也没有短码可比：证明文件自己不能证明它来自谁',
    en: 'There is neither a key nor a short code to compare with: a proof does not show by itself whose it is',
  },
}

const NOTHING = { origin: null, index: null, size: null, shortCode: null, statement: null, signedBy: [] }

export const verifyProof = (text: string, { keys, codes }: ProofEvidence): VerifiedProof => {
  const proof = readLogProof(text)
  const note = proof && readNote(proof.checkpoint)
  const checkpoint = note && readCheckpoint(note.text)
  const entry = proof?.extra && readEntry(proof.extra)
  if (!proof?.extra || !note || !checkpoint || !entry)
    return { ...NOTHING, ok: false, faults: [{ code: 'malformed', text: TEXTS.malformed }] }
  const { origin, size, root } = checkpoint
  const faults: ProofFault[] = []
  const leaf = leafHash(proof.extra, sha256)
  if (!verifyInclusion({ leaf, index: proof.index, size, root, proof: proof.path }, sha256)) faults.push('inclusion')
  const verified = verifySignatures(note, keys)
  if (!verified) faults.push('signature')
  else if (keys.length > 0 && !verified.some(({ key }) => key.type === NOTE_KEY && key.name === origin))
    faults.push('key-unknown')
  const code = shortCode(checkpoint)
  if (codes.some(given => readShortCode(given)?.code !== code)) faults.push('short-code')
  if (keys.length + codes.length === 0) faults.push('nothing-to-compare')
  return {
    ok: faults.length === 0,
    origin,
    index: proof.index,
    size,
    shortCode: code,
    statement: Buffer.from(entry.statement).toString(),
    signedBy: (verified ?? []).map(({ key }) => key.name),
    faults: faults.map(fault => ({ code: fault, text: TEXTS[fault] })),
  }
}
