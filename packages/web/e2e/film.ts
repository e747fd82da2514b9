/**
 * Films what happens on a page, frame by frame: each frame has its own length, so that a film is the same on a slow machine. A caption stands
 * until the next one. Debian's ffmpeg joins the frames.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'

interface Cue {
  readonly at: number
  readonly zh: string
  readonly en: string
}

export interface Film {
  /** Shows another page from here on, for another person. */
  readonly show: (page: Page) => void
  /** A caption, and the page as it is for as long as it takes to read. */
  readonly say: (zh: string, en: string) => Promise<void>
  readonly click: (target: Locator) => Promise<void>
  readonly type: (target: Locator, text: string) => Promise<void>
  /** The page as it is now. */
  readonly hold: (seconds: number) => Promise<void>
  /** Writes `<path>.mp4` and its captions; returns the length in seconds. */
  readonly finish: (path: string) => number
}

const FRAME_SECONDS = 0.1
const LEAST_SECONDS = 2.5
const CHARACTERS_PER_SECOND = 6

/** ffmpeg, or an error that says how to get it. */
export const requireFfmpeg = (): void => {
  try {
    execFileSync('ffmpeg', ['-version'], { stdio: 'ignore' })
  } catch {
    throw new Error('No ffmpeg found, which makes the videos: install it (Debian: apt-get install ffmpeg).')
  }
}

/** Draws where the mouse is, which a screenshot does not show. */
const drawPointer = ([x, y]: readonly [number, number]): void => {
  const id = 'film-pointer'
  const pointer = document.getElementById(id) ?? document.body.appendChild(document.createElement('div'))
  pointer.id = id
  pointer.setAttribute('aria-hidden', 'true')
  Object.assign(pointer.style, {
    position: 'fixed',
    left: `${x - 11}px`,
    top: `${y - 11}px`,
    width: '22px',
    height: '22px',
    borderRadius: '50%',
    background: 'rgb(200 60 30 / 55%)',
    border: '2px solid #fff',
    zIndex: '2147483647',
    pointerEvents: 'none',
  })
}

const timeOf = (seconds: number): string => {
  const whole = Math.floor(seconds)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${two(Math.floor(whole / 60))}:${two(whole % 60)}.${String(Math.round((seconds - whole) * 1000)).padStart(3, '0')}`
}

const captionsOf = (cues: readonly Cue[], end: number, language: 'zh' | 'en'): string =>
  ['WEBVTT', ...cues.map((cue, at) => `${timeOf(cue.at)} --> ${timeOf(cues[at + 1]?.at ?? end)}\n${cue[language]}`), ''].join(
    '\n\n',
  )

export const openFilm = (first: Page): Film => {
  const folder = mkdtempSync(join(tmpdir(), 'mingce-film-'))
  const frames: { file: string; seconds: number }[] = []
  const cues: Cue[] = []
  let page = first
  let clock = 0
  let pointer: readonly [number, number] = [40, 120]
  const hold = async (seconds: number) => {
    const file = join(folder, `${String(frames.length).padStart(5, '0')}.jpg`)
    await page.evaluate(drawPointer, pointer)
    await page.screenshot({ path: file, type: 'jpeg', quality: 92, animations: 'disabled' })
    frames.push({ file, seconds })
    clock += seconds
  }
  const moveTo = async (target: Locator) => {
    // Scrolls to it, and waits until the page has done redrawing it.
    await target.click({ trial: true })
    const box = await target.boundingBox()
    if (!box) throw new Error(`${target} is not visible`)
    const [fromX, fromY] = pointer
    const [toX, toY] = [box.x + Math.min(box.width / 2, 120), box.y + box.height / 2]
    for (const share of [0.35, 0.8, 1]) {
      pointer = [fromX + (toX - fromX) * share, fromY + (toY - fromY) * share]
      await hold(FRAME_SECONDS)
    }
    await hold(0.4)
  }
  return {
    show: next => {
      page = next
    },
    say: async (zh, en) => {
      cues.push({ at: clock, zh, en })
      await hold(Math.max(LEAST_SECONDS, zh.length / CHARACTERS_PER_SECOND))
    },
    click: async target => {
      await moveTo(target)
      await target.click()
    },
    type: async (target, text) => {
      await moveTo(target)
      for (let length = 1; length <= text.length; length += 2) {
        await target.fill(text.slice(0, length))
        await hold(FRAME_SECONDS * 2)
      }
      await target.fill(text)
      await hold(0.6)
    },
    hold,
    finish: path => {
      const last = frames.at(-1)
      if (!last) throw new Error('nothing was filmed')
      // The demuxer needs the last frame twice, or its length is lost.
      const list = [...frames.map(({ file, seconds }) => `file '${file}'\nduration ${seconds}`), `file '${last.file}'`]
      writeFileSync(join(folder, 'frames.txt'), list.join('\n'))
      const input = ['-f', 'concat', '-safe', '0', '-i', join(folder, 'frames.txt')]
      const coding = ['-c:v', 'libx264', '-preset', 'slow', '-tune', 'stillimage', '-crf', '27', '-threads', '1']
      const form = ['-vf', 'fps=10,scale=trunc(iw/2)*2:trunc(ih/2)*2,format=yuv420p', '-movflags', '+faststart']
      const same = ['-map_metadata', '-1', '-fflags', '+bitexact', '-flags:v', '+bitexact']
      execFileSync('ffmpeg', [
        '-loglevel',
        'error',
        '-y',
        ...input,
        ...form,
        ...coding,
        ...same,
        '-t',
        String(clock),
        `${path}.mp4`,
      ])
      for (const language of ['zh', 'en'] as const) writeFileSync(`${path}.${language}.vtt`, captionsOf(cues, clock, language))
      rmSync(folder, { recursive: true, force: true })
      return clock
    },
  }
}
