/** What every code of an import says, of whatever kind the file was: for reports and screens. */

import type { RuleSet } from '../election/index.ts'
import { POPULATION_REFUSALS } from '../population/index.ts'
import type { Text } from '../result/index.ts'
import { articleOf, FINDINGS, findFinding } from './findings.ts'

export interface CodeText {
  readonly code: string
  readonly article: string
  readonly title: Text
  readonly next: Text
}

// A finding outranks a refusal of the population room with the same code: they mean the same.
const texts = new Map<string, CodeText>([...POPULATION_REFUSALS, ...FINDINGS].map(text => [text.code, text]))

/** Texts of a finding or of a refusal of the population room; with `rules` the articles of the election’s own rule set too. */
export const explainCode = (code: string, rules?: RuleSet): CodeText => {
  const text = texts.get(code)
  if (!text) throw new Error(`no text for ${code}`)
  const finding = rules && findFinding(code)
  return finding ? { ...text, article: articleOf(finding, rules) } : text
}
