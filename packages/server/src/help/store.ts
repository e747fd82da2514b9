/** Training videos and frequent questions. There are some dozens, so all are read at once. */
import { col, named, type RowOf, type Sql } from '../platform/database/index.ts'
import type { HelpLanguage } from './schema.ts'

interface TwoLanguages {
  readonly zh: string
  readonly en: string
}

const VIDEO_ROW = {
  id: col.uuid,
  title: col.json<TwoLanguages>(),
  description: col.json<TwoLanguages>(),
  seconds: col.integer,
  file: col.text,
  mime: col.text,
  bytes: col.integer,
  poster: col.nullable(col.text),
  published: col.boolean,
  addedAt: col.instant,
  addedBy: col.text,
  captions: col.list(col.oneOf('zh', 'en')),
}

export type VideoRow = RowOf<typeof VIDEO_ROW>

export interface QuestionRow {
  readonly id: string
  readonly section: TwoLanguages
  readonly question: TwoLanguages
  readonly answer: TwoLanguages
  readonly published: boolean
  readonly changedAt: Date
  readonly changedBy: string
}

const two = (name: string, as = name): string => `jsonb_build_object('zh', ${name}_zh, 'en', ${name}_en) AS "${as}"`

const VIDEO = `v.id, ${two('title')}, ${two('description')}, v.seconds, v.file, v.mime, v.bytes, v.poster, v.published, v.added_at AS "addedAt",
  v.added_by AS "addedBy", array(SELECT c.language FROM help_caption c WHERE c.video_id = v.id ORDER BY c.language DESC) AS captions`

export const findVideos = (sql: Sql, published: boolean): Promise<VideoRow[]> =>
  sql.query(
    `SELECT ${VIDEO} FROM help_video v WHERE v.published OR NOT $1::boolean ORDER BY v.position, v.added_at, v.id`,
    [published],
    VIDEO_ROW,
  )

export const findVideo = async (sql: Sql, id: string): Promise<VideoRow | undefined> =>
  (await sql.query(`SELECT ${VIDEO} FROM help_video v WHERE v.id = $1`, [id], VIDEO_ROW))[0]

const NEXT = (table: string): string => `(SELECT coalesce(max(position), 0) + 1 FROM ${table})`

/** Adds a video at the end, not yet published. */
export const insertVideo = (
  sql: Sql,
  video: Pick<VideoRow, 'id' | 'title' | 'description' | 'seconds' | 'file' | 'mime' | 'bytes' | 'addedAt' | 'addedBy'>,
): Promise<number> =>
  sql.run(
    ...named(
      `INSERT INTO help_video (id, title_zh, title_en, description_zh, description_en, seconds, file, mime, bytes, position, published, added_at, added_by)
       VALUES (:id, :titleZh, :titleEn, :descriptionZh, :descriptionEn, :seconds, :file, :mime, :bytes, ${NEXT('help_video')}, false, :addedAt, :addedBy)`,
      {
        id: video.id,
        titleZh: video.title.zh,
        titleEn: video.title.en,
        descriptionZh: video.description.zh,
        descriptionEn: video.description.en,
        seconds: video.seconds,
        file: video.file,
        mime: video.mime,
        bytes: video.bytes,
        addedAt: video.addedAt,
        addedBy: video.addedBy,
      },
    ),
  )

export const updateVideo = (
  sql: Sql,
  id: string,
  video: Pick<VideoRow, 'title' | 'description' | 'seconds' | 'published'>,
): Promise<number> =>
  sql.run(
    ...named(
      `UPDATE help_video SET title_zh = :titleZh, title_en = :titleEn, description_zh = :descriptionZh, description_en = :descriptionEn, seconds = :seconds, published = :published WHERE id = :id`,
      {
        id,
        titleZh: video.title.zh,
        titleEn: video.title.en,
        descriptionZh: video.description.zh,
        descriptionEn: video.description.en,
        seconds: video.seconds,
        published: video.published,
      },
    ),
  )

export const setPoster = (sql: Sql, id: string, file: string): Promise<number> =>
  sql.run('UPDATE help_video SET poster = $2 WHERE id = $1', [id, file])

export const deleteVideo = (sql: Sql, id: string): Promise<number> => sql.run('DELETE FROM help_video WHERE id = $1', [id])

export const findCaption = async (sql: Sql, id: string, language: HelpLanguage): Promise<string | undefined> =>
  (await sql.query('SELECT body FROM help_caption WHERE video_id = $1 AND language = $2', [id, language], { body: col.text }))[0]
    ?.body

/** Sets the captions of a language; null removes them. */
export const setCaption = async (sql: Sql, id: string, language: HelpLanguage, body: string | null): Promise<void> => {
  await sql.run('DELETE FROM help_caption WHERE video_id = $1 AND language = $2', [id, language])
  if (body !== null)
    await sql.run('INSERT INTO help_caption (video_id, language, body) VALUES ($1, $2, $3)', [id, language, body])
}

const QUESTION = `id, ${two('section')}, ${two('question')}, ${two('answer')}, published, changed_at AS "changedAt", changed_by AS "changedBy"`

const QUESTIONS = {
  id: col.uuid,
  section: col.json<TwoLanguages>(),
  question: col.json<TwoLanguages>(),
  answer: col.json<TwoLanguages>(),
  published: col.boolean,
  changedAt: col.instant,
  changedBy: col.text,
}

export const findQuestions = (sql: Sql, published: boolean): Promise<QuestionRow[]> =>
  sql.query(
    `SELECT ${QUESTION} FROM help_question WHERE published OR NOT $1::boolean ORDER BY position, changed_at, id`,
    [published],
    QUESTIONS,
  )

/** Adds a question at the end, or changes the one with this id. Returns 0 if `isNew` is false and there is none. */
export const saveQuestion = (sql: Sql, question: QuestionRow, isNew: boolean): Promise<number> => {
  const { id, section, question: asked, answer, published, changedAt, changedBy } = question
  return sql.run(
    ...named(
      isNew
        ? `INSERT INTO help_question (id, section_zh, section_en, question_zh, question_en, answer_zh, answer_en, published, changed_at, changed_by, position)
         VALUES (:id, :sectionZh, :sectionEn, :questionZh, :questionEn, :answerZh, :answerEn, :published, :changedAt, :changedBy, ${NEXT('help_question')})`
        : `UPDATE help_question SET section_zh = :sectionZh, section_en = :sectionEn, question_zh = :questionZh, question_en = :questionEn, answer_zh = :answerZh, answer_en = :answerEn,
           published = :published, changed_at = :changedAt, changed_by = :changedBy WHERE id = :id`,
      {
        id,
        sectionZh: section.zh,
        sectionEn: section.en,
        questionZh: asked.zh,
        questionEn: asked.en,
        answerZh: answer.zh,
        answerEn: answer.en,
        published,
        changedAt,
        changedBy,
      },
    ),
  )
}

export const deleteQuestion = (sql: Sql, id: string): Promise<number> => sql.run('DELETE FROM help_question WHERE id = $1', [id])

/** Puts rows in the order of these ids; all others follow them. */
export const setOrder = (sql: Sql, table: 'help_video' | 'help_question', ids: readonly string[]): Promise<number> =>
  sql.run(`UPDATE ${table} t SET position = coalesce(array_position($1::uuid[], t.id), cardinality($1::uuid[]) + t.position)`, [
    [...ids],
  ])
