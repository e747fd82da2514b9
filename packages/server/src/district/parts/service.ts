/** Reading the part of a community that a row or a person names. */
import { partKey } from '@mingce/domain/standards'
import type { Election } from '../../election/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import { electionCommunities } from '../electorate/index.ts'
import { findParts } from './store.ts'

/** What the import of rows needs of parts. */
interface PartLookup {
  /**
   * The part that a row of a community states, in one spelling. Where it has no part of its own, its voter group counts if the office lists a
   * part of that name; null: none is known.
   */
  readonly keyOf: (community: string | null, part: string | null, voterGroup: string | null) => string | null
}

export const partLookup = async (sql: Sql, election: Election): Promise<PartLookup> => {
  const names = new Map((await electionCommunities(sql, election.areaCode)).map(({ code, name }) => [code, name]))
  const listed = new Set((await findParts(sql, election.id)).map(({ community, part }) => `${community}/${part}`))
  // Rows of a community repeat a few names.
  const known = new Map<string, string | null>()
  const keyIn = (community: string | null, written: string): string | null => {
    const cell = `${community ?? ''}/${written}`
    const found = known.get(cell)
    if (found !== undefined) return found
    const key = partKey(written, community === null ? '' : names.get(community))
    known.set(cell, key)
    return key
  }
  return {
    keyOf: (community, part, voterGroup) => {
      if (part !== null) return keyIn(community, part)
      if (voterGroup === null || community === null || listed.size === 0) return null
      const key = keyIn(community, voterGroup)
      return key !== null && listed.has(`${community}/${key}`) ? key : null
    },
  }
}
