/**
 * `bench poster`: names per second from the entries of a list to the printable PDF, in threads as the server does it, and how long other requests
 * wait meanwhile; beside it the same in the event loop.
 */
import { once } from 'node:events'
import { createServer } from 'node:http'
import { Worker } from 'node:worker_threads'
import { createPosterPrinter, installedFonts, type Poster, printPoster } from '../../packages/server/dist/documents/index.js'
import type { Options } from './options.ts'
import type { Report } from './report.ts'

/** Approximate number of voters of a community in Beijing. */
const NAMES_PER_DISTRICT = 4_000
const GROUP = 400
const SURNAMES = '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗'
const GIVEN = '伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国文志海春梅红'

/** A made-up name, the same for the same number. */
const nameOf = (n: number): string => {
  const given = GIVEN.charAt((n * 7) % GIVEN.length) + (n % 5 === 0 ? '' : GIVEN.charAt((n * 13 + 5) % GIVEN.length))
  return SURNAMES.charAt(n % SURNAMES.length) + given
}

const posterOf = (district: number, names: number): Poster => ({
  title: '选民榜',
  electionName: '测速选举',
  levelName: '县级人大代表选举',
  districtName: `第${district}选区`,
  committee: '测速选举委员会',
  publishedOn: '2026-11-30',
  version: 1,
  voting: ['选举日：2026年12月20日　投票时间：07:00至18:00', '投票地点：示例小学'],
  notice: ['现将本选区选民名单公布如下。'],
  root: '0'.repeat(64),
  sections: Array.from({ length: Math.ceil(names / GROUP) }, (_, group) => ({
    title: `第${group + 1}组`,
    note: '',
    people: Array.from({ length: Math.min(GROUP, names - group * GROUP) }, (_, at) => ({
      number: String(at + 1),
      name: nameOf(district * NAMES_PER_DISTRICT + group * GROUP + at),
      sex: at % 2 === 0 ? '男' : '女',
      mark: at % 40 === 0 ? '1970年生' : '',
    })),
  })),
})

/** Asks a server for an answer 50 times a second, in a thread of its own; the time counts from when a request was due. */
const CLIENT = `
const { parentPort, workerData } = require('node:worker_threads')
const http = require('node:http')
const agent = new http.Agent({ keepAlive: true, maxSockets: 64 })
const waits = []
const timer = setInterval(() => {
  const due = performance.now()
  http.get({ port: workerData.port, host: '127.0.0.1', agent }, answer => {
    answer.resume()
    answer.once('end', () => waits.push(performance.now() - due))
  })
}, 20)
parentPort.once('message', () => {
  clearInterval(timer)
  parentPort.postMessage(waits)
  agent.destroy()
})`

/** How long requests wait while `work` runs in the same process. */
const waitsDuring = async (work: () => Promise<void>): Promise<Record<string, number>> => {
  const server = createServer((_, answer) => answer.end('ok')).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const client = new Worker(CLIENT, { eval: true, workerData: { port: typeof address === 'object' ? address?.port : 0 } })
  await once(client, 'online')
  const started = performance.now()
  await work()
  const seconds = (performance.now() - started) / 1000
  const answered = once(client, 'message')
  client.postMessage('stop')
  const [waits]: number[][] = await answered
  await client.terminate()
  server.closeAllConnections()
  server.close()
  const sorted = (waits ?? []).sort((one, other) => one - other)
  const at = (share: number): number => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0)
  return { seconds: Math.round(seconds * 100) / 100, requests: sorted.length, p50: at(0.5), p95: at(0.95), worst: at(1) }
}

export const benchPoster = async (options: Options): Promise<Report> => {
  const fonts = installedFonts()
  const districts = Math.ceil(options.people / NAMES_PER_DISTRICT)
  const posters = Array.from({ length: districts }, (_, district) =>
    posterOf(district + 1, Math.min(NAMES_PER_DISTRICT, options.people - district * NAMES_PER_DISTRICT)),
  )
  const ask = ({ sections }: Poster) => {
    for (const { people } of sections) for (const { name } of people) fonts.unprintable(name)
  }
  let pages = 0
  let bytes = 0
  const threads = await waitsDuring(async () => {
    await Promise.all(
      posters.map(async poster => {
        ask(poster)
        for (const printed of await printPoster(fonts, poster)) {
          pages += printed.pages
          bytes += printed.pdf.length
        }
      }),
    )
  })
  const peakMemoryMB = Math.round(process.resourceUsage().maxRSS / 1024)
  const loop = await waitsDuring(async () => {
    for (const poster of posters) {
      ask(poster)
      for (const printed of createPosterPrinter(fonts).print(poster)) printed.pdf()
      await new Promise<void>(resolve => setImmediate(resolve))
    }
  })
  const seconds = threads.seconds ?? 0
  return {
    name: 'poster',
    seconds,
    peers: {},
    ratio: {},
    peakMemoryMB,
    phases: { 'in threads': threads, 'in the event loop': loop },
    names: options.people,
    namesPerSecond: Math.round(options.people / seconds),
    sheets: pages,
    megabytes: Math.round(bytes / 1e5) / 10,
  }
}
