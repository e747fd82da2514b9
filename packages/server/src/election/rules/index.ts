export { RULES_FAILURES } from './errors.ts'
export { registerRuleSetRoutes, ruleSetAnswer } from './routes.ts'
export { RuleSetSchema } from './schema.ts'
export { confirmRuleSet, findRuleSets, listRuleSets, proposeRuleSet, waitingRules } from './service.ts'
