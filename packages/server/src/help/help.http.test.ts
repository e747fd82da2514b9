/** The help pages over real HTTP, on both stores: videos are uploaded, captioned and streamed; questions are edited and read. */

import { randomUUID } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createStaff, type Role } from '../access/index.ts'
import { openConsole } from '../app/server/index.ts'
import { memoryKeyring } from '../platform/crypto/index.ts'
import type { Database } from '../platform/database/index.ts'
import { openSealedFiles } from '../platform/files/index.ts'
import { openLog } from '../platform/http/index.ts'
import { openJobs } from '../platform/jobs/index.ts'
import { readRows } from '../platform/testing/rows.ts'
import { describeStores } from '../platform/testing/stores.ts'

const PASSWORD = 'correct-horse-电池'
const VIDEO = Buffer.concat([Buffer.from('\0\0\0\x20ftypisom', 'latin1'), Buffer.alloc(5000, 'v')])
const PNG = Buffer.from('\x89PNG\r\n\x1a\n more', 'latin1')
const CAPTIONS = 'WEBVTT\n\n00:01.000 --> 00:02.000\n打开门户\n'
const QUESTION = {
  section: { zh: '登记', en: '' },
  question: { zh: '谁可以登记？', en: 'Who may register?' },
  answer: { zh: '年满 **18** 周岁<script>1</script>', en: '**18** and over' },
  published: true,
}

describeStores('help pages', open => {
  let database: Database
  let app: FastifyInstance
  let base: string
  let folder: string
  let cookie: string

  const call = (method: string, address: string, body?: object, headers: Record<string, string> = {}) =>
    fetch(base + address, {
      method,
      headers: { cookie, ...(body && !(body instanceof FormData) ? { 'content-type': 'application/json' } : {}), ...headers },
      ...(body ? { body: body instanceof FormData ? body : JSON.stringify(body) } : {}),
    })
  const json = async <T>(answer: Promise<Response>): Promise<T> => (await (await answer).json()) as T
  const signIn = async (username: string, role: Role) => {
    const maker = { clock: { now: () => new Date() }, actor: { name: 'setup', role: 'city' } } as const
    await createStaff(database, { username, name: username, password: PASSWORD, role, areaCode: '110105' }, maker)
    const answer = await call('POST', '/api/auth/sign-in', { username, password: PASSWORD })
    cookie = answer.headers
      .getSetCookie()
      .map(set => set.split(';')[0])
      .join('; ')
  }
  const upload = (
    bytes: Buffer,
    fields: Record<string, string> = {},
    requestId: string = randomUUID(),
    to = '/api/help/videos',
  ) => {
    const form = new FormData()
    for (const [name, value] of Object.entries(fields)) form.set(name, value)
    form.set('file', new Blob([new Uint8Array(bytes)]), '登记.mp4')
    return call('POST', to, form, { 'idempotency-key': requestId })
  }
  const added = async () => (await json<{ id: string }>(upload(VIDEO, { titleZh: '三步登记', seconds: '42' }))).id
  const body = { title: { zh: '三步登记', en: 'Three taps' }, description: { zh: '', en: '' }, seconds: 42, published: true }
  const kept = () => readdir(path.join(folder, 'help')).catch(() => [])

  beforeEach(async () => {
    cookie = ''
    database = await open()
    await database.run(`INSERT INTO area (code, parent_code, name, level) VALUES ('110105', NULL, '朝阳区', 3)`)
    folder = await mkdtemp(path.join(tmpdir(), 'mingce-help-test-'))
    const keys = memoryKeyring()
    const services = {
      database,
      keys,
      clock: { now: () => new Date() },
      log: openLog({ level: 'silent' }),
      files: await openSealedFiles(path.join(folder, 'files'), keys),
    }
    app = await openConsole({ services, jobs: openJobs(database, { onError: () => undefined }), dataDir: folder, version: '1' })
    base = await app.listen({ host: '127.0.0.1', port: 0 })
    await signIn('district', 'district')
  })
  afterEach(async () => {
    await app.close()
    await rm(folder, { recursive: true, force: true })
  })

  it('streams a published video in ranges, without sign-in', async () => {
    const id = await added()
    expect(await json(call('GET', '/api/help/videos'))).toEqual([])
    expect((await call('GET', `/api/help/videos/${id}/content`)).status).toBe(404)
    expect((await call('GET', `/api/help/desk/videos/${id}/content`)).status).toBe(200)
    expect((await call('PUT', `/api/help/videos/${id}`, body)).status).toBe(200)
    expect((await call('PUT', `/api/help/videos/${id}/captions/zh`, { text: CAPTIONS })).status).toBe(200)
    expect((await upload(PNG, {}, randomUUID(), `/api/help/videos/${id}/poster`)).status).toBe(200)
    cookie = ''
    const [video] = await json<{ src: string; poster: string; captions: { lang: string; src: string }[] }[]>(
      call('GET', '/api/help/videos'),
    )
    expect(video).toMatchObject({
      id,
      title: { zh: '三步登记', en: 'Three taps' },
      seconds: 42,
      src: `/api/help/videos/${id}/content`,
      captions: [{ lang: 'zh', src: `/api/help/videos/${id}/captions/zh` }],
    })
    const src = video?.src ?? ''
    const whole = await call('GET', src)
    expect(whole.status).toBe(200)
    expect(whole.headers.get('content-type')).toBe('video/mp4')
    expect(whole.headers.get('accept-ranges')).toBe('bytes')
    expect(whole.headers.get('cache-control')).toBe('public, max-age=86400')
    expect(Buffer.from(await whole.arrayBuffer())).toEqual(VIDEO)
    const etag = whole.headers.get('etag') ?? ''
    const part = await call('GET', src, undefined, { range: 'bytes=4-11' })
    expect(part.status).toBe(206)
    expect(part.headers.get('content-range')).toBe(`bytes 4-11/${VIDEO.length}`)
    expect(await part.text()).toBe('ftypisom')
    const tail = await call('GET', src, undefined, { range: 'bytes=-3' })
    expect([tail.status, await tail.text()]).toEqual([206, 'vvv'])
    const beyond = await call('GET', src, undefined, { range: 'bytes=9999-' })
    expect(beyond.status).toBe(416)
    expect(beyond.headers.get('content-range')).toBe(`bytes */${VIDEO.length}`)
    expect(await beyond.json()).toMatchObject({ error: { code: 'range.unsatisfiable' } })
    expect((await call('GET', src, undefined, { 'if-none-match': etag, 'cache-control': 'max-age=0' })).status).toBe(304)
    expect((await call('GET', src, undefined, { range: 'bytes=0-1', 'if-range': '"other"' })).status).toBe(200)
    expect((await call('HEAD', src)).headers.get('content-length')).toBe(String(VIDEO.length))
    const captions = await call('GET', video?.captions[0]?.src ?? '')
    expect([captions.headers.get('content-type'), await captions.text()]).toEqual(['text/vtt; charset=utf-8', CAPTIONS])
    const poster = await call('GET', video?.poster ?? '')
    expect([poster.headers.get('content-type'), (await poster.arrayBuffer()).byteLength]).toEqual(['image/png', PNG.length])
  })

  it('adds a retried upload once, refuses files that are not videos, and deletes the files with the video', async () => {
    const request = randomUUID()
    const fields = { titleZh: '三步登记', seconds: '42' }
    const first = await json<{ id: string }>(upload(VIDEO, fields, request))
    expect(await json(upload(VIDEO, fields, request))).toEqual(first)
    expect(await kept()).toHaveLength(1)
    const wrong = await upload(Buffer.from('MZ a program that is called .mp4'), fields)
    expect([wrong.status, await wrong.json()]).toMatchObject([415, { error: { code: 'video.unsupported' } }])
    expect((await upload(VIDEO, { titleZh: '', seconds: '1' })).status).toBe(400)
    expect((await upload(VIDEO, {}, randomUUID(), `/api/help/videos/${first.id}/poster`)).status).toBe(415)
    expect((await upload(Buffer.alloc(1024 ** 2 + 1), {}, randomUUID(), `/api/help/videos/${first.id}/poster`)).status).toBe(413)
    expect((await upload(PNG, {}, request, `/api/help/videos/${first.id}/poster`)).status).toBe(409)
    const captions = await call('PUT', `/api/help/videos/${first.id}/captions/zh`, { text: 'SubRip' })
    expect([captions.status, await captions.json()]).toMatchObject([422, { error: { code: 'captions.invalid', field: 'text' } }])
    const poster = randomUUID()
    for (const again of [poster, poster, randomUUID()])
      expect((await upload(PNG, {}, again, `/api/help/videos/${first.id}/poster`)).status).toBe(200)
    expect(await kept()).toHaveLength(2)
    expect((await call('DELETE', `/api/help/videos/${first.id}`)).status).toBe(200)
    expect((await call('DELETE', `/api/help/videos/${first.id}`)).status).toBe(404)
    expect(await kept()).toEqual([])
    const trail = await readRows<{ action: string }>(database, `SELECT action FROM audit WHERE action LIKE 'help.%' ORDER BY id`)
    expect(trail.map(({ action }) => action)).toEqual([
      'help.video-added',
      'help.video-changed',
      'help.video-changed',
      'help.video-removed',
    ])
  })

  it('lists questions in order and in the reader’s language, without unsafe markup', async () => {
    const add = (question: object) => json<{ id: string }>(call('POST', '/api/help/questions', question))
    const { id: first } = await add(QUESTION)
    const { id: second } = await add({ ...QUESTION, question: { zh: '怎样登记？', en: '' } })
    const { id: draft } = await add({ ...QUESTION, published: false })
    expect((await call('PUT', '/api/help/order/questions', { ids: [second, first] })).status).toBe(200)
    const read = (lang: string) => json<{ id: string; answerHtml: string }[]>(call('GET', `/api/help/questions?lang=${lang}`))
    const chinese = await read('zh')
    expect(chinese.map(({ id }) => id)).toEqual([second, first])
    expect(chinese[0]).toEqual({
      id: second,
      section: '登记',
      question: '怎样登记？',
      answerHtml: '<p>年满 <strong>18</strong> 周岁</p>',
    })
    expect(await read('en')).toMatchObject([
      { section: '登记', question: '怎样登记？', answerHtml: '<p><strong>18</strong> and over</p>' },
      { question: 'Who may register?' },
    ])
    expect((await call('PUT', `/api/help/questions/${first}`, { ...QUESTION, published: false })).status).toBe(200)
    expect((await call('DELETE', `/api/help/questions/${second}`)).status).toBe(200)
    expect(await read('zh')).toEqual([])
    const desk = await json<{ questions: { id: string }[] }>(call('GET', '/api/help/desk'))
    expect(desk.questions.map(({ id }) => id)).toEqual([first, draft])
    expect((await call('PUT', `/api/help/questions/${randomUUID()}`, QUESTION)).status).toBe(404)
    expect(await json(call('POST', '/api/help/preview', { markdown: '*x*<img src=x onerror=1>' }))).toEqual({
      html: '<p><em>x</em></p>',
    })
  })

  it('can be edited by authorized staff only', async () => {
    await signIn('station', 'station')
    expect((await call('POST', '/api/help/questions', QUESTION)).status).toBe(403)
    expect((await upload(VIDEO, { titleZh: 'x', seconds: '1' })).status).toBe(403)
    cookie = ''
    expect((await call('GET', '/api/help/desk')).status).toBe(401)
    expect((await call('GET', '/api/help/questions')).status).toBe(200)
  })
})
