/** What the register of people without the vote no longer needs: entries that ended, where no election is open (PIPL 19). */
import type { Context } from '../../access/index.ts'
import { chinaDate } from '../../platform/clock/index.ts'
import { writeAsSystem } from '../../platform/write/index.ts'
import { deleteEndedEntries } from './store.ts'

/**
 * Deletes entries whose last day is over, or that were taken back, with those they corrected; runs at each start. An entry that an open
 * election of its area may still have to show is kept, and so is what a closed one keeps of it as its record. Returns how many entries
 * were deleted; the audit log records their number and nothing of whom they were about.
 */
export const purgeEndedEntries = ({ database, clock }: Pick<Context, 'database' | 'clock'>): Promise<number> =>
  writeAsSystem({ database, clock }, { action: 'disqualifications.purge' }, async (tx, at) => {
    const purged = await deleteEndedEntries(tx, chinaDate(at))
    return {
      answer: purged.reduce((sum, { entries }) => sum + entries, 0),
      audit: purged.map(({ authorityId, areaCode, entries }) => ({
        countyCode: areaCode.slice(0, 6),
        action: 'disqualifications.purged',
        subject: `feed/${authorityId}`,
        details: { entries },
      })),
    }
  })
