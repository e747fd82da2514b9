/** What a check of an election asks against: its day, its current extract, its rule set's places and proofs. */
import { migrantDays, proofTable, type RuleSet } from '@mingce/domain/election'
import { findDivided, suggestElectorate } from '../../district/index.ts'
import { type Election, homeCounty } from '../../election/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import { findCurrentExtract } from '../../population/index.ts'
import type { CheckScope } from './store.facts.ts'

/** The scope of an election whose parts are known. `carriedOver`: the rows are those of last round's roll, whose registration stays valid (EL 27). */
export const scopeWith = (
  election: Election,
  rules: RuleSet,
  extractId: number | null,
  divided: readonly string[],
  carriedOver: boolean,
): CheckScope => ({
  ...migrantDays(rules, election.pollingDay),
  electionId: election.id,
  round: election.round,
  homeCounty: homeCounty(election),
  electionArea: election.areaCode,
  extractId,
  homePrefix: election.areaCode.slice(0, rules.homeDigits),
  proofs: proofTable(rules),
  levels: election.levels,
  divided,
  carriedOver,
})

/** The scope of an election as it stands now. */
export const checkScope = async (sql: Sql, election: Election, carriedOver: boolean): Promise<CheckScope> => {
  const { rules } = election
  const extract = await findCurrentExtract(sql, election.id)
  await suggestElectorate(sql, election)
  return scopeWith(election, rules, extract?.id ?? null, await findDivided(sql, election.id), carriedOver)
}
