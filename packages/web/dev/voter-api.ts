/** The voter's part of the API over made-up people, one for each thing that can happen. Who one is, is chosen at a made-up log-in. */
import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import {
  entryText,
  leafOf,
  proveEntry,
  type RollDistrict,
  type RollEntry,
  type RollHeader,
  rollRoot,
  rootOf,
} from '@mingce/domain/roll'
import type { Plugin } from 'vite'
import type * as T from '../src/voter/api/index.ts'

const t = (zh: string, en: string): T.Text => ({ zh, en })
const DAY = 86_400_000
const inDays = (days: number) => new Date(Date.now() + days * DAY).toISOString().slice(0, 10)

/** What becomes of a person's registration; `listed` and the other statuses stand from the beginning. */
export const PEOPLE = {
  normal: '王秀英',
  listed: '李建国',
  already: '周文',
  elsewhere: '张丽华',
  review: '陈志强',
  pending: '赵玉兰',
  refused: '孙德胜',
  migrant: '欧阳婷婷',
  closed: '何海燕',
  training: '郭子涵',
  several: '林思远',
  none: '罗雨桐',
  fails: '高伟',
} as const
export type PersonName = keyof typeof PEOPLE

const HERE: T.Place = { code: '110105021027', name: '南新园社区' }
const PLACES: T.FoundPlace[] = [
  { ...HERE, path: '北京市 朝阳区 南磨房地区' },
  { code: '110105021034', name: '南新园西社区', path: '北京市 朝阳区 南磨房地区' },
  { code: '110105021024', name: '平乐园社区', path: '北京市 朝阳区 南磨房地区' },
  { code: '110105021025', name: '欢乐谷社区', path: '北京市 朝阳区 南磨房地区' },
]
const LETTERS: Readonly<Record<string, string>> = { nxy: '南新园', ply: '平乐园', hlg: '欢乐谷' }
const DISTRICTS: T.Districts = { county: { code: '57', name: '朝阳区第57选区' }, township: { code: '7', name: '南磨房第7选区' } }
const STATIONS: T.Station[] = [
  {
    id: 's1',
    name: '南新园社区登记站',
    address: '南磨房路37号 社区服务中心一层',
    hours: '每日 9:00–17:30',
    phone: '010-6000 0027',
    latitude: 39.8921,
    longitude: 116.4793,
  },
  {
    id: 's2',
    name: '南磨房地区办事处登记站',
    address: '南磨房路甲21号',
    hours: '周一至周六 9:00–17:00',
    phone: null,
    latitude: 39.8979,
    longitude: 116.4868,
  },
]
const NAME_DIFFERS: T.Finding = {
  code: 'population.name',
  article: 'EL 27',
  title: t('姓名与人口信息不一致', 'The name differs from the population register'),
  next: t('带身份证到登记站核对', 'Bring your ID card to a station'),
}
const DEPRIVED: T.Finding = {
  code: 'eligibility.deprived',
  article: 'EL 4, CL 55–58',
  title: t('在剥夺政治权利期间', 'Deprived of political rights at that time'),
  next: t('期满后可以登记；认为有误的，可以申诉', 'Register once it has ended; if this is wrong, object'),
}

const electionOf = (id: string, more: Partial<T.VoterElection> = {}): T.VoterElection => ({
  id,
  name: '南磨房地区 2026 年区、乡两级人大代表换届选举',
  pollingDay: inDays(35),
  levels: ['county', 'township'],
  area: { code: '110105021', name: '南磨房地区' },
  open: true,
  until: inDays(12),
  own: true,
  training: false,
  ...more,
})

const registrationOf = (election: T.VoterElection, status: T.Status, more: Partial<T.MyRegistration> = {}): T.MyRegistration => ({
  electionId: election.id,
  electionName: election.name,
  pollingDay: election.pollingDay,
  countyCode: '110105',
  registrationId: 1001,
  status,
  community: HERE,
  districts: DISTRICTS,
  townshipVote: 'yes',
  townshipGround: 'community',
  voterGroup: '第3小组',
  part: null,
  stations: STATIONS,
  listed: null,
  channel: 'online',
  at: new Date().toISOString(),
  findings: [],
  objection: { listOn: inDays(15), planned: true, until: inDays(20), movedFrom: null },
  steps: [
    { step: 'list', title: t('公布选民名单，请核对', 'Voter list is published: check it'), until: inDays(15), article: 'EL 28' },
    { step: 'object', title: t('对名单有意见，提出申诉', 'Object to the list'), until: inDays(20), article: 'EL 29' },
    { step: 'candidates', title: t('公布正式代表候选人', 'Candidates are published'), until: inDays(28), article: 'EL 32' },
    {
      step: 'vote',
      title: t('投票，带身份证或选民证', 'Vote; bring your ID card or voter card'),
      until: inDays(35),
      article: 'EL 37',
    },
  ],
  ...more,
})

const BASES: T.FormBasis[] = [
  {
    basis: 'hukou',
    title: t('户口在这里', 'Household registration here'),
    why: t('一般在户口所在地登记', 'As a rule one registers there'),
    article: 'BJ 30',
    asks: [],
    enough: [[]],
  },
  {
    basis: 'residence',
    title: t('住在这里', 'Living here'),
    why: t('人户分离的，可以在现住地登记', 'Who lives elsewhere may register there'),
    article: 'P83 §9, BJ 31',
    asks: [
      {
        evidence: 'certificate',
        title: t('户口所在地的选民资格证明', 'Voter certificate from the place of your household registration'),
        why: t('证明您在原选区不再参加选举', 'It shows that you do not vote there'),
        article: 'P83 §9',
      },
      {
        evidence: 'residencePermit',
        title: t('本市居住证', 'Residence permit of this city'),
        why: t('证明您在这里居住满一年', 'It shows a year’s residence'),
        article: 'BJ 31',
      },
      {
        evidence: 'tookPartLastTime',
        title: t('上次在这里参加过选举', 'Took part in the last election here'),
        why: t('核实后无需证明', 'Needs no certificate once checked'),
        article: 'BJ 31',
      },
    ],
    enough: [['certificate', 'residencePermit'], ['tookPartLastTime']],
  },
]

/** An objection as it begins. */
const COURSE: Omit<T.Objection, 'id' | 'electionId' | 'kind' | 'subject' | 'text'> = {
  electionName: '',
  named: null,
  place: null,
  filedOn: inDays(0),
  filedVia: 'portal',
  until: inDays(5),
  late: false,
  dueOn: inDays(3),
  state: 'filed',
  decision: null,
  reason: null,
  article: null,
  decidedOn: null,
  servedOn: null,
  court: null,
  caseNumber: null,
  suedOn: null,
  judgment: null,
  judgmentNumber: null,
  judgedOn: null,
  closedOn: null,
  suitUntil: inDays(30),
  told: t('已受理，选举委员会三日内作出决定', 'Received; the committee decides within three days'),
}

const sm3Hex = (text: string): string => createHash('sm3').update(text).digest('hex')

/** A district's list of two pages and a supplement. */
const ownListOf = (search: URLSearchParams): T.OwnList => {
  const version = Number(search.get('version') ?? 1)
  const page = Number(search.get('page') ?? 0)
  return {
    level: search.get('level') === 'township' ? 'township' : 'county',
    levels: ['county', 'township'],
    district: '第12选区（南新园社区）',
    versions: [
      { version: 2, kind: 'supplement', publishedOn: '2026-12-05', entries: 2 },
      { version: 1, kind: 'list', publishedOn: '2026-11-28', entries: 160 },
    ],
    version,
    page,
    pages: version === 1 ? 2 : 1,
    entries: Array.from({ length: version === 2 ? 2 : page === 0 ? 100 : 60 }, (_, n) => ({
      group: '第3选民小组',
      number: page * 100 + n + 1,
      change: version === 1 ? 'listed' : n === 0 ? 'added' : 'removed',
      name: `${'赵钱孙李周吴郑王'[n % 8]}${'建国文华明芳'[n % 6]}${n === 7 ? '买买提·阿布都热合曼' : ''}`,
      sex: n % 2 === 0 ? 'M' : 'F',
      mark: n === 4 || n === 28 ? '1978' : '',
      own: version === 1 && page === 0 && n === 41,
    })),
  }
}

/** A list with one district of three entries, and the proof of the second. */
const proofsOf = (electionId: string): T.EntryProofs => {
  const entries = [1, 2, 3].map(
    (number): RollEntry => ({
      level: 'county',
      district: '57',
      group: '第3小组',
      number: 211 + number,
      change: 'listed',
      name: PEOPLE.listed,
      sex: 'M',
      mark: '',
      salt: String(number).repeat(32),
    }),
  )
  const leaves = entries.map(entry => leafOf(entryText(electionId, 1, entry), sm3Hex))
  const [, entry] = entries
  if (!entry) throw new Error('no entry')
  const districts: RollDistrict[] = [
    { level: 'county', code: '57', name: '朝阳区第57选区', entries: leaves.length, root: rootOf(leaves, sm3Hex) },
  ]
  const header: RollHeader = {
    electionId,
    electionName: '',
    pollingDay: inDays(35),
    version: 1,
    kind: 'list',
    publishedOn: inDays(0),
  }
  const version = { ...header, districts, root: rollRoot(header, districts, sm3Hex) }
  const proof = proveEntry(version, { entry, index: 1, leaves, districtIndex: 0 }, sm3Hex)
  return {
    format: 'mingce-entry-proof/1',
    proofs: [{ ...proof, path: [...proof.path], inVersion: { ...proof.inVersion, path: [...proof.inVersion.path] } }],
  }
}

interface Session {
  readonly elections: T.VoterElection[]
  readonly registrations: T.MyRegistration[]
  readonly objections: T.Objection[]
}

const sessionOf = (who: PersonName): Session => {
  const election = electionOf(`e-${who}`, {
    ...(who === 'closed' ? { open: false, until: inDays(-2) } : {}),
    ...(who === 'training' ? { training: true, name: '南磨房地区登记演练' } : {}),
  })
  const elections =
    who === 'none'
      ? []
      : who === 'several'
        ? [election, electionOf('practice', { name: '登记演练', training: true })]
        : [election]
  const listed = { version: 1, number: 213, district: '朝阳区第57选区' }
  const registrations = who === 'listed' ? [registrationOf(election, 'registered', { listed })] : []
  return { elections, registrations, objections: [] }
}

interface Call {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly body: Record<string, unknown>
}
type Answer = { status?: number; body: unknown }
const error = (
  status: number,
  code: string,
  zh: string,
  en: string,
  next = t('请过一会儿再试', 'Try again in a while'),
): Answer => ({
  status,
  body: { error: { code, zh, en, next } },
})

const register = (who: PersonName, session: Session, election: T.VoterElection, claim: Partial<T.Claim>): Answer => {
  if (claim.family) return { body: { outcome: 'received', registration: null, findings: [] } }
  const answered = (outcome: T.Outcome, registration: T.MyRegistration | null, findings: T.Finding[] = []): Answer => {
    if (registration) session.registrations.splice(0, 1, registration)
    return { body: { outcome, registration, findings } }
  }
  const community = PLACES.find(place => place.code === claim.community) ?? HERE
  if (who === 'elsewhere' && !claim.instead)
    return {
      body: {
        outcome: 'elsewhere',
        registration: null,
        findings: [],
        elsewhere: { community: '平乐园社区', since: '2021-10-08' },
      },
    }
  if (who === 'review')
    return answered('review', registrationOf(election, 'review', { community, findings: [NAME_DIFFERS] }), [NAME_DIFFERS])
  if (who === 'pending') return answered('pending', registrationOf(election, 'pending', { community }))
  if (who === 'refused') return answered('refused', null, [DEPRIVED])
  if (who === 'already') return answered('already', registrationOf(election, 'registered', { community }))
  return answered('registered', registrationOf(election, 'registered', { community }))
}

const answerOf = (who: PersonName, session: Session, { method, path, query, body }: Call): Answer => {
  if (path === '/voter/me')
    return {
      body: {
        name: PEOPLE[who],
        maskedNumber: '110105********002X',
        sex: 'F',
        birthDate: '1949-12-31',
        issuer: 'demo',
        sessionEndsAt: new Date(Date.now() + 1.8e6).toISOString(),
      },
    }
  if (path === '/voter/elections') return { body: session.elections }
  if (path === '/voter/registrations') return { body: session.registrations }
  if (path === '/voter/looked')
    return {
      body: [
        {
          at: new Date().toISOString(),
          by: { office: '南磨房地区选举委员会', role: 'township' },
          what: 'number-revealed',
          why: '与户口簿核对同名人员',
        },
      ],
    }
  if (path === '/voter/objections') {
    if (method === 'POST')
      session.objections.push({
        ...COURSE,
        ...(body as unknown as Pick<T.Objection, 'electionId' | 'kind' | 'subject' | 'text'>),
        id: session.objections.length + 1,
      })
    return { body: session.objections }
  }
  if (path === '/voter/refusals') return { body: [] }
  if (path === '/voter/contact')
    return {
      body:
        method === 'PUT'
          ? { phone: '138****0000', email: null, language: 'zh', declined: false }
          : { phone: null, email: null, language: 'zh', declined: false },
    }
  const card = /^\/voter\/registrations\/[^/]+\/card$/.test(path)
  if (card) return { body: { text: `MINGCE1.${'eyJlIjoiMTEwMTA1MDIxLTIwMjYiLCJyIjoiMTAwMSJ9'.repeat(3)}.MEUCIQDx` } }
  if (/^\/voter\/registrations\/[^/]+\/list$/.test(path)) return { body: ownListOf(query) }
  if (/^\/voter\/registrations\/[^/]+\/proof$/.test(path)) return { body: proofsOf(session.elections[0]?.id ?? '') }
  const [, id = '', rest = ''] = /^\/voter\/elections\/([^/]+)(\/.*)$/.exec(path) ?? []
  const election = session.elections.find(one => one.id === decodeURIComponent(id))
  if (!election) return error(404, 'not-found', '没有这场选举', 'No such election')
  if (rest === '/form') {
    const isMigrant = who === 'migrant'
    return {
      body: {
        hukouArea: isMigrant ? { code: '130000', name: '河北省' } : election.area,
        suggestion: isMigrant
          ? null
          : {
              community: HERE,
              basis: 'hukou',
              why: t('您的户口在这里（南磨房地区）。', 'Your household registration is here (Nanmofang).'),
            },
        bases: isMigrant ? BASES.slice(1) : BASES,
      },
    }
  }
  if (rest === '/places') {
    const q = query.get('q') ?? ''
    return { body: PLACES.filter(place => place.name.includes(LETTERS[q.toLowerCase()] ?? q)) }
  }
  const place = PLACES.find(one => rest === `/places/${one.code}`)
  if (place)
    return {
      body: {
        community: { code: place.code, name: place.name },
        districts: DISTRICTS,
        asksTownship: false,
        parts: [],
        stations: STATIONS,
      },
    }
  if (rest === '/registrations' && method === 'POST') {
    if (who === 'fails') return error(503, 'busy', '现在登记的人太多', 'Too many people are registering just now')
    return register(who, session, election, body as Partial<T.Claim>)
  }
  return error(404, 'not-found', '找不到', 'Not found')
}

const PUBLIC: Readonly<Record<string, (query: URLSearchParams) => unknown>> = {
  '/voter/logins': () => ({
    options: [{ id: 'demo', name: t('演示登录（虚构人员）', 'Demo login (fictitious people)') }],
    demo: true,
  }),
  '/help/questions': query =>
    query.get('lang') === 'en'
      ? [
          {
            id: 1,
            section: 'Registering',
            question: 'Do I register again each time?',
            answerHtml: '<p>No. A registration <strong>stays valid</strong>.</p>',
          },
        ]
      : [
          {
            id: 1,
            section: '登记',
            question: '每次选举都要重新登记吗？',
            answerHtml:
              '<p>不用。登记一次<strong>长期有效</strong>，每次选举前核对。</p><ul><li>新满十八岁的要登记</li><li>搬了家的可以转</li></ul>',
          },
          {
            id: 2,
            section: '登记',
            question: '没有手机怎么办？',
            answerHtml: '<p>到登记站，或请家人代办。</p><script>alert(1)</script>',
          },
        ],
  '/help/videos': () => [],
}

const readBody = async (request: IncomingMessage): Promise<Record<string, unknown>> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}') as Record<string, unknown>
}

export const voterApi = (): Plugin => {
  const sessions = new Map<string, Session>()
  /** Answers by the id of the intention, as the server does. */
  const kept = new Map<string, Answer>()
  let visits = 0
  const serve = async (request: IncomingMessage, response: ServerResponse, next: () => void) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    const path = url.pathname.slice('/api'.length)
    if (!/^\/api\/(voter|help)\//.test(url.pathname)) return next()
    const send = ({ status = 200, body }: Answer) => {
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(JSON.stringify(body))
    }
    const to = url.searchParams.get('to') ?? '/'
    if (path === '/voter/login/demo') {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
      const links = Object.entries(PEOPLE).map(
        ([who, name]) =>
          `<li><a href="/api/voter/callback/demo?as=${who}&to=${encodeURIComponent(to)}">${name} (${who})</a></li>`,
      )
      return response.end(`<!doctype html><title>log in</title><ul>${links.join('')}</ul>`)
    }
    if (path === '/voter/callback/demo') {
      visits += 1
      const who = url.searchParams.get('as') ?? ''
      const location = who in PEOPLE ? to : '/?login=refused'
      response.writeHead(302, { location, 'set-cookie': `voter=${who}.${visits}; Path=/; HttpOnly` })
      return response.end()
    }
    const open = PUBLIC[path]
    if (open) return send({ body: open(url.searchParams) })
    const cookie = /voter=([a-z]+\.\d+)/.exec(request.headers.cookie ?? '')?.[1] ?? ''
    const who = Object.keys(PEOPLE).find((one): one is PersonName => cookie.startsWith(`${one}.`))
    if (!who) return send(error(401, 'sign-in.needed', '请先登录', 'Sign in first'))
    if (path === '/voter/sign-out') {
      response.setHeader('set-cookie', 'voter=; Path=/; Max-Age=0')
      return send({ body: { ok: true } })
    }
    const session = sessions.get(cookie) ?? sessionOf(who)
    sessions.set(cookie, session)
    const key = request.headers['idempotency-key']
    const before = typeof key === 'string' ? kept.get(key) : undefined
    const method = request.method ?? 'GET'
    const body = method !== 'GET' ? await readBody(request) : {}
    const answer = before ?? answerOf(who, session, { method, path, query: url.searchParams, body })
    if (typeof key === 'string' && (answer.status ?? 200) < 300) kept.set(key, answer)
    send(answer)
  }
  const use = (server: { middlewares: { use(handler: typeof serve): unknown } }) => void server.middlewares.use(serve)
  return { name: 'mingce-voter-api', configureServer: use, configurePreviewServer: use }
}
