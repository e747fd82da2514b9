/** HTTP of rule sets. */
import { articlesOf, RULE_KEYS, RULE_VALUES, type RuleSet } from '@mingce/domain/election'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import { contextOf, SecondBody } from '../../access/index.ts'
import { answers, RetryHeaders } from '../../platform/http/index.ts'
import { rulesFailures } from './errors.ts'
import { ProposeRuleSet, type RuleSetSchema, RuleSetsSchema, VersionParams, VersionSchema } from './schema.ts'
import { confirmRuleSet, listRuleSets, proposeRuleSet, withdrawRuleSet } from './service.ts'

/** A rule set as the API says it. */
export const ruleSetAnswer = (rules: RuleSet): z.infer<typeof RuleSetSchema> => ({
  id: rules.id,
  version: rules.version,
  name: rules.name,
  provinces: [...rules.provinces],
  source: rules.source,
  articles: articlesOf(rules),
  values: RULE_KEYS.map(key => {
    const { value, article, from } = rules.values[key]
    return { key, value: typeof value === 'object' ? [...value.map(String)] : value, article, from }
  }),
})

export const registerRuleSetRoutes = (instance: FastifyInstance): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const { unwrap } = rulesFailures
  const tags = ['election']

  app.get(
    '/api/rule-sets',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'findRuleSets',
        tags,
        summary: 'Rule sets of provinces and offices, each value with its article, and versions that wait for confirmation',
        response: answers({ 200: RuleSetsSchema }),
      },
    },
    async request => {
      const { sets, waiting } = unwrap(await listRuleSets(contextOf(request)))
      return {
        sets: sets.map(ruleSetAnswer),
        titles: RULE_KEYS.map(key => ({ key, title: RULE_VALUES[key].title })),
        waiting: waiting.map(one => ({ ...one, rules: ruleSetAnswer(one.rules), proposedAt: one.proposedAt.toISOString() })),
      }
    },
  )

  app.post(
    '/api/rule-sets',
    {
      config: { access: 'set-up' },
      schema: {
        operationId: 'proposeRuleSet',
        tags,
        summary: 'Propose a version of a rule set; another officer confirms it',
        headers: RetryHeaders,
        body: ProposeRuleSet,
        response: answers({ 201: VersionSchema }),
      },
    },
    async (request, reply) => reply.code(201).send(unwrap(await proposeRuleSet(contextOf(request), request.body))),
  )

  app.post(
    '/api/rule-sets/:set/:version/confirm',
    {
      config: { access: 'set-up' },
      schema: {
        operationId: 'confirmRuleSet',
        tags,
        summary: 'Confirm a version that another officer proposed',
        headers: RetryHeaders,
        params: VersionParams,
        body: SecondBody.nullish(),
        response: answers({ 200: VersionSchema }),
      },
    },
    async request => {
      const { set, version } = request.params
      return unwrap(await confirmRuleSet(contextOf(request), { id: set, version }, request.body?.second))
    },
  )

  app.post(
    '/api/rule-sets/:set/:version/withdraw',
    {
      config: { access: 'set-up' },
      schema: {
        operationId: 'withdrawRuleSet',
        tags,
        summary: 'Take back a version that waits for confirmation',
        headers: RetryHeaders,
        params: VersionParams,
        response: answers({ 200: VersionSchema }),
      },
    },
    async request => {
      const { set, version } = request.params
      return unwrap(await withdrawRuleSet(contextOf(request), { id: set, version }))
    },
  )
}
