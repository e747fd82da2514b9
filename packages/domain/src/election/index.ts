export { lastBirthOfAdults } from './adults.ts'
export {
  BY_THE_DAY,
  type Done,
  judgeStep,
  type Moved,
  movedBy,
  STEPS,
  type Step,
  type StepName,
  type StepNow,
  standingOf,
  timetable,
  timetableEvents,
} from './calendar.ts'
export { joinArticles } from './cited.ts'
export { elects, LEVELS, type Level } from './electorate.ts'
export {
  OPEN_POINTS,
  type OpenPointCode,
  openPointsFor,
  openPointsOf,
  readSettings,
  type Settings,
  settingsOf,
} from './open-points.ts'
export { evidenceIn, evidenceSum, type FormBasis, formFor, lastDayToRegister } from './rule-form.ts'
export {
  BASES,
  type Basis,
  EVIDENCE,
  type EvidenceKind,
  findRuleSet,
  proofTable,
  RULE_SETS,
  type RuleSet,
  ruleSetFor,
} from './rule-sets.ts'
