export { CaseId, FindingCode, FindingCounts, FindingRule } from './schema.ts'
export { findingRules, missingOf, readShownProof } from './service.ts'
export { decideMasks, type JudgedMask, tallyOf } from './store.decide.ts'
export { type CheckScope, CONTESTED, REFUSED, TELLS, WITHHELD } from './store.facts.ts'
export { allJudged, judgedIn, judgeFirstPass, judgeLaterPass, judgeQuery, judgeValues, ONCE, type Staged } from './store.judge.ts'
export { findRegistrationKey, inLockOrder, lockRegistrations, type Ref, type RegistrationKey } from './store.keys.ts'
export {
  areOtherNumbers,
  forgetNumbers,
  isFirstNumber,
  markSeveralNumbers,
  recordNumbers,
} from './store.numbers.ts'
export { ClaimedMeanwhile, type JudgedRelation, saveOutcome } from './store.outcome.ts'
export { type Rechecked, recheckStanding } from './store.recheck.ts'
export { checkScope, scopeWith } from './store.scope.ts'
export { settleTownshipVotes, type VotersOf } from './store.settle.ts'
export { insertWaiting, recordSounds, recordSoundsOf, type Sound, soundsOf } from './store.sounds.ts'
export { countTold, countToldAlone, recordTold, recordToldRows } from './store.told.ts'
