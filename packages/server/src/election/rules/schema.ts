/** What the API says and takes about rule sets. */
import { RULE_KEYS } from '@mingce/domain/election'
import { z } from 'zod'
import { Instant, Reason, TextSchema } from '../../platform/http/index.ts'

const Value = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.array(z.number())])

const RuleEntrySchema = z.object({
  key: z.enum(RULE_KEYS),
  value: Value,
  article: z.string().meta({ description: 'Of the text that settles it; else the nearest national article.' }),
  from: z.enum(['local', 'national', 'own', 'open']).meta({
    description:
      'local: by the set’s own text. national: its text is silent. own: chosen without a text. open: no text settles it; the default holds.',
  }),
})

export const RuleSetSchema = z
  .object({
    id: z.string(),
    version: z.number().int(),
    name: TextSchema,
    provinces: z.array(z.string()),
    source: z.string(),
    articles: z.array(z.string()).meta({ description: 'Every citation of the set.' }),
    values: z.array(RuleEntrySchema),
  })
  .meta({ id: 'RuleSet' })

export const RuleSetsSchema = z
  .object({
    sets: z.array(RuleSetSchema),
    titles: z.array(z.object({ key: z.enum(RULE_KEYS), title: TextSchema })),
    waiting: z.array(
      z.object({
        rules: RuleSetSchema,
        note: z.string(),
        proposedBy: z.string(),
        proposedAt: Instant,
        own: z.boolean().meta({ description: 'Proposed by you: another officer confirms it.' }),
      }),
    ),
  })
  .meta({ id: 'RuleSets' })

export const ProposeRuleSet = z.object({
  file: z.record(z.string(), z.unknown()).meta({ description: 'The JSON of the rule set (docs/law/rule-sets.md).' }),
  note: Reason.meta({ description: 'What it is, or what changed.' }),
})

export const VersionParams = z.object({
  set: z.string().min(1).max(40),
  version: z.coerce.number().int().min(1).max(9_999),
})
export const VersionSchema = z.object({ id: z.string(), version: z.number().int() })
