/** What is printed for a character that no font has: a picture of it, or a box that is filled by hand. An officer chooses, on the record. */
import { fail, ok, type Result } from '@mingce/domain/result'
import { authorise, type Context } from '../../access/index.ts'
import { codePointName, isPicture } from '../../documents/index.ts'
import { getElection } from '../../election/index.ts'
import type { Failure } from '../../platform/http/index.ts'
import { write } from '../../platform/write/index.ts'
import type { GlyphFailure } from './errors.ts'
import { findGlyphChoices, putGlyphChoice } from './store.ts'

export interface GlyphHandling {
  readonly codePoint: number
  readonly handling: 'blank' | 'picture'
  readonly decidedBy: string
}

type Answer = Promise<Result<GlyphHandling[], Failure<GlyphFailure>>>

/** Chooses for one character of an election: with a picture (PNG) that, without one a box to be filled by hand. */
export const chooseGlyph = async (
  ctx: Context,
  electionId: string,
  input: { readonly codePoint: number; readonly picture?: Uint8Array | undefined },
): Answer => {
  const election = await getElection(ctx, electionId, 'publish')
  if (!election.ok) return election
  const allowed = authorise(ctx.actor, 'publish', election.value.areaCode)
  if (!allowed.ok) return allowed
  const { codePoint, picture } = input
  if (picture && !isPicture(picture)) return fail({ code: 'glyph.picture', field: 'picture' })
  const handling = picture ? ('picture' as const) : ('blank' as const)
  const written = await write<true, Failure<GlyphFailure>>(
    ctx,
    { action: `glyph.choose ${electionId} ${codePoint}` },
    async (tx, at) => {
      const hex = picture ? Buffer.from(picture).toString('hex') : null
      await putGlyphChoice(tx, electionId, { codePoint, handling, picture: hex, decidedBy: ctx.actor.name }, at)
      return ok({
        answer: true as const,
        audit: {
          countyCode: election.value.areaCode.slice(0, 6),
          action: 'glyph.chosen',
          subject: election.value.id,
          details: { character: codePointName(codePoint), handling },
        },
      })
    },
  )
  if (!written.ok) return written
  return ok((await findGlyphChoices(ctx.database, electionId)).map(({ picture: _, ...choice }) => choice))
}
