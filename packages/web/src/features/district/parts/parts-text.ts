/** The list of a community's parts as lines of text: what the office types or pastes, and what is kept. */
import { readPartLines } from '@mingce/domain/district'
import type { DividedCommunity, NewCommunityParts } from '../../../api/index.ts'

/** One line for each part, with its people: those listed, else those that rosters and the register name. */
export const linesOf = (one: DividedCommunity | undefined): string => {
  if (!one) return ''
  const listed = one.parts.map(({ name, population }) => `${name}\t${population}`)
  return (listed.length > 0 ? listed : one.stated.map(({ part }) => part)).join('\n')
}

export const partsOfText = (text: string): NewCommunityParts['parts'] =>
  readPartLines(text).map(({ name, population }) => ({ name, population }))
