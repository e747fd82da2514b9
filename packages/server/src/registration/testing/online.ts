/** Voters and stations for tests of registering one by one, over the small office. */
import { randomUUID } from 'node:crypto'
import { normalizePersonName } from '@mingce/domain/standards'
import type { Actor, Context, VoterContext } from '../../access/index.ts'

/** What a voter's use case is handed after a login as this person. */
export const voterOf = (
  ctx: Context,
  [name, number]: readonly [string, string],
  requestId: string = randomUUID(),
): VoterContext => {
  const { actor: _, ...services } = ctx
  return {
    ...services,
    requestId,
    voter: {
      sessionId: number,
      personKey: ctx.keys.personKey(number),
      name: normalizePersonName(name),
      issuer: 'test',
      expiresAt: new Date(ctx.clock.now().getTime() + 60_000),
    },
  }
}

export const officer = (id: string, areaCode = '110105021'): Actor => ({ id, name: `登记站${id}`, role: 'station', areaCode })

/** The office as this officer, with a request id of its own. */
export const atDesk = (ctx: Context, actor: Actor): Context => ({ ...ctx, actor, requestId: randomUUID() })
