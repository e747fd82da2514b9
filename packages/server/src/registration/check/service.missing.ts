/** Which condition a finding `place.unproven` misses, in words, from what was kept with it. */
import { migrantDays, missingProof, type RuleSet, type ShownProof } from '@mingce/domain/election'
import type { Text } from '@mingce/domain/result'

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
