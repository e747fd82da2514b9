/** HTTP of characters without a glyph. */
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { contextOf } from '../../access/index.ts'
import { ElectionIdSchema } from '../../election/index.ts'
import { answers, RetryHeaders } from '../../platform/http/index.ts'
import { glyphFailures } from './errors.ts'
import { GlyphBody, GlyphChoices } from './schema.ts'
import type { chooseGlyph } from './service.ts'

export const registerGlyphRoutes = (instance: FastifyInstance, useCases: { readonly chooseGlyph: typeof chooseGlyph }): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const { unwrap } = glyphFailures

  app.put(
    '/api/elections/:id/glyphs',
    {
      config: { access: 'publish' },
      schema: {
        operationId: 'chooseGlyph',
        tags: ['roll'],
        summary: 'Choose what is printed for a character that no font has: a picture of it, or a box that is filled by hand',
        headers: RetryHeaders,
        params: ElectionIdSchema,
        body: GlyphBody,
        response: answers({ 200: GlyphChoices }),
      },
    },
    async request => {
      const { codePoint, picture } = request.body
      const input = { codePoint, picture: picture === undefined ? undefined : Buffer.from(picture, 'base64') }
      return unwrap(await useCases.chooseGlyph(contextOf(request), request.params.id, input))
    },
  )
}
