/**
 * What better-auth lacks for our use of passkeys: the account at the second step, and a session after a right passkey. The endpoints have no
 * path: only this process can call them.
 */
import { createAuthEndpoint } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import { z } from 'zod'

const SECOND_STEP_COOKIE = 'two_factor'

export const innerEndpoints = () => ({
  id: 'mingce-endpoints',
  endpoints: {
    /** The id of the account that gave the right password and has to take the second step; null if there is none. */
    findAtSecondStep: createAuthEndpoint.serverOnly({ method: 'POST', requireHeaders: true }, async ctx => {
      const { name } = ctx.context.createAuthCookie(SECOND_STEP_COOKIE)
      const identifier = await ctx.getSignedCookie(name, ctx.context.secret)
      const row = identifier ? await ctx.context.internalAdapter.findVerificationValue(identifier) : null
      return ctx.json({ userId: row && row.expiresAt > new Date() ? row.value : null })
    }),
    /** Opens a session for an account. */
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
