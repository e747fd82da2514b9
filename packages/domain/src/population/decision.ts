/**
 * What a decision that takes the vote from someone must say, whatever door it comes through: a file, the signed feed, the API or the console.
 * Deprivation of political rights is a court's judgment (CL 54–58) with an end or for life; as an additional penalty it also holds while the
 * main sentence is served and is counted from release or parole (CL 58). Suspension is a procuratorate's or a court's decision and lasts as
 * long as the detention (P83 §4). An entry may begin on election day or later: it is recorded, and holds from then.
 */
import { isDate } from '../standards/index.ts'

export const GROUNDS = ['deprived', 'suspended'] as const
export type Ground = (typeof GROUNDS)[number]

/** Who decided: only these two may take the vote from someone, for a time. */
export type Decider = 'court' | 'procuratorate'

/** Why an entry cannot be taken because of the decision behind it. */
export type DecisionRefusal = 'row.incomplete' | 'ground.court' | 'ground.authority' | 'ground.end' | 'ground.sentence'

/** Without an end because the judgment is for life. */
export const FOR_LIFE = 'life'

/** A decision as far as it is said. Dates 'YYYY-MM-DD', both ends included. */
export interface DecisionSaid {
  readonly ground: Ground | null
  readonly decider: Decider | null
  readonly authority: string | null
  readonly documentNo: string | null
  readonly from: string | undefined
  /** null: no end is said; undefined: what is said is neither a day nor for life. */
  readonly to: string | typeof FOR_LIFE | null | undefined
  /** The main sentence, while a deprivation that was added to it holds too; null: none is said. `to` null: no end is said. */
  readonly sentence: { readonly from: string | undefined; readonly to: string | null | undefined } | null
}

/** The kind of authority that a name says: 朝阳区人民法院 is a court. */
export const deciderNamed = (authority: string): Decider | null =>
  /检察院|procurat/i.test(authority) ? 'procuratorate' : /法院|court/i.test(authority) ? 'court' : null

const LIFE_WORDS = new Set(['终身', '剥夺政治权利终身', 'life'])

/** Does a text say that a deprivation is for life? */
export const saysLife = (text: string): boolean => LIFE_WORDS.has(text.trim().toLowerCase())

const isPeriod = (from: string | undefined, to: string | null | undefined): boolean =>
  from !== undefined && isDate(from) && (to === null || (to !== undefined && isDate(to) && from <= to))

/** What a decision lacks that the law asks for, in one order; empty: nothing. */
export const decisionRefusals = (said: DecisionSaid): DecisionRefusal[] => {
  const { ground, decider, authority, documentNo, from, to, sentence } = said
  const found: DecisionRefusal[] = []
  const end = to === FOR_LIFE ? null : to
  if (ground === null || !authority || !documentNo || !isPeriod(from, end)) found.push('row.incomplete')
  if (ground === 'deprived' && authority && decider !== 'court') found.push('ground.court')
  if (ground === 'suspended' && authority && decider === null) found.push('ground.authority')
  if (ground === 'deprived' && to === null) found.push('ground.end')
  // For life is a deprivation's end, not a detention's.
  if (ground === 'suspended' && to === FOR_LIFE && !found.includes('row.incomplete')) found.push('row.incomplete')
  if (sentence && !isSentence(said, sentence)) found.push('ground.sentence')
  return found
}

/** A main sentence belongs to a deprivation, begins before it, and the deprivation is counted from its end or from parole (CL 58). */
const isSentence = ({ ground, from, to }: DecisionSaid, sentence: NonNullable<DecisionSaid['sentence']>): boolean => {
  if (ground !== 'deprived' || !isPeriod(sentence.from, sentence.to) || from === undefined || sentence.from === undefined)
    return false
  return sentence.from <= from && (to === null || to === undefined || to === FOR_LIFE || sentence.from <= to)
}

/** The first day on which a deprivation or suspension holds: the first of the main sentence, where it was added to one (CL 58). */
export const holdsFrom = (from: string, sentenceFrom: string | null): string =>
  sentenceFrom !== null && sentenceFrom < from ? sentenceFrom : from
