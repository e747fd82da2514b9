/** What the register of people without the vote no longer needs: entries that ended, where no election is open (PIPL 19). */
import type { Context } from '../../access/index.ts'
import { recordAudit } from '../../platform/audit/index.ts'
import { chinaDate } from '../../platform/clock/index.ts'
import { deleteEndedEntries } from './store.ts'

/**
 * Deletes entries whose last day is over, or that were taken back, with those they corrected; run at each start. An entry that an open
 * election of its area may still have to show stays, and so does what a closed one keeps of it as its record. Returns how many entries
 * went; the trail is told their number and nothing of whom they were about.
 */
export const purgeEndedEntries = (ctx: Pick<Context, 'database' | 'clock'>): Promise<number> =>
  ctx.database.transaction(async tx => {
    const at = ctx.clock.now()
    const purged = await deleteEndedEntries(tx, chinaDate(at))
    for (const { authorityId, areaCode, entries } of purged)
      await recordAudit(tx, {
        countyCode: areaCode.slice(0, 6),
        at,
        actor: 'mingce',
        role: 'system',
        action: 'disqualifications.purged',
        subject: `feed/${authorityId}`,
        details: { entries },
      })
    return purged.reduce((sum, { entries }) => sum + entries, 0)
  })
