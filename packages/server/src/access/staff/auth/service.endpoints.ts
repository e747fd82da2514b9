/**
 * What better-auth lacks for passkeys as we use them: who stands at the second step, and a session for someone whose passkey was right.
 * Callable from this process only; the library has no path for them.
 */
import { createAuthEndpoint } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import { z } from 'zod'

const SECOND_STEP_COOKIE = 'two_factor'

export const innerDoors = () => ({
  id: 'mingce-doors',
  endpoints: {
    /** The id of who gave the right password and still owes the second step; null: nobody. */
    findAtSecondStep: createAuthEndpoint.serverOnly({ method: 'POST', requireHeaders: true }, async ctx => {
      const { name } = ctx.context.createAuthCookie(SECOND_STEP_COOKIE)
      const identifier = await ctx.getSignedCookie(name, ctx.context.secret)
      const row = identifier ? await ctx.context.internalAdapter.findVerificationValue(identifier) : null
      return ctx.json({ userId: row && row.expiresAt > new Date() ? row.value : null })
    }),
    /** Opens a session, as the right password does. */
    enter: createAuthEndpoint.serverOnly(
      { method: 'POST', requireHeaders: true, body: z.object({ userId: z.string() }) },
      async ctx => {
        const { internalAdapter } = ctx.context
        const user = await internalAdapter.findUserById(ctx.body.userId)
        if (!user) return ctx.json({ entered: false })
        await setSessionCookie(ctx, { session: await internalAdapter.createSession(user.id, false), user })
        return ctx.json({ entered: true })
      },
    ),
  },
})
