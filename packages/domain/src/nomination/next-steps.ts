/** What has to be done next, by whom the law names it. Consequences such as EL 10 and EL 48 are steps, and never a ground for not listing. */
import { joinArticles, type Settings } from '../election/index.ts'
import type { Listing } from './grounds.ts'
import type { NominationInput, Nominee } from './input.ts'
import type { LocalNomination } from './local.ts'
import type { JudgedNomination } from './papers.ts'
import type { RatioState } from './ratio.ts'
import type { JudgedSignature } from './signatures.ts'

export type StepCode =
  | 'add-signers'
  | 'choose'
  | 'ask-consent'
  | 'tell-voters'
  | 'leave-committee'
  | 'keep-one-mandate'
  | 'choose-district'
  | 'discuss'
  | 'reopen'
  | 'move-day'

export interface NextStep {
  readonly code: StepCode
  /** Id of the nomination, the signer or the nominee that it is about. */
  readonly about: string | null
  readonly article: string
}

/** What was found so far. */
export interface Found {
  readonly input: NominationInput
  readonly local: LocalNomination
  readonly settings: Settings
  readonly now: string
  readonly closes: string
  /** The last day on which nominees are published. */
  readonly lastDay: string
  readonly signatures: readonly JudgedSignature[]
  readonly nominations: readonly JudgedNomination[]
  readonly nominees: readonly { readonly nominee: Nominee; readonly listing: Listing }[]
  readonly state: RatioState
}

const step = (code: StepCode, about: string | null, ...articles: readonly (string | undefined)[]): NextStep => ({
  code,
  about,
  article: joinArticles(...articles),
})

/** While nomination is open, a nomination by too few voters can be completed (EL 30). */
const signersToAdd = ({ nominations, now, closes, local }: Found): NextStep[] =>
  nominations
    .filter(({ code }) => code === 'too-few' && now <= closes)
    .map(({ id }) => step('add-signers', id, 'EL 30', local.articles.propose))

/** Signers who proposed more people than they may choose which stand (EL 30). */
const choicesToMake = ({ signatures, local }: Found): NextStep[] =>
  [...new Set(signatures.filter(({ code }) => code === 'undecided').map(({ signer }) => signer))].map(signer =>
    step('choose', signer, 'EL 30', local.articles.propose),
  )

/** May this person still become a candidate? */
const isOn = ({ listed }: Listing): boolean => listed !== false

/** What concerns one nominee. */
const stepsAbout = ({ nominee, listing }: Found['nominees'][number], { now, closes, local, settings }: Found): NextStep[] => {
  const { id } = nominee
  const { articles, consent } = local
  const found: NextStep[] = []
  if (nominee.consents === null && (isOn(listing) || listing.code === 'silent'))
    found.push(step('ask-consent', id, 'EL 30', consent))
  if (nominee.untrue && isOn(listing)) found.push(step('tell-voters', id, 'EL 30', articles.untrue))
  if (consent !== undefined && listing.code === 'declined') found.push(step('tell-voters', id, consent))
  if (!isOn(listing)) return found
  if (nominee.committeeMember) found.push(step('leave-committee', id, 'EL 10', articles.committee))
  if (nominee.deputyElsewhere) found.push(step('keep-one-mandate', id, 'EL 48', articles.mandate))
  const isTwice = (nominee.otherDistricts ?? []).length > 0
  // After the closing the earlier nomination stands; a person is asked where that decides nothing.
  const mayChoose = now <= closes || (settings['two-districts'] === 'earlier-stands' && listing.listed === null)
  if (isTwice && mayChoose) found.push(step('choose-district', id, 'EL 30'))
  return found
}

/** What the number of nominees asks for (EL 31, EL 32). That there are too few is open in the law: nomination is reopened or the day moves. */
const stepForNumber = ({ input, state, now, lastDay, local }: Found): NextStep[] => {
  const { ratio, discuss, 'by-election': byElection } = local.articles
  const number = input.election === 'by-election' ? joinArticles('EL 57', byElection) : ratio
  if (state === 'within') return []
  if (state === 'too-many') return [step('discuss', null, 'EL 32', discuss)]
  return [step(now.slice(0, 10) <= lastDay ? 'reopen' : 'move-day', null, 'EL 31', 'EL 32', number)]
}

const compareSteps = (a: NextStep, b: NextStep): number => {
  const [x, y] = [a.about ?? '', b.about ?? '']
  return x < y ? -1 : x > y ? 1 : 0
}

export const nextSteps = (found: Found): NextStep[] => [
  ...signersToAdd(found).sort(compareSteps),
  ...choicesToMake(found).sort(compareSteps),
  ...found.nominees.flatMap(one => stepsAbout(one, found)).sort(compareSteps),
  ...stepForNumber(found),
]
