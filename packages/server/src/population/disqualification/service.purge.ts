/** What the register of people without the vote no longer needs: entries that ended, where no election is open (PIPL 19). */
import type { Purge } from '../../platform/purge/index.ts'
import { deleteEndedEntries, findEndedFeeds } from './store.ts'

const subjectOf = (authorityId: string, areaCode: string): string => `feed/${authorityId}/${areaCode}`

/**
 * Entries whose last day is over, or that were taken back, with those they corrected. An entry that an open election of its area may still
 * have to show is kept, and so is what a closed one keeps of it as its record. The audit log records their number and nothing of whom they
 * were about.
 */
export const entriesPurge: Purge = {
  kind: 'disqualifications',
  async findDue(tx, today) {
    const feeds = await findEndedFeeds(tx, today)
    return feeds.map(({ authorityId, areaCode }) => ({ subject: subjectOf(authorityId, areaCode), areaCode }))
  },
  async carryOut(tx, { subject, areaCode }, today) {
    const authorityId = subject.slice('feed/'.length, -`/${areaCode}`.length)
    const entries = await deleteEndedEntries(tx, today, authorityId, areaCode)
    return [
      {
        countyCode: areaCode.slice(0, 6),
        action: 'disqualifications.purged',
        subject: `feed/${authorityId}`,
        details: { entries },
      },
    ]
  },
}
