/** Is the vote valid? Otherwise it is held again: 重新选举, which is another thing than 另行选举 (EL 44, EL 45). */
import { joinArticles, type Settings } from '../election/index.ts'
import type { TallyInput } from './figures.ts'
import { localTally } from './local.ts'

/** Voters who took part, by the ballots collected or issued (`took-part`). */
export const tookPart = ({ collected, issued }: TallyInput, settings: Settings): number =>
  settings['took-part'] === 'issued' ? issued : collected

export interface Invalid {
  readonly code: 'more-ballots-than-issued' | 'too-few-took-part'
  readonly article: string
}

/** Exactly half is too few (EL 45). In a vote among the tied and in another election, whether half must take part is open (`half-again`). */
const needsHalf = ({ vote }: TallyInput, settings: Settings): boolean =>
  vote === 'first' || vote === 'by-election' || settings['half-again'] === 'yes'

/** Why the vote is not valid; undefined: it is. */
export const findInvalidity = (input: TallyInput, settings: Settings): Invalid | undefined => {
  const { ballots, quorum, byElection } = localTally(input.rules)
  if (input.collected > input.issued) return { code: 'more-ballots-than-issued', article: joinArticles('EL 44', ballots) }
  if (needsHalf(input, settings) && tookPart(input, settings) * 2 <= input.registered)
    return {
      code: 'too-few-took-part',
      article: joinArticles('EL 44', 'EL 45', quorum, input.vote === 'by-election' ? byElection : undefined),
    }
  return undefined
}
