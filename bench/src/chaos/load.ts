/** Clients that send small rosters without a pause, repeat what was not answered under the same id, and remember what was acknowledged. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Installation } from './installation.ts'

const CREDENTIALS = { username: 'chaos', password: 'correct-horse-电池' }
const CLIENTS = 1
const PEOPLE = 5
const ANSWER_MS = 10_000

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
/** A made-up number with a valid check character. */
const numberOf = (person: number): string => {
  const birth = new Date(Date.UTC(1950, 0, 1 + Math.floor(person / 900))).toISOString().slice(0, 10).replaceAll('-', '')
  const body = `110105${birth}${String(100 + (person % 900)).padStart(3, '0')}`
  return body + '10X98765432'[WEIGHTS.reduce((total, weight, index) => total + weight * Number(body[index]), 0) % 11]
}

export class Load {
  readonly #installation: Installation
  #cookie = ''
  #person = 0
  #goesOn = true
  #isPaused = false
  #settled = 0
  #lastAnswer = performance.now()
  #clients: Promise<void>[] = []
  /** Ids of imports that the server promised, and the people in each. */
  readonly acknowledged: number[] = []
  /** Longest time in which no roster was acknowledged, in milliseconds. */
  longestOutage = 0

  constructor(installation: Installation) {
    this.#installation = installation
  }

  async send(
    path: string,
    body?: object | FormData,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; json: Record<string, unknown> }> {
    const answer = await fetch(this.#installation.address + path, {
      method: body ? 'POST' : 'GET',
      headers: {
        cookie: this.#cookie,
        ...(body && !(body instanceof FormData) ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(body ? { body: body instanceof FormData ? body : JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(ANSWER_MS),
    })
    const text = await answer.text()
    const cookies = answer.headers.getSetCookie().map(set => set.split(';')[0])
    if (cookies.length > 0) this.#cookie = cookies.join('; ')
    return { status: answer.status, json: text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {} }
  }

  async signIn(): Promise<void> {
    const { status } = await this.send('/api/auth/sign-in', CREDENTIALS)
    if (status !== 200) throw new Error(`signing in was answered with ${status}`)
  }

  /** Sends one roster until it is acknowledged. */
  async #sendRoster(): Promise<void> {
    const requestId = randomUUID()
    const first = this.#person
    this.#person += PEOPLE
    const rows = Array.from(
      { length: PEOPLE },
      (_, index) => `李${String.fromCharCode(0x4e00 + ((first + index) % 20_000))},${numberOf(first + index)},110105021021`,
    )
    while (this.#goesOn) {
      const form = new FormData()
      form.set('kind', 'registrations')
      form.set('file', new Blob([`姓名,公民身份号码,社区代码\n${rows.join('\n')}\n`]), 'roster.csv')
      try {
        const path = `/api/elections/${this.#installation.electionId}/imports`
        const { status, json } = await this.send(path, form, { 'idempotency-key': requestId })
        if (status === 202) {
          this.acknowledged.push(Number(json.id))
          this.longestOutage = Math.max(this.longestOutage, performance.now() - this.#lastAnswer)
          this.#lastAnswer = performance.now()
          return
        }
        if (status === 401) await this.signIn()
        else if (status < 500) throw new TypeError(`a roster was answered with ${status}: ${JSON.stringify(json)}`)
      } catch (error) {
        if (error instanceof TypeError && error.message.startsWith('a roster')) throw error
      }
      await sleep(50)
    }
  }

  start(): void {
    this.#goesOn = true
    this.#lastAnswer = performance.now()
    this.#clients = Array.from({ length: CLIENTS }, async () => {
      while (this.#goesOn) {
        if (!this.#isPaused) await this.#sendRoster()
        await sleep(100)
      }
    })
  }

  async stop(): Promise<void> {
    this.#goesOn = false
    await Promise.all(this.#clients)
  }

  /** Waits until `count` more rosters are acknowledged. */
  async more(count: number): Promise<void> {
    const goal = this.acknowledged.length + count
    const until = performance.now() + 120_000
    while (this.acknowledged.length < goal) {
      if (performance.now() > until) throw new Error('nothing was acknowledged for two minutes')
      await sleep(50)
    }
  }

  /** Waits for the end of an import: done with everybody in it, or what became of it instead. */
  async #endOf(id: number): Promise<string> {
    let seen = 'not answered'
    for (const until = performance.now() + 120_000; performance.now() < until; await sleep(100)) {
      const { status, json } = await this.send(`/api/imports/${id}`)
      if (status === 401) await this.signIn()
      if (status !== 200) continue
      if (json.state === 'done' && json.accepted === PEOPLE) return 'done'
      if (json.state === 'done' || json.state === 'failed') return `${json.state}, ${json.accepted} accepted`
      seen = String(json.state)
    }
    return seen
  }

  /**
   * Waits for the end of everything promised. An import during which the server ends twice is not tried again, and says so: each is to meet
   * one fault at most. Nothing new is sent meanwhile: where imports take longer than their arrival, there would be no end to wait for.
   */
  async settle(): Promise<void> {
    this.#isPaused = true
    for (; this.#settled < this.acknowledged.length; this.#settled++) {
      const id = this.acknowledged[this.#settled]
      if (id !== undefined) await this.#endOf(id).catch(() => undefined)
    }
    this.#isPaused = false
    this.#lastAnswer = performance.now()
  }

  /** Counts what was promised and is not there, and what is there twice. */
  async count(): Promise<{ lost: number; doubled: number }> {
    let lost = 0
    for (const id of new Set(this.acknowledged)) {
      const state = await this.#endOf(id)
      if (state === 'done') continue
      lost += 1
      console.error(`import ${id}: ${state}`)
    }
    const { json } = await this.send(`/api/elections/${this.#installation.electionId}/overview`)
    const { registered } = json.counts as { registered: number }
    // A roster that the last stop cut off may be registered without an answer; it is nobody's promise, and no double.
    const most = (new Set(this.acknowledged).size + CLIENTS) * PEOPLE
    return { lost, doubled: this.acknowledged.length - new Set(this.acknowledged).size + Math.max(0, registered - most) }
  }
}
