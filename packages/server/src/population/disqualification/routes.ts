/** HTTP of the feed: messages of the four authorities come in by their signatures, and offices see when each was last heard. */
import { keyHolds } from '@mingce/domain/population'
import type { Result } from '@mingce/domain/result'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../../access/index.ts'
import { contextOf } from '../../access/index.ts'
import { answers, type Failure } from '../../platform/http/index.ts'
import { type FeedFailure, feedFailures } from './errors.ts'
import { AuthorityStandingSchema, FeedAnswerSchema, FeedMessageBody } from './schema.ts'
import type { AuthorityStanding } from './service.authorities.ts'
import type { FeedAnswer } from './service.feed.ts'

type Answer<T> = Promise<Result<T, Failure<FeedFailure>>>

export interface FeedUseCases {
  receiveFeed(input: { readonly signature: string; readonly message: string }): Answer<FeedAnswer>
  findAuthoritiesStanding(ctx: Context): Answer<readonly AuthorityStanding[]>
}

/** Some ten thousand entries; a greater message comes as a file. */
const MESSAGE_LIMIT_BYTES = 8 * 1024 * 1024

/** Of one address: a signature costs some milliseconds to check, and no authority sends more than a few messages a minute. */
export const MESSAGES_PER_MINUTE = 30

const seconds = (at: Date) => Math.floor(at.getTime() / 1000)

const standing = (authority: AuthorityStanding, now: Date): z.infer<typeof AuthorityStandingSchema> => {
  const { id, name, kind, areaCode, keys, last } = authority
  const at = seconds(now)
  return {
    id,
    name,
    kind,
    areaCode,
    keys: keys.map(({ keyId, algorithm, validFrom, validTo }) => {
      const held = keyHolds({ from: seconds(validFrom), to: validTo && seconds(validTo) }, at, at)
      return { keyId, algorithm, validFrom, validTo, state: held === 'from-the-future' ? 'not-yet' : held }
    }),
    last,
  }
}

export const registerFeedRoutes = (instance: FastifyInstance, useCases: FeedUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const { unwrap } = feedFailures

  app.post(
    '/api/feeds/disqualifications',
    {
      // The signature says who sends: there is no account to sign in with.
      config: { access: 'public', rateLimit: { max: MESSAGES_PER_MINUTE }, work: 'batch' },
      bodyLimit: MESSAGE_LIMIT_BYTES,
      schema: {
        operationId: 'receiveFeed',
        tags: ['feed'],
        summary: 'A signed message of an authority about people without the vote; taken whole, once and in order',
        body: FeedMessageBody,
        response: answers({ 200: FeedAnswerSchema }),
      },
    },
    async request => {
      const answer = unwrap(await useCases.receiveFeed(request.body))
      return {
        ...answer,
        outcomes: [...answer.outcomes],
        refusals: answer.refusals.map(({ line, codes }) => ({ line, codes: [...codes] })),
      }
    },
  )

  app.get(
    '/api/feeds/authorities',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'findAuthorities',
        tags: ['feed'],
        summary: 'Who may send, with which keys, and when each was last heard',
        response: answers({ 200: z.array(AuthorityStandingSchema) }),
      },
    },
    async request => {
      const ctx = contextOf(request)
      return unwrap(await useCases.findAuthoritiesStanding(ctx)).map(authority => standing(authority, ctx.clock.now()))
    },
  )
}
