/**
 * Child process of `bench online`: an open-loop load. Requests are sent at their scheduled times, whether or not earlier ones
 * were answered, so that a stalled server shows up in the results. Latency counts from the scheduled time of a request.
 */
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Pool } from 'undici'

export interface LoadRequest {
  readonly url: string
  readonly electionId: string
  /** File of lines: session token, community. */
  readonly voters: string
  /** The first voter of this load; look-ups start over after `among` voters. */
  readonly from: number
  readonly among: number
  readonly kind: 'register' | 'look'
  readonly perSecond: number
  readonly seconds: number
  /** Share of requests that repeat an earlier one with its request id. */
  readonly retries: number
}

export interface LoadOutcome {
  readonly sent: number
  readonly people: number
  readonly errors: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly worst: number
  /** Responses per second from the first request to the last response. */
  readonly held: number
  readonly outcomes: Readonly<Record<string, number>>
  /** Retries whose response differs from the first one. */
  readonly differing: number
  readonly cpu: number
}

const request = JSON.parse(process.argv[2] ?? '{}') as LoadRequest
const CONNECTIONS = 64
/** Delays after which a request is retried. */
const RETRY_MS = [0, 30, 300, 2_000] as const

const voters = readFileSync(request.voters, 'utf8').split('\n')
const pool = new Pool(request.url, { connections: CONNECTIONS, pipelining: 1, headersTimeout: 30_000 })
const latencies: number[] = []
const outcomes: Record<string, number> = {}
let errors = 0
let sent = 0
let differing = 0
let open = 0
let finished = () => {}

const count = (outcome: string): void => {
  outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
}

const outcomeOf = (text: string): string => {
  const { outcome, status } = JSON.parse(text) as { outcome?: string; status?: string }
  return outcome ?? status ?? '?'
}

const register = (cookie: string, community: string, requestId: string) =>
  pool.request({
    method: 'POST',
    path: `/api/voter/elections/${request.electionId}/registrations`,
    headers: { cookie, 'content-type': 'application/json', 'idempotency-key': requestId },
    body: JSON.stringify({
      community,
      basis: 'residence',
      evidence: ['certificate', 'residencePermit'],
      livesHereSince: '2020-01-01',
    }),
  })

const look = (cookie: string) =>
  pool.request({ method: 'GET', path: `/api/voter/registrations/${request.electionId}`, headers: { cookie } })

const send = async (voter: number, requestId: string, due: number): Promise<string> => {
  const [token = '', community = ''] = (voters[voter] ?? '').split(' ')
  open += 1
  sent += 1
  try {
    const cookie = `mingce_voter=${token}`
    const answer = await (request.kind === 'register' ? register(cookie, community, requestId) : look(cookie))
    const text = await answer.body.text()
    latencies.push(performance.now() - due)
    if (answer.statusCode === 200) count(outcomeOf(text))
    else {
      // A refused voter is not registered and gets a 404.
      if (request.kind === 'register' || answer.statusCode !== 404) errors += 1
      count(`status ${answer.statusCode}`)
    }
    return text
  } catch (error) {
    errors += 1
    count((error as { code?: string }).code ?? 'failed')
    return ''
  } finally {
    open -= 1
    if (open === 0) finished()
  }
}

/** One registration and, for a share of them, its retry with the same request id. */
const begin = (voter: number, retried: number | null, due: number): void => {
  const requestId = randomUUID()
  const first = send(voter, requestId, due)
  if (retried === null) return
  open += 1
  setTimeout(() => {
    const again = send(voter, requestId, performance.now())
    open -= 1
    // `send` counts the failed requests.
    void Promise.all([first, again]).then(([a, b]) => {
      if (a !== b) differing += 1
    })
  }, retried)
}

const at = (share: number): number =>
  latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? Number.NaN
const round = (value: number): number => Math.round(value * 10) / 10

await new Promise<void>(resolve => {
  const fresh = request.perSecond * (1 - request.retries)
  const total = Math.round(fresh * request.seconds)
  const started = performance.now()
  let next = 0
  const tick = () => {
    const now = performance.now()
    while (next < total && started + (next / fresh) * 1000 <= now) {
      const isRetried = request.kind === 'register' && Math.random() < request.retries / (1 - request.retries)
      const pause = RETRY_MS[Math.floor(Math.random() * RETRY_MS.length)] ?? 0
      begin(request.from + (next % request.among), isRetried ? pause : null, started + (next / fresh) * 1000)
      next += 1
    }
    if (next < total) setTimeout(tick, 2)
    else {
      finished = resolve
      if (open === 0) resolve()
    }
  }
  tick()
})
const seconds = request.seconds
latencies.sort((a, b) => a - b)
const { user, system } = process.cpuUsage()
const outcome: LoadOutcome = {
  sent,
  people: Math.round(request.perSecond * (1 - request.retries) * seconds),
  errors,
  p50: round(at(0.5)),
  p95: round(at(0.95)),
  p99: round(at(0.99)),
  worst: round(at(1)),
  held: round(sent / seconds),
  outcomes,
  differing,
  cpu: round((user + system) / 1e6),
}
await pool.close()
process.stdout.write(JSON.stringify(outcome))
