/**
 * The order of candidates on a list: by strokes of the name, and after a primary by votes (P83 10), unless the rule set says otherwise.
 * By nothing else: not by who nominated them.
 */
import { joinArticles, type OpenPointCode } from '../election/index.ts'
import { nameOrder } from '../standards/index.ts'
import { localNomination } from './local.ts'

export interface Person {
  readonly id: string
  readonly name: string
}

/** Keys of `nameOrder` compare by code point. */
const compareKeys = (a: string, b: string): number => {
  const [x, y] = [[...a], [...b]]
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    const difference = (x[i]?.codePointAt(0) ?? 0) - (y[i]?.codePointAt(0) ?? 0)
    if (difference !== 0) return difference
  }
  return x.length - y.length
}

/** The people by the strokes of their names; people of one name by id, so that the order of the input means nothing. */
const byStrokes = <P extends Person>(people: readonly P[]): P[] =>
  people
    .map(person => ({ person, key: nameOrder(person.name) }))
    .sort((a, b) => compareKeys(a.key, b.key) || (a.person.id < b.person.id ? -1 : 1))
    .map(({ person }) => person)

/** By votes; people with equal votes by strokes (BJ 43). */
export const byVotes = <P extends Person & { readonly votes: number }>(people: readonly P[]): P[] =>
  byStrokes(people).sort((a, b) => b.votes - a.votes)

/** The order of a list after a primary. */
export const afterPrimary = <P extends Person & { readonly votes: number }>(rules: string, people: readonly P[]): P[] =>
  localNomination(rules).order.alwaysStrokes ? byStrokes(people) : byVotes(people)

/** The article of that order. */
export const articleOfOrder = (rules: string, isPrimary: boolean): string => {
  const { strokes, afterPrimary: votes, alwaysStrokes } = localNomination(rules).order
  return isPrimary && !alwaysStrokes ? joinArticles('P83 10', votes) : joinArticles(strokes, 'GF 3003')
}

export interface OrderInput {
  readonly rules: string
  /** With the votes of a primary for everyone, or for no one. */
  readonly people: readonly (Person & { readonly votes?: number | undefined })[]
}

export interface OrderOutput {
  readonly order: readonly string[]
  readonly article: string
  readonly open: readonly OpenPointCode[]
}

/** Orders a list of candidates. No point is open: whoever has equal votes and one name is told apart by id. */
export const orderCandidates = ({ rules, people }: OrderInput): OrderOutput => {
  const voted = people.flatMap(({ id, name, votes }) => (votes === undefined ? [] : [{ id, name, votes }]))
  const isPrimary = voted.length > 0
  const ordered = isPrimary ? afterPrimary(rules, voted) : byStrokes(people)
  return { order: ordered.map(({ id }) => id), article: articleOfOrder(rules, isPrimary), open: [] }
}
