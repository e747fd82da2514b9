/** How the failures of choices about characters are told over HTTP. */
import { ELECTION_FAILURES } from '../../election/index.ts'
import { type FailureTable, failuresOf } from '../../platform/http/index.ts'

export const GLYPH_FAILURES = {
  forbidden: ELECTION_FAILURES.forbidden,
  'election.unknown': ELECTION_FAILURES['election.unknown'],
  'glyph.picture': {
    status: 422,
    text: { zh: '这不是可以印出的 PNG 图片', en: 'This is not a PNG picture that can be printed' },
    next: {
      zh: '用黑字白底或透明底的 PNG，不超过100 KB，只画这一个字',
      en: 'Use a PNG of at most 100 KB with this one character, black on white or transparent',
    },
  },
} as const satisfies FailureTable

export type GlyphFailure = keyof typeof GLYPH_FAILURES
export const glyphFailures = failuresOf<GlyphFailure>(GLYPH_FAILURES)
