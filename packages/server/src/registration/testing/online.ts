/** Voters and stations for tests of individual registrations, with the small office. */
import { randomUUID } from 'node:crypto'
import { normalizePersonName } from '@mingce/domain/standards'
import type { Actor, Context, VoterContext } from '../../access/index.ts'

/** The context of a voter’s use case after a login as this person. */
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

/** The office’s context for this officer, with its own request id. */
export const withRequestId = (ctx: Context, actor: Actor): Context => ({ ...ctx, actor, requestId: randomUUID() })
