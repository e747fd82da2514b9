/** Captions as WebVTT. They are checked before they are accepted, because a browser ignores an invalid file without an error. */
import { fail, ok, type Result, type Text } from '@mingce/domain/result'

const TIME = /^(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})$/

/** Seconds of `mm:ss.ttt` or `hh:mm:ss.ttt`. */
const secondsOf = (text: string | undefined): number | null => {
  const parts = TIME.exec(text ?? '')
  return parts ? Number(parts[1] ?? 0) * 3600 + Number(parts[2]) * 60 + Number(parts[3]) + Number(parts[4]) / 1000 : null
}

const wrong = (line: number, zh: string, en: string): Result<never, Text> =>
  fail({ zh: `字幕第 ${line} 行：${zh}`, en: `Captions, line ${line}: ${en}` })

/** The file with LF line ends and without a byte order mark, or the line that is wrong and why. */
export const readCaptions = (text: string): Result<string, Text> => {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)
  if (!/^WEBVTT(?:[ \t].*)?$/.test(lines[0] ?? '')) return wrong(1, '应以 WEBVTT 开头', 'it must begin with WEBVTT')
  let before = 0
  let cues = 0
  for (const [index, line] of lines.entries()) {
    if (!line.includes('-->')) continue
    const [from, to] = line.split('-->').map(part => secondsOf(part.trim().split(/[ \t]/)[0]))
    if (from == null || to == null)
      return wrong(index + 1, '时间的格式应为 00:01.000 --> 00:04.000', 'times must have the form 00:01.000 --> 00:04.000')
    if (to <= from) return wrong(index + 1, '结束时间应晚于开始时间', 'it ends before it begins')
    if (from < before) return wrong(index + 1, '各条字幕应按时间先后排列', 'captions must be in chronological order')
    before = from
    cues += 1
  }
  return cues === 0 ? wrong(lines.length, '没有一条字幕', 'there are no captions') : ok(lines.join('\n'))
}
