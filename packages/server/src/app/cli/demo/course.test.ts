/** The practice course over HTTP on a demo: a run without a fault, one with faults, and an installation that is no demo. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { DEMO_PASSWORD } from '../../../access/index.ts'
import { openLog } from '../../../platform/http/index.ts'
import { openJobs } from '../../../platform/jobs/index.ts'
import { createServerDatabase } from '../../../platform/testing/stores.ts'
import { openConsole } from '../../server/index.ts'
import { placeOf, withInstallation } from '../frame/index.ts'
import { run } from '../testing/run.ts'
import { ensureDemoStaff } from './accounts.ts'

interface Item {
  readonly task: string
  readonly item: string
  readonly name: string | null
  readonly verdict: 'right' | 'missed' | 'wrong'
  readonly article: string
  readonly count: number | null
}
interface Note {
  readonly row: number
  readonly name: string
  readonly fact: string
  readonly number: string | null
}
interface Call {
  readonly call: number
  readonly name: string
  readonly birthYear: number
}
interface Run {
  readonly id: string
  readonly nth: number
  readonly fileName: string
  readonly rows: number
  readonly notes: readonly Note[]
  readonly calls: readonly Call[]
  readonly progress: { readonly imported: boolean; readonly cases: number; readonly decided: number; readonly published: boolean }
  readonly items: readonly Item[] | null
}
interface Case {
  readonly countyCode: string
  readonly registrationId: number
  readonly name: string
}
interface Refused {
  readonly countyCode: string
  readonly digest: string
  readonly name: string
  readonly community: { readonly code: string } | null
}
type Send = (method: string, address: string, body?: object | FormData) => Promise<Response>

/** What an officer who knows the notes decides. */
const ACCEPTED = ['sex.typing', 'name.renamed', 'deceased.alive', 'unproven.shown', 'elsewhere.moves']

/** Signs a demo account in. */
const openSender = async (base: string, username: string): Promise<Send> => {
  const answer = await fetch(`${base}/api/auth/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password: DEMO_PASSWORD }),
  })
  const cookie = answer.headers
    .getSetCookie()
    .map(set => set.split(';')[0])
    .join('; ')
  return (method, address, body) =>
    fetch(base + address, {
      method,
      // As the pages do: without it, equal requests of a minute are one.
      headers: {
        cookie,
        'idempotency-key': crypto.randomUUID(),
        ...(body && !(body instanceof FormData) ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: body instanceof FormData ? body : JSON.stringify(body) } : {}),
    })
}

const failureOf = async (answer: Response): Promise<[number, string]> => {
  const { error } = (await answer.json()) as { error: { code: string } }
  return [answer.status, error.code]
}

const read = async <T>(answer: Response): Promise<T> => {
  const text = await answer.text()
  expect(answer.status, text).toBeLessThan(300)
  return JSON.parse(text) as T
}

describe('the practice course on a demo', () => {
  let folder: string
  let drop: () => Promise<void>
  let stop: () => void
  let served: Promise<void>
  let township: Send
  let district: Send
  let auditor: Send
  let election: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mingce-course-'))
    const made = await createServerDatabase()
    drop = made.drop
    vi.stubEnv('MINGCE_DATA', folder)
    vi.stubEnv('DATABASE_URL', made.url)
    vi.stubEnv('MINGCE_URL', '')
    const loaded = await run('demo', '--people', '2000', '--seed', '1', '--no-serve', '--json')
    expect(loaded.code, loaded.err).toBe(0)
    election = `/api/elections/${JSON.parse(loaded.out).election}`
    const ready = new Promise<string>((resolve, reject) => {
      served = withInstallation(placeOf(undefined), async ctx => {
        await ensureDemoStaff(ctx)
        const { database, keys, files, clock, place } = ctx
        const jobs = openJobs(database, { pollMs: 100, onError: () => undefined })
        const services = { database, keys, files, clock, log: openLog({ level: 'silent' }) }
        const app = await openConsole({ services, jobs, dataDir: place.dataDir, version: '1.2.3' })
        const stopped = new Promise<void>(done => {
          stop = done
        })
        await jobs.start()
        resolve(await app.listen({ host: '127.0.0.1', port: 0 }))
        await stopped
        await app.close()
        await jobs.stop()
      })
      served.catch(reject)
    })
    const base = await ready
    ;[township, district, auditor] = await Promise.all([
      openSender(base, 'township'),
      openSender(base, 'district'),
      openSender(base, 'auditor'),
    ])
  }, 240_000)
  afterAll(async () => {
    stop?.()
    await served
    vi.unstubAllEnvs()
    await rm(folder, { recursive: true, force: true })
    await drop()
  })

  const practice = async (as: Send = township) =>
    read<{ run: Run | null; earlier: { nth: number; wrong: number }[] }>(await as('GET', `${election}/practice`))
  const begin = async (): Promise<Run> => {
    await read(await township('POST', `${election}/practice`))
    const { run: begun } = await practice()
    if (!begun) throw new Error('no run')
    return begun
  }
  const ended = async (address: string) =>
    await expect
      .poll(async () => (await read<{ state: string }>(await township('GET', address))).state, { timeout: 60_000 })
      .toBe('done')
  const importFile = async (of: Run): Promise<{ rows: number; accepted: number; review: number; refused: number }> => {
    const file = await township('GET', `${election}/practice/${of.id}/file`)
    expect(file.status).toBe(200)
    const form = new FormData()
    form.set('kind', 'registrations')
    form.set('file', await file.blob(), of.fileName)
    const { id } = await read<{ id: number }>(await township('POST', `${election}/imports`, form))
    await ended(`/api/imports/${id}`)
    return read(await township('GET', `/api/imports/${id}`))
  }
  const mend = async (note: Note): Promise<void> => {
    const { items } = await read<{ items: Refused[] }>(await township('GET', `${election}/refused?limit=100`))
    const row = items.find(({ name }) => name === note.name)
    const mended = await township('POST', `${election}/refused/${row?.countyCode}/${row?.digest}/mend`, {
      name: note.name,
      number: note.number,
      community: row?.community?.code,
    })
    expect(await read(mended)).toMatchObject({ outcome: 'accepted' })
  }
  const decide = async (note: Note, decision: 'accept' | 'refuse'): Promise<void> => {
    const search = new URLSearchParams({ q: note.name })
    const { items } = await read<{ items: Case[] }>(await township('GET', `${election}/reviews?${search}`))
    const found = items.find(({ name }) => name === note.name)
    expect(found, `${note.fact} ${note.name}`).toBeDefined()
    const address = `/api/reviews/${found?.countyCode}/${found?.registrationId}/decision`
    await read(await township('POST', address, { decision, reason: '练习：按随附的情况' }))
  }
  const lookUp = async ({ name, birthYear }: Call): Promise<string | null> => {
    const { items } = await read<{ items: { name: string; birthDate: string; community: { code: string } | null }[] }>(
      await township('GET', `${election}/voters?${new URLSearchParams({ q: name })}`),
    )
    return items.find(one => one.name === name && one.birthDate.startsWith(`${birthYear}-`))?.community?.code ?? null
  }
  const publish = async (): Promise<void> => {
    const counted = await read<{ jobId: string }>(await township('POST', `${election}/rolls/preview`, {}))
    await ended(`/api/jobs/${counted.jobId}`)
    const { preview } = await read<{ preview: { id: number } }>(await district('GET', `${election}/rolls/preview`))
    const { jobId } = await read<{ jobId: string }>(await district('POST', `${election}/rolls`, { preview: preview.id }))
    await ended(`/api/jobs/${jobId}`)
  }
  const isCase = ({ fact }: Note) => !fact.startsWith('mistyped')
  const finish = async (of: Run): Promise<readonly Item[]> => {
    await read(await township('POST', `${election}/practice/${of.id}/finish`))
    return (await practice()).run?.items ?? []
  }

  it('finds a run right in which everything was done as the notes say', async () => {
    const begun = await begin()
    expect(begun).toMatchObject({ nth: 1, progress: { imported: false, decided: 0, published: false }, items: null })
    const counts = await importFile(begun)
    const cases = begun.notes.filter(isCase)
    expect(counts).toMatchObject({ rows: begun.rows, review: cases.length })
    for (const note of begun.notes.filter(({ fact }) => fact === 'mistyped.card')) await mend(note)
    for (const note of cases) await decide(note, ACCEPTED.includes(note.fact) ? 'accept' : 'refuse')
    for (const call of begun.calls) {
      const answer = { call: call.call, community: await lookUp(call) }
      await read(await township('POST', `${election}/practice/${begun.id}/answers`, answer))
    }
    await publish()
    expect((await practice()).run?.progress).toEqual({
      imported: true,
      cases: cases.length,
      decided: cases.length,
      published: true,
    })
    const items = await finish(begun)
    expect(items.filter(({ verdict }) => verdict !== 'right')).toEqual([])
    expect(items.length).toBe(begun.rows + 5)
    expect(items.map(({ article }) => article)).not.toContain('')
    // An ended run stays as it was graded.
    const again = await township('POST', `${election}/practice/${begun.id}/finish`)
    expect(await failureOf(again)).toEqual([409, 'practice.ended'])
  })

  it('says of each person what was missed and what was wrong', async () => {
    const begun = await begin()
    expect(begun.nth).toBe(2)
    await importFile(begun)
    const [left, ...cases] = begun.notes.filter(isCase)
    for (const note of cases) await decide(note, ACCEPTED.includes(note.fact) ? 'refuse' : 'accept')
    const [first] = begun.calls
    const answer = { call: first?.call, community: (await lookUp(first as Call)) === null ? '110105021021' : null }
    await read(await township('POST', `${election}/practice/${begun.id}/answers`, answer))
    await publish()
    const items = await finish(begun)
    const verdicts = (task: string, name?: string) =>
      items.filter(item => item.task === task && (name === undefined || item.name === name)).map(({ verdict }) => verdict)
    for (const { name } of cases) expect(verdicts('cases', name)).toEqual(['wrong'])
    expect(verdicts('cases', left?.name)).toEqual(['missed'])
    for (const note of begun.notes.filter(({ fact }) => fact === 'mistyped.card'))
      expect(verdicts('import', note.name)).toEqual(['missed'])
    expect(verdicts('calls')).toEqual(['wrong', 'missed'])
    const listed = items.find(({ item }) => item === 'listed')
    expect(listed).toMatchObject({ verdict: 'wrong', count: expect.toSatisfy(n => n >= cases.length) })
    expect((await practice()).earlier).toMatchObject([
      { nth: 2, wrong: cases.length + 2 },
      { nth: 1, wrong: 0 },
    ])
  })

  it('is begun anew at any time: what is open is graded as it stands', async () => {
    const begun = await begin()
    expect((await begin()).nth).toBe(begun.nth + 1)
    expect((await practice()).earlier[0]).toMatchObject({ nth: begun.nth, wrong: 0, right: 0 })
  })

  it('is each officer’s own, and for those who decide', async () => {
    const { run: own } = await practice()
    expect((await practice(district)).run).toBeNull()
    expect((await district('GET', `${election}/practice/${own?.id}/file`)).status).toBe(404)
    expect((await district('POST', `${election}/practice/${own?.id}/finish`)).status).toBe(404)
    expect((await auditor('GET', `${election}/practice`)).status).toBe(403)
  })

  it('is not there as soon as a real election takes place in the database', async () => {
    const made = await district('POST', '/api/elections', {
      areaCode: '110105022',
      day: '2036-12-20',
      levels: ['county'],
      name: '换届选举',
    })
    expect(made.status, await made.text()).toBe(201)
    for (const [method, address] of [
      ['GET', 'practice'],
      ['POST', 'practice'],
      ['GET', `practice/${crypto.randomUUID()}/file`],
    ] as const) {
      const answer = await township(method, `${election}/${address}`)
      expect(await failureOf(answer)).toEqual([404, 'practice.not-demo'])
    }
  })
})
