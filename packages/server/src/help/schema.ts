/** Requests and responses about training videos and frequent questions. */
import { z } from 'zod'
import { Instant, TextSchema } from '../platform/http/index.ts'

export const HelpLanguage = z.enum(['zh', 'en'])
export type HelpLanguage = z.infer<typeof HelpLanguage>

const Caption = z.object({ lang: HelpLanguage, src: z.string() })

export const HelpVideo = z
  .object({
    id: z.uuid(),
    title: TextSchema,
    description: TextSchema,
    seconds: z.number().int(),
    src: z.string().meta({ description: 'Answers requests for parts (Range).' }),
    captions: z.array(Caption),
    poster: z.string().nullable(),
  })
  .meta({ id: 'HelpVideo' })
export type HelpVideo = z.infer<typeof HelpVideo>

export const HelpQuestion = z
  .object({
    id: z.uuid(),
    section: z.string(),
    question: z.string(),
    answerHtml: z.string().meta({ description: 'Made of the Markdown and cleaned.' }),
  })
  .meta({ id: 'HelpQuestion' })
export type HelpQuestion = z.infer<typeof HelpQuestion>

export const EditableVideo = HelpVideo.extend({
  mime: z.string(),
  bytes: z.number().int(),
  published: z.boolean(),
  addedAt: Instant,
  addedBy: z.string(),
}).meta({ id: 'DeskVideo' })
export type EditableVideo = z.infer<typeof EditableVideo>

/** Chinese is required; if English is empty, the Chinese is shown. */
const needed = (longest: number) => z.object({ zh: z.string().trim().min(1).max(longest), en: z.string().trim().max(longest) })
const free = (longest: number) => z.object({ zh: z.string().trim().max(longest), en: z.string().trim().max(longest) })

export const QuestionBody = z.object({
  section: needed(40),
  question: needed(200),
  answer: needed(10_000).meta({ description: 'Markdown.' }),
  published: z.boolean(),
})
export type QuestionBody = z.infer<typeof QuestionBody>

export const EditableQuestion = z
  .object({
    id: z.uuid(),
    section: TextSchema,
    question: TextSchema,
    answer: TextSchema,
    published: z.boolean(),
    changedAt: Instant,
    changedBy: z.string(),
  })
  .meta({ id: 'DeskQuestion' })
export type EditableQuestion = z.infer<typeof EditableQuestion>

export const VideoBody = z.object({
  title: needed(100),
  description: free(500),
  seconds: z
    .number()
    .int()
    .min(0)
    .max(4 * 3600),
  published: z.boolean(),
})
export type VideoBody = z.infer<typeof VideoBody>

/** The fields beside the part `file`. A video is shown to the public once it is published. */
export const VideoForm = z.object({
  titleZh: z.string().trim().min(1).max(100),
  titleEn: z.string().trim().max(100).default(''),
  descriptionZh: z.string().trim().max(500).default(''),
  descriptionEn: z.string().trim().max(500).default(''),
  seconds: z.coerce
    .number()
    .int()
    .min(0)
    .max(4 * 3600),
})
export type VideoForm = z.infer<typeof VideoForm>

export const OrderBody = z.object({ ids: z.array(z.uuid()).min(1).max(500) })
export const HelpId = z.object({ id: z.uuid() })
