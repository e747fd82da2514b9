/** What a check may find, with the articles that hold in an election. */
import { articleOf, FINDINGS } from '@mingce/domain/registration'
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
