/** The published voter list: its lines, its proof, its deadlines, its changes (EL 27–29). */
export { type Difference, differences, type Line } from './compare.ts'
export {
  type Change,
  districtText,
  entryText,
  entryWriter,
  parseDistrictText,
  parseEntryText,
  type RollDistrict,
  type RollEntry,
  type RollHeader,
} from './entry.ts'
export { compareGroups } from './groups.ts'
export { correctionMark, markOf } from './marks.ts'
export { type GrowingTree, growTree, leafOf, proofOf, provesInclusion, rootOf } from './merkle.ts'
export {
  closeObjection,
  decideObjection,
  type Filed,
  fileObjection,
  lastDayToSue,
  OBJECTION_KINDS,
  OBJECTION_STATES,
  OBJECTION_SUBJECTS,
  type Objection,
  type ObjectionFault,
  type ObjectionTerms,
  objectionRulesFor,
  recordJudgment,
  recordSuit,
  serveDecision,
  undoObjectionDecision,
} from './objection.ts'
export {
  ENTRY_PROOF_FORMAT,
  type EntryProof,
  findProofFault,
  type ProofFault,
  proveEntry,
} from './proof.ts'
export { judgePublication, listDeadline, objectionsUntil } from './publication.ts'
export { changeOf } from './supplement.ts'
export { rollLines, rollRoot, spelled } from './tree.ts'
