/** The state of nomination in one district: which signatures and nominations count, who is listed, and what has to be done next. */
import { joinArticles, type OpenPointCode, openPointsFor, openPointsOf, type Settings, settingsOf } from '../election/index.ts'
import { addDays } from '../standards/index.ts'
import { judgeNominee, type NomineeCode } from './grounds.ts'
import type { NominationInput } from './input.ts'
import { localNomination, nomineesDaysBefore } from './local.ts'
import { type NextStep, nextSteps } from './next-steps.ts'
import { judgeNominations, type NominationCode } from './papers.ts'
import { type Ratio, type RatioState, ratioOf, ratioState } from './ratio.ts'
import { judgeSignatures, type SignatureCode } from './signatures.ts'

export interface NominationOutput {
  readonly nominations: readonly {
    readonly id: string
    readonly valid: boolean | null
    readonly counted: number
    readonly code: NominationCode
  }[]
  /** Only those that do not count: no output says who signed for whom. */
  readonly signatures: readonly {
    readonly nomination: string
    readonly signer: string
    readonly counts: false | null
    readonly code: SignatureCode
  }[]
  readonly nominees: readonly {
    readonly id: string
    readonly listed: boolean | null
    readonly code: NomineeCode
    readonly article: string
  }[]
  readonly ratio: Ratio & { readonly count: number; readonly state: RatioState }
  readonly next: readonly NextStep[]
  readonly article: string
  readonly open: readonly OpenPointCode[]
}

/** Output in one order, whatever the order of the input. */
const sortedBy = <T>(list: readonly T[], ...keys: readonly ((one: T) => string)[]): T[] =>
  [...list].sort((a, b) => {
    for (const key of keys) {
      const [x, y] = [key(a), key(b)]
      if (x !== y) return x < y ? -1 : 1
    }
    return 0
  })

const ARTICLE_OF_SIGNATURE = (code: SignatureCode): string => (code === 'late' ? 'EL 32' : 'EL 30')

const evaluateWith = (input: NominationInput, settings: Settings): Omit<NominationOutput, 'open'> => {
  const local = localNomination(input.rules)
  const lastDay = addDays(input.day, -nomineesDaysBefore(input.rules, input.election))
  const closes = input.closes ?? `${lastDay}T23:59`
  const now = input.now ?? closes
  const signatures = judgeSignatures(input, closes, settings)
  const nominations = judgeNominations(input.nominations, signatures, closes)
  const nominees = input.nominees.map(nominee => {
    const own = nominations.filter(one => one.nominee === nominee.id)
    const listing = judgeNominee({ input, nominee, nominations: own, closes, isClosed: now > closes, local, settings })
    return { nominee, listing }
  })
  const ratio = ratioOf(input.election, input.seats)
  const count = nominees.filter(({ listing }) => listing.listed === true).length
  const state = ratioState(ratio, count)
  const next = nextSteps({ input, local, settings, now, closes, lastDay, signatures, nominations, nominees, state })
  const uncounted = signatures.flatMap(({ nomination, signer, code }) =>
    code === null ? [] : [{ nomination, signer, counts: code === 'undecided' ? null : (false as const), code }],
  )
  const { ratio: localRatio, 'by-election': byElection, propose } = local.articles
  return {
    nominations: sortedBy(
      nominations.map(({ id, valid, counted, code }) => ({ id, valid, counted, code })),
      one => one.id,
    ),
    signatures: sortedBy(
      uncounted,
      one => one.nomination,
      one => one.signer,
      one => one.code,
    ),
    nominees: sortedBy(
      nominees.map(({ nominee, listing }) => ({ id: nominee.id, ...listing })),
      one => one.id,
    ),
    ratio: { ...ratio, count, state },
    next,
    article: joinArticles(
      'EL 30, EL 32',
      propose,
      ...(input.election === 'by-election' ? ['EL 57', byElection] : ['EL 31', localRatio]),
      ...uncounted.map(({ code }) => ARTICLE_OF_SIGNATURE(code)),
      ...nominees.map(({ listing }) => listing.article),
      ...next.map(({ article }) => article),
    ),
  }
}

/** Evaluates the nominations of one district. The order of the lists in the input means nothing. */
export const evaluateNomination = (input: NominationInput, given: Partial<Settings> = {}): NominationOutput => ({
  ...evaluateWith(input, settingsOf(given)),
  open: openPointsOf(given, settings => evaluateWith(input, settings), openPointsFor('nomination')),
})
