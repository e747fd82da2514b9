export { CaseId, FindingCode, FindingCounts, FindingRule } from './schema.ts'
export {
  type CheckScope,
  CONTESTED,
  decideMasks,
  type JudgedMask,
  judged,
  judgedIn,
  judgedValues,
  judgeReturning,
  judgeStaged,
  ONCE,
  REFUSED,
  type Staged,
  tallyOf,
} from './store.judge.ts'
export { admit, ClaimedMeanwhile } from './store.outcome.ts'
export { type Rechecked, recheckStanding } from './store.recheck.ts'
export { checkScope, scopeWith } from './store.scope.ts'
