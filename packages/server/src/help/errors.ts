/** How the failures of the help column are told over HTTP. */
import { type FailureTable, failuresOf, HTTP_FAILURES } from '../platform/http/index.ts'

export const HELP_FAILURES = {
  forbidden: HTTP_FAILURES.forbidden,
  'not-found': {
    status: 404,
    text: { zh: '没有这一条，可能已被删除', en: 'There is no such entry; it may have been removed' },
    next: { zh: '刷新页面', en: 'Load the page again' },
  },
  'video.unsupported': {
    status: 415,
    text: { zh: '这个文件不是 MP4 或 WebM 视频', en: 'This file is neither an MP4 nor a WebM video' },
    next: {
      zh: '用录像软件另存为 MP4（H.264）后再上传；改文件扩展名没有用',
      en: 'Save it as MP4 (H.264) with the program that made it; renaming the file does not help',
    },
  },
  'picture.unsupported': {
    status: 415,
    text: { zh: '封面应是 PNG、JPEG 或 WebP 图片', en: 'The cover is to be a PNG, JPEG or WebP picture' },
    next: { zh: '另存为其中一种再上传', en: 'Save it as one of these' },
  },
  'captions.invalid': {
    status: 422,
    text: { zh: '字幕文件不是 WebVTT', en: 'The captions are not WebVTT' },
    next: { zh: '更正所指的一行后再上传', en: 'Mend the named line and upload it again' },
  },
} as const satisfies FailureTable

export type HelpFailure = keyof typeof HELP_FAILURES
export const helpFailures = failuresOf<HelpFailure>(HELP_FAILURES)
