export { type Leaving, leaveInstallation, letHeldStand, lockHolding, takeHeldBack } from './service.handover.ts'
export { findHolding, findPersonOf, type Holding } from './store.handover.ts'
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
