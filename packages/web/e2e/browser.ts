/** The Chromium for the page tests: found on the system, else installed from Debian’s packages, else an error. Never skipped. */
import { execFileSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, type BrowserContext, chromium } from 'playwright-core'

const USUAL = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
]
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

const runs = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** CHROMIUM_PATH, else the usual paths, else PATH; null if there is none. */
export const findChromium = (environment: NodeJS.ProcessEnv = process.env): string | null => {
  const named = environment['CHROMIUM_PATH']
  if (named) {
    if (!runs(named)) throw new Error(`CHROMIUM_PATH is ${named}, which is no program that can be run`)
    return named
  }
  const onPath = (environment['PATH'] ?? '')
    .split(delimiter)
    .flatMap(folder => (folder ? NAMES.map(name => join(folder, name)) : []))
  return [...USUAL, ...onPath].find(runs) ?? null
}

const install = (): string => {
  const mayInstall = process.getuid?.() === 0 && existsSync('/etc/debian_version')
  if (!mayInstall) {
    throw new Error(
      'No Chromium found: install it (Debian: apt-get install chromium) or set CHROMIUM_PATH to one. The tests of the pages need it.',
    )
  }
  const apt = (...words: string[]) =>
    execFileSync('apt-get', words, { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
  apt('update', '-q')
  apt('install', '-y', '-q', '--no-install-recommends', 'chromium', 'fonts-noto-cjk')
  const found = findChromium()
  if (!found) throw new Error('apt-get installed chromium, and yet none is found; set CHROMIUM_PATH')
  return found
}

/** A headless Chromium. Close it when done. */
export const openBrowser = async (): Promise<Browser> =>
  await chromium.launch({
    executablePath: findChromium() ?? install(),
    headless: true,
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--font-render-hinting=none'],
  })

/** The two window sizes that every page must support. */
export const SIZES = { desk: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } } as const
export type Size = keyof typeof SIZES

/** A new browser context, Chinese by default, without animations. */
export const openVisitor = async (browser: Browser, size: Size, locale: 'zh-CN' | 'en-GB' = 'zh-CN'): Promise<BrowserContext> =>
  await browser.newContext({
    viewport: SIZES[size],
    locale,
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
    hasTouch: size === 'phone',
    acceptDownloads: true,
  })
