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
export { DECISION_DAYS, LIST_DAYS, OBJECTION_DAYS, SUIT_DAYS_BEFORE } from './list-days.ts'
export {
  OPEN_POINTS,
  type OpenPointCode,
  openPointsFor,
  openPointsOf,
  readSettings,
  type Settings,
  settingsOf,
} from './open-points.ts'
export { evidenceIn, evidenceSum, type FormBasis, type FormRules, formFor, lastDayToRegister } from './rule-form.ts'
export {
  articlesOf,
  BASES,
  type Basis,
  citeWith,
  EVIDENCE,
  type EvidenceKind,
  findRuleSet,
  foreignCitations,
  proofTable,
  RULE_FILES,
  RULE_SETS,
  type RuleFault,
  type RuleSet,
  readRuleSet,
  ruleSetFor,
  thawRules,
} from './rule-sets.ts'
export { RULE_KEYS, RULE_VALUES, type RuleKey } from './rule-values.ts'
