/** The API answered from made-up data inside Vite's own server (`npm run dev:fixtures -w packages/web`). Keeps what one does until it stops. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Plugin } from 'vite'
import type * as T from '../src/api/index.ts'
import * as made from './fixtures.ts'

interface Call {
  method: string
  path: string
  query: URLSearchParams
  body: Record<string, unknown>
  cookie: string
}
type Answer = { status?: number; body: unknown; cookie?: string }

const error = (status: number, code: string, zh: string, en: string): Answer => ({ status, body: { error: { code, zh, en } } })

const createApi = () => {
  let published: T.RollVersion | null = null
  let polls = 0
  const imports = structuredClone(made.imports)
  const reviews = structuredClone(made.reviews)
  const people = structuredClone(made.people)
  const page = <I>(items: I[], query: URLSearchParams, size: number) => {
    const from = Number(query.get('cursor') ?? 0)
    return { items: items.slice(from, from + size), next: from + size < items.length ? String(from + size) : null }
  }

  const running = () => {
    const one = imports.find(each => each.id === 5)
    if (!one || one.state === 'done') return
    polls += 1
    one.progress = { stage: 'reading', rowsRead: polls * 6000, bytesRead: Math.min(5e6, polls * 1.2e6), bytesTotal: 5e6 }
    if (polls === 4) one.state = 'deciding'
    if (polls > 5)
      Object.assign(one, {
        state: 'done',
        rows: 1200,
        accepted: 1100,
        review: 40,
        refused: 20,
        unchanged: 40,
        hasReport: true,
        reportDue: false,
        findings: { 'identity.checksum': 20, 'population.name': 40 },
        progress: null,
      })
  }

  const routes: [string, RegExp, (call: Call, match: string[]) => Answer][] = [
    ['GET', /^\/health$/, () => ({ body: { ok: true, version: '0.1.0', demo: true, accounts: made.ACCOUNTS } })],
    [
      'POST',
      /^\/auth\/sign-in$/,
      ({ body }) => {
        const account = made.ACCOUNTS.find(one => one.username === body.username && one.password === body.password)
        return account
          ? { body: {}, cookie: `who=${account.username}; Path=/` }
          : error(401, 'wrong', '用户名或密码不对', 'Wrong')
      },
    ],
    ['POST', /^\/auth\/sign-out$/, () => ({ body: {}, cookie: 'who=; Path=/; Max-Age=0' })],
    ['GET', /^\/findings$/, () => ({ body: made.findings })],
    [
      'GET',
      /^\/areas$/,
      ({ query }) => {
        const parent = query.get('parent') ?? ''
        const tree: Record<string, T.Area[]> = {
          '': [{ code: '11', name: '北京市', level: 1 }],
          '11': [{ code: '1101', name: '市辖区', level: 2 }],
          '1101': [
            { code: '110105', name: '朝阳区', level: 3 },
            { code: '110108', name: '海淀区', level: 3 },
          ],
          '110105': [{ code: '110105021', name: '南磨房地区', level: 4 }],
        }
        return { body: tree[parent] ?? [] }
      },
    ],
    ['GET', /^\/elections$/, () => ({ body: [{ ...made.election, state: published ? 'listed' : 'preparing' }] })],
    ['POST', /^\/elections$/, () => ({ body: { id: made.ELECTION_ID } })],
    ['GET', /^\/elections\/[^/]+\/overview$/, () => ({ body: { ...made.overview(published), imports: imports.slice(0, 5) } })],
    ['GET', /^\/elections\/[^/]+\/imports$/, () => ({ body: imports })],
    [
      'POST',
      /^\/elections\/[^/]+\/imports\/preview$/,
      () => ({
        body: {
          encoding: 'GB18030',
          format: 'csv',
          sheet: null,
          headerRow: 2,
          columns: [
            {
              header: '姓名',
              field: 'name',
              title: { zh: '姓名', en: 'Name' },
              isByContent: false,
              samples: ['王秀英', '李建国', '欧阳婷'],
            },
            {
              header: '身份证号',
              field: 'number',
              title: { zh: '公民身份号码', en: 'ID number' },
              isByContent: false,
              samples: ['110105********1234', '110105********001X'],
            },
            {
              header: '社区',
              field: 'community',
              title: { zh: '社区（村）', en: 'Community' },
              isByContent: true,
              samples: ['南新园', '平乐园'],
            },
            { header: '备注', field: null, title: null, isByContent: false, samples: ['', '租户'] },
          ],
          missing: [],
          notes: [{ zh: '第 1 行是标题，已跳过', en: 'Row 1 is a title and was skipped' }],
          fields: [
            { field: 'name', title: { zh: '姓名', en: 'Name' }, required: true },
            { field: 'number', title: { zh: '公民身份号码', en: 'ID number' }, required: true },
            { field: 'community', title: { zh: '社区（村）', en: 'Community' }, required: false },
            { field: 'remark', title: { zh: '备注', en: 'Remarks' }, required: false },
          ],
          sheets: [],
          isRemembered: false,
          questions: [],
        },
      }),
    ],
    [
      'POST',
      /^\/elections\/[^/]+\/imports$/,
      () => {
        const first = imports[0]
        if (first && !imports.some(one => one.id === 5))
          imports.unshift({
            ...first,
            id: 5,
            fileName: '南新园社区.csv',
            state: 'reading',
            rows: null,
            accepted: null,
            review: null,
            refused: null,
            unchanged: null,
            findings: {},
            notes: [],
            hasReport: false,
            reportDue: false,
          })
        return { status: 202, body: { id: 5 } }
      },
    ],
    [
      'GET',
      /^\/imports\/(\d+)$/,
      (_, [, id]) => {
        running()
        const one = imports.find(each => each.id === Number(id))
        return one ? { body: one } : error(404, 'not-found', '没有这次导入', 'No such import')
      },
    ],
    [
      'GET',
      /^\/elections\/[^/]+\/reviews$/,
      ({ query }) => {
        const state = query.get('state') === 'decided' ? 'decided' : 'open'
        const inState = reviews.filter(one => one.findings.some(finding => finding.state === 'open') === (state === 'open'))
        const items = inState.filter(
          one =>
            (!query.get('code') || one.findings.some(finding => finding.code === query.get('code'))) &&
            (!query.get('community') || one.community?.code === query.get('community')) &&
            (!query.get('q') || `${one.name}${one.unit ?? ''}`.includes(query.get('q') ?? '')),
        )
        const byCode: Record<string, number> = {}
        for (const one of inState) for (const finding of one.findings) byCode[finding.code] = (byCode[finding.code] ?? 0) + 1
        return { body: { ...page(items, query, 25), total: items.length, byCode } }
      },
    ],
    ['GET', /^\/registrations\/\d+\/\d+\/record$/, () => ({ body: made.record })],
    [
      'POST',
      /^\/reviews\/(\d+)\/(\d+)\/(decision|undo)$/,
      ({ body }, [, , id, what]) => {
        const one = reviews.find(each => each.registrationId === Number(id))
        if (!one) return error(404, 'not-found', '没有这件登记', 'No such registration')
        const outcome = what === 'undo' ? 'open' : body.decision === 'accept' ? 'accepted' : 'refused'
        for (const finding of one.findings) finding.state = outcome
        one.status = what === 'undo' ? 'review' : outcome === 'accepted' ? 'registered' : 'refused'
        one.events.push({
          kind: what === 'undo' ? 'undone' : outcome === 'accepted' ? 'accepted' : 'refused',
          corrected: [],
          actor: '周文',
          at: new Date().toISOString(),
          reason: String(body.reason),
        })
        return { body: one }
      },
    ],
    [
      'GET',
      /^\/elections\/[^/]+\/refused$/,
      ({ query }) => {
        const items = made.refused.filter(row => !query.get('code') || row.codes.some(code => code === query.get('code')))
        return { body: { ...page(items, query, 20), total: items.length } }
      },
    ],
    [
      'GET',
      /^\/elections\/[^/]+\/not-yet-registered$/,
      ({ query }) => {
        const items = people.filter(
          one =>
            (!query.get('community') || made.communityOfPerson(one.personRef) === query.get('community')) &&
            Boolean(one.visit) === (query.get('state') === 'visited'),
        )
        return { body: page(items, query, 40) }
      },
    ],
    [
      'GET',
      /^\/elections\/[^/]+\/not-yet-registered\/communities$/,
      () => {
        const of = (code: string) => people.filter(one => made.communityOfPerson(one.personRef) === code)
        return {
          body: made.COMMUNITIES.map(one => ({
            ...one,
            total: of(one.code).length,
            visited: of(one.code).filter(person => person.visit).length,
          })),
        }
      },
    ],
    [
      'POST',
      /^\/elections\/[^/]+\/visits$/,
      ({ body }) => {
        const person = people.find(one => one.personRef === body.personRef)
        if (person) person.visit = { outcome: body.outcome as T.VisitOutcome, by: '周文', at: new Date().toISOString() }
        return { body: { ok: true } }
      },
    ],
    [
      'POST',
      /^\/elections\/[^/]+\/check$/,
      () => ({ body: { registered: 1, review: 1, refused: 1, notYetRegistered: 1, findings: {} } }),
    ],
    ['GET', /^\/elections\/[^/]+\/rolls$/, () => ({ body: published ? [published] : [] })],
    ['GET', /^\/elections\/[^/]+\/rolls\/preview$/, () => ({ body: { preview: published ? null : made.preview } })],
    [
      'GET',
      /^\/elections\/[^/]+\/rolls\/preview\/entries$/,
      () => ({
        body: {
          entries: [{ registrationId: 1, group: '第1组', number: 1, change: 'listed', name: '丁一', sex: 'F', mark: '' }],
          next: null,
          current: true,
        },
      }),
    ],
    [
      'POST',
      /^\/elections\/[^/]+\/rolls$/,
      () => {
        polls = 0
        return { status: 202, body: { jobId: '6e5b0e7e-0000-4000-8000-000000000000' } }
      },
    ],
    [
      'GET',
      /^\/jobs\//,
      () => {
        polls += 1
        if (polls < 4)
          return {
            body: {
              id: 'j',
              state: 'running',
              progress: {
                step: 'writing',
                done: polls * 7,
                total: 27,
              },
            },
          }
        published = made.roll
        return { body: { id: 'j', state: 'done', result: {} } }
      },
    ],
    [
      'GET',
      /^\/elections\/[^/]+\/rolls\/\d+\/files$/,
      () => ({
        body: [
          { name: 'list.csv', bytes: 2_411_300, title: { zh: '全部名单（CSV）', en: 'The whole list (CSV)' } },
          { name: 'poster-110105021027.pdf', bytes: 301_300, title: { zh: '选民榜 第7选区', en: 'Poster, district 7' } },
          { name: 'proofs.json', bytes: 5_300_000, title: { zh: '离线验证数据', en: 'Data to verify offline' } },
        ],
      }),
    ],
    [
      'POST',
      /^\/elections\/[^/]+\/rolls\/\d+\/verify$/,
      ({ cookie }) => ({
        body: cookie.includes('auditor')
          ? {
              ok: false,
              entries: 3,
              root: '00'.repeat(32),
              faults: [
                {
                  code: 'changed',
                  level: 'county',
                  district: '1',
                  file: null,
                  name: '张伟',
                  number: 12,
                  text: { zh: '第 12 条被改动：张伟', en: 'Entry 12 was changed: 张伟' },
                },
              ],
            }
          : { ok: true, entries: made.roll.entries, root: made.roll.root, faults: [] },
      }),
    ],
    [
      'GET',
      /^\/elections\/[^/]+\/audit$/,
      ({ query }) => ({
        body: { items: made.audit.filter(row => !query.get('action') || row.action === query.get('action')), next: null },
      }),
    ],
  ]

  return (call: Call): Answer => {
    const account = made.ACCOUNTS.find(one => call.cookie.includes(`who=${one.username}`))
    const open = call.path === '/health' || call.path.startsWith('/auth/')
    if (!account && !open) return error(401, 'signed-out', '请先登录', 'Sign in first')
    if (call.path === '/session' && account) {
      return {
        body: {
          user: { id: account.username, name: '周文', username: account.username },
          role: account.role,
          area: account.area,
          permissions: made.GRANTS[account.role],
        },
      }
    }
    for (const [method, pattern, reply] of routes) {
      const match = pattern.exec(call.path)
      if (method === call.method && match) return reply(call, [...match])
    }
    return error(404, 'not-found', '找不到', 'Not found')
  }
}

const readBody = async (request: IncomingMessage): Promise<Record<string, unknown>> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  if (!request.headers['content-type']?.includes('json')) return {}
  return JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}') as Record<string, unknown>
}

export const fixtureApi = (): Plugin => {
  const api = createApi()
  const serve = async (request: IncomingMessage, response: ServerResponse, next: () => void) => {
    if (!request.url?.startsWith('/api/')) return next()
    const url = new URL(request.url, 'http://localhost')
    const answer = api({
      method: request.method ?? 'GET',
      path: url.pathname.slice('/api'.length),
      query: url.searchParams,
      body: await readBody(request),
      cookie: request.headers.cookie ?? '',
    })
    response.writeHead(answer.status ?? 200, {
      'content-type': 'application/json',
      ...(answer.cookie ? { 'set-cookie': answer.cookie } : {}),
    })
    response.end(JSON.stringify(answer.body))
  }
  return {
    name: 'mingce-fixture-api',
    configureServer: server => void server.middlewares.use((request, response, next) => void serve(request, response, next)),
    configurePreviewServer: server =>
      void server.middlewares.use((request, response, next) => void serve(request, response, next)),
  }
}
