/** The second step of a purge without its delay, for tests of what it removes. Returns how many subjects were purged. */
import { chinaDate } from '../clock/index.ts'
import type { Purge } from '../purge/index.ts'
import { type WriteContext, writeAsSystem } from '../write/index.ts'

export const purgeNow = (services: Pick<WriteContext, 'database' | 'clock'>, purge: Purge): Promise<number> =>
  writeAsSystem(services, { action: 'purge', effect: 'destroys' }, async (tx, at) => {
    const due = await purge.findDue(tx, chinaDate(at))
    const audit = []
    for (const one of due) audit.push(...(await purge.carryOut(tx, one, chinaDate(at), at)))
    return { answer: due.length, audit }
  })
