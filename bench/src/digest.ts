/** Digests of results that are too long to compare in a table: the size of each list, and the counts of each community. */
import { createHash } from 'node:crypto'

const md5 = (lines: readonly string[]): string => createHash('md5').update(lines.join('\n')).digest('hex')

interface CommunityCounts {
  readonly code: string
  readonly eligible: number
  readonly registered: number
  readonly notYetRegistered: number
}

/** The same texts that peer/result.sql digests: sorted by bytes, one line per list and per community. */
export const digestLists = (
  lists: readonly { readonly place: string; readonly people: number }[],
  communities: readonly CommunityCounts[],
): { lists: string; standing: string } => ({
  lists: md5(lists.map(({ place, people }) => `${place} ${people}`)),
  standing: md5(
    communities.map(c => `${c.code} ${c.eligible} ${c.registered} ${c.notYetRegistered}`).sort((a, b) => (a < b ? -1 : 1)),
  ),
})
