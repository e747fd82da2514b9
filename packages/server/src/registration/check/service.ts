/** What a check may find, with the articles that hold in an election, and which condition of a proof is missing. */
import { migrantDays, missingProof, type RuleSet, type ShownProof } from '@mingce/domain/election'
import { articleOf, FINDINGS } from '@mingce/domain/registration'
import type { Text } from '@mingce/domain/result'
import type { z } from 'zod'
import type { Context } from '../../access/index.ts'
import { getElection } from '../../election/index.ts'
import type { FindingRule } from './schema.ts'

/** Every finding; with the articles of the election's own rule set where one is named that the actor may see. */
export const findingRules = async (ctx: Context, electionId: string | undefined): Promise<z.infer<typeof FindingRule>[]> => {
  const election = electionId === undefined ? undefined : await getElection(ctx, electionId)
  const rules = election?.ok ? election.value.rules : undefined
  return FINDINGS.map(({ code, severity, title, next, ...finding }) => ({
    code,
    severity,
    article: rules ? articleOf({ code, severity, title, next, ...finding }, rules) : finding.article,
    title,
    next,
  }))
}

const dayOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)
const sumOf = (value: unknown): number => (typeof value === 'number' ? value : 0)

/** What the evidence of a finding says was shown. */
export const readShownProof = (evidence: Readonly<Record<string, unknown>>): ShownProof => ({
  evidence: sumOf(evidence.evidence),
  claimed: sumOf(evidence.claimed),
  livesHereSince: dayOf(evidence.livesHereSince),
  contractFrom: dayOf(evidence.contractFrom),
  contractUntil: dayOf(evidence.contractUntil),
})

/** The missing condition on this polling day; null: nothing is missing any more. */
export const missingOf = (rules: RuleSet, pollingDay: string, shown: ShownProof): Text | null =>
  missingProof(rules, shown, migrantDays(rules, pollingDay))
