/** Texts of transparency logs, after the C2SP specifications: signed notes, checkpoints, cosignatures, witness requests and proofs. */
export { type Checkpoint, checkpointText, readCheckpoint, readShortCode, readSize, sha256, shortCode } from './checkpoint.ts'
export {
  COSIGNATURE_KEY,
  cosignText,
  formatNote,
  formatVerifierKey,
  NOTE_KEY,
  readNote,
  readSignatureLines,
  readVerifierKey,
  type Signer,
  signerOf,
  signText,
  type VerifierKey,
  verifySignatures,
} from './note.ts'
export { formatLogProof, readLogProof, verifyLogProof } from './proof.ts'
export { formatAddCheckpoint, judgeAddCheckpoint, originOfRequest } from './witness.ts'
