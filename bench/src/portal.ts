/**
 * `bench portal`: how soon a voter on slow 4G can use the portal, and how much script that takes. Lighthouse loads it as a phone
 * (150 ms round trip, 1.6 Mbit/s, a processor four times slower, simulated from an unthrottled load); and Chromium loads it with
 * the same limits actually applied, signed out and signed in, until the main button can be used.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import lighthouse from 'lighthouse'
import { type Browser, type BrowserContext, chromium } from 'playwright-core'
import type { Options } from './options.ts'
import { median, type Report } from './report.ts'

const MINGCE = fileURLToPath(new URL('../../packages/server/bin/mingce.js', import.meta.url))
const START_MS = 150_000
/** Lighthouse's “slow 4G”. */
const SLOW_4G = { rttMs: 150, bitsPerSecond: 1_638_400, cpu: 4 }
const LIMITS = { usableSeconds: 2, scriptKB: 120 }

const freePort = (): Promise<number> =>
  new Promise(resolve => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

const findChromium = (): string => {
  const named = process.env.CHROMIUM_PATH
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap(folder => ['chromium', 'chromium-browser', 'google-chrome'].map(name => join(folder, name)))
  const found = [...(named ? [named] : []), ...onPath].find(path => {
    try {
      accessSync(path, constants.X_OK)
      return true
    } catch {
      return false
    }
  })
  if (!found) throw new Error('No Chromium found: install it (Debian: apt-get install chromium) or set CHROMIUM_PATH')
  return found
}

const startDemo = async (people: number, dataDir: string): Promise<{ url: string; child: ChildProcess }> => {
  const port = await freePort()
  const child = spawn(process.execPath, [MINGCE, 'demo', '--people', String(people), '--port', String(port), '--data', dataDir], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DATABASE_URL: '' },
  })
  const url = `http://127.0.0.1:${port}`
  const until = Date.now() + START_MS
  while (Date.now() < until && child.exitCode === null) {
    const isServed = await fetch(`${url}/api/health`).then(
      answer => answer.ok,
      () => false,
    )
    if (isServed) return { url, child }
    await pause(200)
  }
  throw new Error('the demo did not start')
}

interface Measured {
  readonly contentSeconds: number
  readonly interactiveSeconds: number
  readonly score: number
  readonly accessibility: number
  /** Compressed, as transferred. */
  readonly scriptKB: number
  readonly allKB: number
}

const underLighthouse = async (url: string, port: number): Promise<Measured> => {
  const result = await lighthouse(url, {
    port,
    output: 'json',
    logLevel: 'error',
    onlyCategories: ['performance', 'accessibility'],
  })
  if (!result) throw new Error('lighthouse measured nothing')
  const { audits, categories } = result.lhr
  const seconds = (name: string) => (audits[name]?.numericValue ?? Number.NaN) / 1000
  const details = audits['resource-summary']?.details
  const rows = details && 'items' in details ? (details.items as { resourceType?: string; transferSize?: number }[]) : []
  const sizeOf = (type: string) => (rows.find(row => row.resourceType === type)?.transferSize ?? Number.NaN) / 1000
  const requests = audits['network-requests']?.details
  const sent = requests && 'items' in requests ? (requests.items as { resourceType?: string; transferSize?: number }[]) : []
  const sum = (of: typeof sent) => of.reduce((total, each) => total + (each.transferSize ?? 0), 0) / 1000
  return {
    contentSeconds: seconds('largest-contentful-paint'),
    interactiveSeconds: seconds('interactive'),
    score: categories.performance?.score ?? Number.NaN,
    accessibility: categories.accessibility?.score ?? Number.NaN,
    scriptKB: Number.isNaN(sizeOf('script')) ? sum(sent.filter(each => each.resourceType === 'Script')) : sizeOf('script'),
    allKB: Number.isNaN(sizeOf('total')) ? sum(sent) : sizeOf('total'),
  }
}

/** Seconds until `selector` can be used, from an empty cache, with the limits applied to the browser. */
const untilUsable = async (visitor: BrowserContext, url: string, selector: string): Promise<number> => {
  const page = await visitor.newPage()
  const session = await visitor.newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.setCacheDisabled', { cacheDisabled: true })
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: SLOW_4G.rttMs,
    downloadThroughput: SLOW_4G.bitsPerSecond / 8,
    uploadThroughput: SLOW_4G.bitsPerSecond / 8,
  })
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOW_4G.cpu })
  const started = performance.now()
  await page.goto(url, { waitUntil: 'commit' })
  await page.locator(selector).first().waitFor()
  const seconds = (performance.now() - started) / 1000
  await page.close()
  return seconds
}

const openPhone = (browser: Browser): Promise<BrowserContext> =>
  browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'zh-CN', hasTouch: true, isMobile: true })

const signIn = async (visitor: BrowserContext, url: string): Promise<void> => {
  const page = await visitor.newPage()
  await page.goto(url)
  await page.locator('.welcome .button').first().click()
  await page.locator('button[name=person]').first().click()
  await page.locator('button[value=yes]').click()
  await page.locator('.bottom .primary').waitFor()
  await page.close()
}

const round = (value: number) => Math.round(value * 100) / 100

export const benchPortal = async (options: Options): Promise<Report> => {
  const folder = mkdtempSync(join(tmpdir(), 'mingce-bench-portal-'))
  const { url, child } = await startDemo(options.people, join(folder, 'data'))
  const port = await freePort()
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: ['--no-sandbox', '--disable-dev-shm-usage', `--remote-debugging-port=${port}`],
  })
  try {
    const loads: Measured[] = []
    const signedOut: number[] = []
    const signedIn: number[] = []
    for (let run = 0; run < options.runs; run++) {
      loads.push(await underLighthouse(url, port))
      const visitor = await openPhone(browser)
      signedOut.push(await untilUsable(visitor, url, '.welcome .button'))
      await signIn(visitor, url)
      signedIn.push(await untilUsable(visitor, `${url}/?from=login`, '.bottom .primary:enabled'))
      await visitor.close()
    }
    const of = (name: keyof Measured) => round(median(loads.map(load => load[name])))
    return {
      name: 'portal',
      seconds: round(median(signedOut)),
      peers: {},
      ratio: {},
      peakMemoryMB: null,
      limits: LIMITS,
      usableSeconds: { signedOut: round(median(signedOut)), signedIn: round(median(signedIn)) },
      lighthouse: {
        largestContentfulPaint: of('contentSeconds'),
        timeToInteractive: of('interactiveSeconds'),
        performance: of('score'),
        accessibility: of('accessibility'),
      },
      scriptKB: of('scriptKB'),
      allKB: of('allKB'),
      runs: options.runs,
    }
  } finally {
    await browser.close()
    const ended = new Promise(resolve => child.once('exit', resolve))
    child.kill('SIGTERM')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
}
