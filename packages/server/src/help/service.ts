/**
 * Training videos and frequent questions: the same for the whole installation, read by anybody, edited by staff with the permission `content`.
 * Each change is in the audit log.
 */
import { randomUUID } from 'node:crypto'
import { fail, ok, type Result } from '@mingce/domain/result'
import type { Context } from '../access/index.ts'
import { authorise } from '../access/index.ts'
import type { Database, Sql } from '../platform/database/index.ts'
import type { Failure, ReceivedFile } from '../platform/http/index.ts'
import { type AuditEntry, write } from '../platform/write/index.ts'
import type { HelpFailure } from './errors.ts'
import type {
  EditableQuestion,
  EditableVideo,
  HelpLanguage,
  HelpQuestion,
  HelpVideo,
  QuestionBody,
  VideoBody,
  VideoForm,
} from './schema.ts'
import { readCaptions } from './service.captions.ts'
import { type HelpContent, pictureTypeOf, videoTypeOf } from './service.content.ts'
import { renderMarkdown } from './service.markdown.ts'
import {
  deleteQuestion,
  deleteVideo,
  findCaption,
  findQuestions,
  findVideo,
  findVideos,
  insertVideo,
  saveQuestion,
  setCaption,
  setOrder,
  setPoster,
  updateVideo,
  type VideoRow,
} from './store.ts'

type Answer<T> = Promise<Result<T, Failure<HelpFailure>>>
const done = { ok: true } as const
type Done = typeof done

/** A file of the content folder and its type. */
export interface HelpFile {
  readonly folder: string
  readonly name: string
  readonly mime: string
}

/** A text with Chinese in place of missing English. */
const withFallback = (text: { zh: string; en: string }) => ({ zh: text.zh, en: text.en || text.zh })

const toVideo = (row: VideoRow): HelpVideo => ({
  id: row.id,
  title: withFallback(row.title),
  description: withFallback(row.description),
  seconds: row.seconds,
  src: `/api/help/videos/${row.id}/content`,
  captions: row.captions.map(lang => ({ lang, src: `/api/help/videos/${row.id}/captions/${lang}` })),
  // The file's name is in the address, so that a browser may cache each cover.
  poster: row.poster === null ? null : `/api/help/videos/${row.id}/poster?v=${row.poster.slice(0, 8)}`,
})

const toDeskVideo = (row: VideoRow): EditableVideo => ({
  ...toVideo(row),
  title: row.title,
  description: row.description,
  src: `/api/help/desk/videos/${row.id}/content`,
  mime: row.mime,
  bytes: row.bytes,
  published: row.published,
  addedAt: row.addedAt,
  addedBy: row.addedBy,
})

interface Change {
  readonly action: AuditEntry['action']
  readonly subject: string
  readonly details: Readonly<Record<string, unknown>>
}

/** Changes a video or question and records it. False from `work`: there is no such entry. */
const change = (
  ctx: Context,
  { action, subject, details }: Change,
  work: (tx: Sql, at: Date) => Promise<boolean>,
): Answer<Done> =>
  write<Done, Failure<HelpFailure>>(
    ctx,
    { action: `${action} ${subject}`, authorise: () => authorise(ctx.actor, 'content', ctx.actor.areaCode) },
    async (tx, at) =>
      (await work(tx, at))
        ? ok({ answer: done, audit: { countyCode: '', action, subject, details } })
        : fail({ code: 'not-found' }),
  )

/** What anybody may see, without signing in. */
export const openPublicHelp = (database: Database, content: HelpContent) => ({
  findHelpVideos: async (): Promise<HelpVideo[]> => (await findVideos(database, true)).map(toVideo),
  async findHelpQuestions(language: HelpLanguage): Promise<HelpQuestion[]> {
    const rows = await findQuestions(database, true)
    return rows.map(({ id, section, question, answer }) => ({
      id,
      section: withFallback(section)[language],
      question: withFallback(question)[language],
      answerHtml: renderMarkdown(withFallback(answer)[language]),
    }))
  },
  /** `anyone`: only a published video. */
  async findHelpVideoFile(id: string, anyone: boolean): Answer<HelpFile> {
    const row = await findVideo(database, id)
    return row && (row.published || !anyone)
      ? ok({ folder: content.folder, name: row.file, mime: row.mime })
      : fail({ code: 'not-found' })
  },
  async findHelpPoster(id: string): Answer<HelpFile> {
    const name = (await findVideo(database, id))?.poster
    const mime = name ? pictureTypeOf(await content.head(name)) : null
    return name && mime ? ok({ folder: content.folder, name, mime }) : fail({ code: 'not-found' })
  },
  async findHelpCaptions(id: string, language: HelpLanguage): Answer<string> {
    const body = await findCaption(database, id, language)
    return body === undefined ? fail({ code: 'not-found' }) : ok(body)
  },
})

export const findEditableHelp = async (ctx: Context): Answer<{ videos: EditableVideo[]; questions: EditableQuestion[] }> => {
  const videos = await findVideos(ctx.database, false)
  const questions = await findQuestions(ctx.database, false)
  return ok({ videos: videos.map(toDeskVideo), questions: [...questions] })
}

/** The HTML of an answer. */
export const previewAnswer = (markdown: string): { html: string } => ({ html: renderMarkdown(markdown) })

/** Removes a file that no row names any more. Where that fails, or the process ends before, `sweepHelpFiles` removes it later. */
const discard = (ctx: Context, content: HelpContent, name: string): Promise<void> =>
  content.remove(name).catch((error: unknown) => ctx.log.warn({ err: error, file: name }, 'help file not removed'))

/** A file may be on the disk for so long before its row is written. */
const UPLOADING_MS = 3_600_000

/**
 * Removes files that no row names: of videos whose row was deleted and of uploads that were cut off. A database that has no video leaves
 * the folder alone, because the folder may be another database's. Returns how many files.
 */
export const sweepHelpFiles = async (database: Database, content: HelpContent, now: Date): Promise<number> => {
  const before = new Date(now.getTime() - UPLOADING_MS)
  const videos = await findVideos(database, false)
  if (videos.length === 0) return 0
  const named = new Set(videos.flatMap(({ file, poster }) => (poster === null ? [file] : [file, poster])))
  return content.removeUnnamed(named, before)
}

/** Changes that store files in `content`. */
export const openVideoEditing = (content: HelpContent) => ({
  content,
  /** Adds an uploaded video, not yet published. A file that is no video is removed. */
  async addHelpVideo(ctx: Context, file: ReceivedFile, form: VideoForm): Answer<{ id: string }> {
    const mime = videoTypeOf(await content.head(file.sealedId))
    if (mime === null || !authorise(ctx.actor, 'content', ctx.actor.areaCode).ok) {
      await discard(ctx, content, file.sealedId)
      return fail({ code: mime === null ? 'video.unsupported' : 'forbidden' })
    }
    const fresh = randomUUID()
    const added = await write<{ id: string }, never>(ctx, { action: 'help.video-added' }, async (tx, at) => {
      await insertVideo(tx, {
        id: fresh,
        title: { zh: form.titleZh, en: form.titleEn },
        description: { zh: form.descriptionZh, en: form.descriptionEn },
        seconds: form.seconds,
        file: file.sealedId,
        mime,
        bytes: file.bytes,
        addedAt: at,
        addedBy: ctx.actor.name,
      })
      const details = { title: form.titleZh, file: file.name, bytes: file.bytes }
      return ok({ answer: { id: fresh }, audit: { countyCode: '', action: 'help.video-added', subject: fresh, details } })
    }).catch(async error => {
      await discard(ctx, content, file.sealedId)
      throw error
    })
    // A retry uploaded its file a second time.
    if (!added.ok || added.value.id !== fresh) await discard(ctx, content, file.sealedId)
    return added
  },

  async setHelpPoster(ctx: Context, id: string, file: ReceivedFile): Answer<Done> {
    if (pictureTypeOf(await content.head(file.sealedId)) === null) {
      await discard(ctx, content, file.sealedId)
      return fail({ code: 'picture.unsupported' })
    }
    const before = (await findVideo(ctx.database, id))?.poster
    const set = await change(ctx, { action: 'help.video-changed', subject: id, details: { poster: true } }, async tx => {
      return (await setPoster(tx, id, file.sealedId)) > 0
    }).catch(async error => {
      await discard(ctx, content, file.sealedId)
      throw error
    })
    // A retry kept the first file.
    const shown = (await findVideo(ctx.database, id))?.poster
    if (shown !== file.sealedId) await discard(ctx, content, file.sealedId)
    else if (before && before !== shown) await discard(ctx, content, before)
    return set
  },

  async removeHelpVideo(ctx: Context, id: string): Answer<Done> {
    const row = await findVideo(ctx.database, id)
    const removed = await change(
      ctx,
      { action: 'help.video-removed', subject: id, details: { title: row?.title.zh ?? '' } },
      async tx => (await deleteVideo(tx, id)) > 0,
    )
    if (removed.ok && row) for (const name of [row.file, row.poster]) if (name) await discard(ctx, content, name)
    return removed
  },
})

export const changeHelpVideo = (ctx: Context, id: string, video: VideoBody): Answer<Done> =>
  change(
    ctx,
    { action: 'help.video-changed', subject: id, details: { title: video.title.zh, published: video.published } },
    async tx => (await updateVideo(tx, id, video)) > 0,
  )

/** Sets the captions of a language; an empty text removes them. */
export const setHelpCaptions = async (ctx: Context, id: string, language: HelpLanguage, text: string): Answer<Done> => {
  const read = text.trim() === '' ? ok(null) : readCaptions(text)
  if (!read.ok) return fail({ code: 'captions.invalid', field: 'text', text: read.error })
  return change(ctx, { action: 'help.video-changed', subject: id, details: { captions: language } }, async tx => {
    if (!(await findVideo(tx, id))) return false
    await setCaption(tx, id, language, read.value)
    return true
  })
}

/** Adds a question, or changes the one with this id. */
export const saveHelpQuestion = async (ctx: Context, id: string | null, body: QuestionBody): Answer<{ id: string }> => {
  // From the request id, so that a retry adds the same question.
  const chosen = id ?? ctx.requestId ?? randomUUID()
  const details = { question: body.question.zh, published: body.published }
  const saved = await change(ctx, { action: 'help.question-saved', subject: chosen, details }, async (tx, at) => {
    const row = { ...body, id: chosen, changedAt: at, changedBy: ctx.actor.name }
    return (await saveQuestion(tx, row, id === null)) > 0
  })
  return saved.ok ? ok({ id: chosen }) : saved
}

export const removeHelpQuestion = (ctx: Context, id: string): Answer<Done> =>
  change(ctx, { action: 'help.question-removed', subject: id, details: {} }, async tx => (await deleteQuestion(tx, id)) > 0)

export const orderHelp = (ctx: Context, what: 'videos' | 'questions', ids: readonly string[]): Answer<Done> =>
  change(ctx, { action: 'help.ordered', subject: what, details: { count: ids.length } }, async tx => {
    await setOrder(tx, what === 'videos' ? 'help_video' : 'help_question', ids)
    return true
  })
