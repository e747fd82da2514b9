/** The failures of help, with their HTTP status and texts. */
import { type FailureTable, failuresOf, HTTP_FAILURES } from '../platform/http/index.ts'

export const HELP_FAILURES = {
  forbidden: HTTP_FAILURES.forbidden,
  'not-found': {
    status: 404,
    text: { zh: '没有这一条，可能已被删除', en: 'This entry does not exist; it may have been deleted' },
    next: { zh: '刷新页面', en: 'Reload the page' },
  },
  'video.unsupported': {
    status: 415,
    text: { zh: '这个文件不是 MP4 或 WebM 视频', en: 'This file is neither an MP4 nor a WebM video' },
    next: {
      zh: '用录像软件另存为 MP4（H.264）后再上传；改文件扩展名没有用',
      en: 'Save it as MP4 (H.264) with the recording program; renaming the file does not help',
    },
  },
  'picture.unsupported': {
    status: 415,
    text: { zh: '封面应是 PNG、JPEG 或 WebP 图片', en: 'The cover must be a PNG, JPEG or WebP picture' },
    next: { zh: '另存为其中一种再上传', en: 'Save it in one of these formats and upload it again' },
  },
  'captions.invalid': {
    status: 422,
    text: { zh: '字幕文件不是 WebVTT', en: 'The captions are not WebVTT' },
    next: { zh: '更正所指的一行后再上传', en: 'Correct the line shown and upload the file again' },
  },
} as const satisfies FailureTable

export type HelpFailure = keyof typeof HELP_FAILURES
export const helpFailures = failuresOf<HelpFailure>(HELP_FAILURES)
