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
export {
  ANSWER_GROUNDS,
  type AnswerGround,
  COMMUNITY_ELECTS,
  type CommunityElects,
  electorateByCode,
  LEVELS,
  type Level,
  TOWNSHIP_GROUNDS,
  TOWNSHIP_VOTES,
  type TownshipGround,
  type TownshipVote,
  townshipVote,
  UNIT_AGREEMENTS,
  UNIT_STATUTES,
  type UnitAgreement,
  type UnitStatute,
  unitArticle,
  unitVote,
  type VoteKnown,
} from './electorate.ts'
export { LIST_DAYS } from './list-days.ts'
export {
  evidenceOnDay,
  type MigrantDates,
  type MigrantDays,
  migrantDays,
  missingProof,
  NO_DATES,
  type ShownProof,
  splitClaimed,
} from './migrants.ts'
export {
  decisionDue,
  lastDayToSue,
  type ObjectionDays,
  type ObjectionRules,
  objectionDays,
  objectionRulesFor,
  objectionsUntil,
} from './objection-rules.ts'
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
  ALL_EVIDENCE,
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
  readAcceptedRuleSet,
  readRuleSet,
  ruleSetFor,
  thawRules,
} from './rule-sets.ts'
export { RULE_KEYS, RULE_VALUES, type RuleKey } from './rule-values.ts'
