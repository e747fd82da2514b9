/** What a command says: results to standard output, everything else to standard error, in the language of the terminal. */

import type { Text } from '@mingce/domain/result'
import cliProgress from 'cli-progress'
import { terminal } from './terminal.ts'

export type Language = 'zh' | 'en'

/** Chinese unless the environment clearly asks for another language. */
const languageOf = (env = terminal().settings): Language => {
  const asked = env.MINGCE_LANG ?? env.LC_ALL ?? env.LC_MESSAGES ?? env.LANG ?? ''
  return /^en/i.test(asked) ? 'en' : 'zh'
}

export interface Voice {
  readonly language: Language
  readonly json: boolean
  /** A line for people; silent with --json. */
  readonly say: (text: Text) => void
  /** The command's result, for machines with --json, else in words. */
  readonly answer: (json: unknown, words: () => string) => void
  readonly progress: () => Progress
}

export interface Progress {
  readonly report: (now: { stage: string; rowsRead: number; bytesRead: number; bytesTotal: number }) => void
  readonly stop: () => void
}

/** A bar that appears when the work takes over a second, on a terminal only. */
const progressBar = (): Progress => {
  const begun = Date.now()
  let bar: cliProgress.SingleBar | undefined
  return {
    report: now => {
      if (terminal().server || !process.stderr.isTTY) return
      if (!bar && Date.now() - begun > 1_000) {
        bar = new cliProgress.SingleBar({
          format: '{bar} {percentage}% | {rows} 行 rows | {stage}',
          stream: process.stderr,
          hideCursor: true,
          barsize: 24,
        })
        bar.start(Math.max(now.bytesTotal, 1), now.bytesRead, { rows: now.rowsRead, stage: now.stage })
      }
      bar?.update(Math.min(now.bytesRead, now.bytesTotal), { rows: now.rowsRead, stage: now.stage })
    },
    stop: () => bar?.stop(),
  }
}

export const voiceOf = (json: boolean, language = languageOf()): Voice => ({
  language,
  json,
  say: text => {
    if (!json) terminal().err(`${text[language]}\n`)
  },
  answer: (value, words) => terminal().out(`${json ? JSON.stringify(value) : words()}\n`),
  progress: progressBar,
})

/** Both languages on one line, for what must be understood whoever reads it. */
export const bilingual = (text: Text): string => (text.zh === text.en ? text.zh : `${text.zh}\n${text.en}`)
