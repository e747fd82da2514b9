/** What the API says and takes about characters without a glyph. */
import { z } from 'zod'

export const GlyphBody = z.object({
  codePoint: z.number().int().min(1).max(0x10ffff),
  picture: z.base64().max(140_000).optional().meta({
    description: 'PNG of the character, at most 100 KB; without one a box is printed that is filled by hand.',
  }),
})

export const GlyphChoices = z
  .array(z.object({ codePoint: z.number().int(), handling: z.enum(['blank', 'picture']), decidedBy: z.string() }))
  .meta({ id: 'GlyphChoices' })
