/** Made-up data for developing the pages without a server. Nobody here exists. Not shipped. */
import { FINDINGS } from '@mingce/domain/registration'
import type * as T from '../src/api/index.ts'
import type { components } from '../src/api/schema.d.ts'

export const ELECTION_ID = '110105021-20261215'
const area = { code: '110105021', name: '南磨房地区' }
const NAMES =
  '东郊 百子湾西 紫南家园 平乐园 欢乐谷 双龙南里 南新园 百子湾东 山水文园 赛洛城 百子湾北 广百西路 世纪东方城 广华新城 美景东方 石门 双龙西 华侨城 远景 广华新城东 南新园西 广泰华亭 广泰华苑 平乐园西 金海'.split(
    ' ',
  )
export const COMMUNITIES = [
  ...NAMES.map((name, at) => ({ code: `1101050210${21 + at}`, name: `${name}社区居民委员会` })),
  { code: '110105021200', name: '楼梓庄村委会' },
  { code: '110105021201', name: '大郊亭村委会' },
]
const SURNAMES = '王李张刘陈杨黄赵周吴徐孙马朱胡林郭何高罗'
const GIVEN = [
  '秀英',
  '建国',
  '婷',
  '子涵',
  '伟',
  '丽华',
  '志强',
  '晓明',
  '玉兰',
  '思远',
  '文',
  '海燕',
  '国庆',
  '雨桐',
  '德胜',
  '𠮷',
]
const nameAt = (at: number) => `${SURNAMES[(at * 7) % SURNAMES.length]}${GIVEN[(at * 5) % GIVEN.length]}`
const communityAt = (at: number) => COMMUNITIES[(at * 11) % COMMUNITIES.length] ?? { code: '', name: '' }

export const findings: T.Finding[] = FINDINGS.map(({ code, severity, article, title, next }) => ({
  code,
  severity,
  article,
  title,
  next,
}))

export const election: T.Election = {
  id: ELECTION_ID,
  name: '南磨房地区 2026 年区、乡两级人大代表换届选举',
  area,
  pollingDay: '2026-12-15',
  levels: ['county', 'township'],
  ruleSet: 'beijing',
  state: 'preparing',
  round: '110105-2026',
  listDeadline: '2026-11-25',
  listPublishedOn: null,
  training: false,
}

const FINE = { error: null } as const

export const imports: T.Import[] = [
  {
    id: 4,
    ...FINE,
    kind: 'registrations',
    channel: 'roster',
    fileName: '南磨房地区各社区登记名单（第二批）-2026年11月汇总-最终版.xlsx',
    state: 'done',
    rows: 41250,
    accepted: 39870,
    review: 612,
    refused: 214,
    unchanged: 554,
    findings: {
      'identity.checksum': 96,
      'identity.precision-lost': 61,
      'eligibility.age': 38,
      'identity.missing': 19,
      'claim.other-district': 203,
      'population.name': 148,
      'population.deceased': 41,
      'place.unproven': 172,
      'name.unprintable': 12,
      'district.unknown': 9,
      'identity.upgraded': 27,
    },
    notes: [
      {
        zh: '“备注”一列没有使用；跳过第 1 行标题；工作表“填表说明”没有读',
        en: 'Column “备注” was not used; title row 1 skipped; sheet “填表说明” not read',
      },
    ],
    startedBy: '周文',
    startedAt: '2026-11-20T02:12:00Z',
    finishedAt: '2026-11-20T02:12:20Z',
    hasReport: true,
    reportDue: false,
    releasedBy: null,
  },
  {
    id: 3,
    ...FINE,
    kind: 'previous-roll',
    channel: 'office',
    fileName: '2021选民名册.csv',
    state: 'done',
    rows: 44120,
    accepted: 44120,
    review: 0,
    refused: 0,
    unchanged: 0,
    findings: {},
    notes: [],
    startedBy: '周文',
    startedAt: '2026-11-18T07:40:00Z',
    finishedAt: '2026-11-18T07:40:09Z',
    hasReport: false,
    reportDue: false,
    releasedBy: null,
  },
  {
    id: 2,
    kind: 'disqualifications',
    channel: 'office',
    fileName: '停剥权人员.csv',
    state: 'failed',
    rows: null,
    accepted: null,
    review: null,
    refused: null,
    unchanged: null,
    findings: {},
    notes: [],
    error: {
      code: 'file.columns-missing',
      zh: '缺少“起始日期”一列，没有导入任何内容',
      en: 'Column “起始日期” is missing; nothing was imported',
    },
    startedBy: '周文',
    startedAt: '2026-11-18T07:31:00Z',
    finishedAt: '2026-11-18T07:31:01Z',
    hasReport: false,
    reportDue: false,
    releasedBy: null,
  },
  {
    id: 1,
    ...FINE,
    kind: 'population',
    channel: 'office',
    fileName: '人口信息_南磨房_20261101.csv',
    state: 'done',
    rows: 60000,
    accepted: 59996,
    review: 0,
    refused: 4,
    unchanged: 0,
    findings: { 'identity.checksum': 4 },
    notes: [],
    startedBy: '周文',
    startedAt: '2026-11-18T07:20:00Z',
    finishedAt: '2026-11-18T07:20:18Z',
    hasReport: false,
    reportDue: false,
    releasedBy: null,
  },
]

const communities: T.CommunityCounts[] = COMMUNITIES.map((community, at) => {
  const eligible = 620 + ((at * 733) % 2600)
  const registered = Math.floor(eligible * (0.62 + ((at * 17) % 34) / 100))
  const review = 4 + ((at * 13) % 46)
  const pending = at % 5 === 0 ? 3 : 0
  const notYetRegistered = Math.max(0, eligible - registered - review - pending)
  return {
    ...community,
    eligible,
    registered,
    review,
    reviewStanding: at % 3,
    pending,
    notYetRegistered,
    elsewhere: 0,
    fromElsewhere: 0,
  }
})
const sum = (pick: (one: T.CommunityCounts) => number) => communities.reduce((all, one) => all + pick(one), 0)

const reviewCodes: T.Finding['code'][] = [
  'claim.other-district',
  'population.name',
  'population.deceased',
  'place.unproven',
  'identity.birth',
  'name.unprintable',
  'population.moved-out',
  'district.unknown',
]

export const reviews: T.ReviewCase[] = Array.from({ length: 46 }, (_, at): T.ReviewCase => {
  const code = reviewCodes[at % reviewCodes.length] ?? 'population.name'
  const name = code === 'name.unprintable' ? `${nameAt(at).slice(0, 1)}\ue123` : nameAt(at)
  const community = communityAt(at)
  const codes: T.Finding['code'][] = at % 9 === 0 ? [code, 'identity.sex'] : [code]
  return {
    countyCode: '110105',
    registrationId: 1000 + at,
    name,
    sex: at % 2 ? 'F' : 'M',
    birthDate: `19${60 + (at % 40)}-0${1 + (at % 9)}-1${at % 9}`,
    maskedNumber: '110105********001X',
    community: code === 'district.unknown' ? null : community,
    part: null,
    unit: at % 3 === 0 ? '北京市第一八〇中学南磨房校区后勤服务中心' : at % 3 === 1 ? '欢乐谷物业' : null,
    channel: 'roster',
    status: 'review',
    rowNo: 12 + at * 3,
    importId: 4,
    fileName: '南磨房地区各社区登记名单（第二批）-2026年11月汇总-最终版.xlsx',
    findings: codes.map(one => ({
      code: one,
      evidence:
        one === 'identity.birth'
          ? { stated: '1990-01-02' }
          : one === 'place.unproven'
            ? { hukouArea: '410182', evidence: 6 }
            : {},
      state: 'open',
      openedAt: '2026-11-20T02:12:20Z',
      decidedAt: null,
      decidedBy: null,
      reason: null,
    })),
    population: ['district.unknown', 'place.unproven'].includes(code)
      ? null
      : {
          name: code === 'population.name' ? `${name.slice(0, 1)}${GIVEN[(at + 3) % GIVEN.length]}` : nameAt(at),
          sex: codes.includes('identity.sex') ? (at % 2 ? 'M' : 'F') : at % 2 ? 'F' : 'M',
          birthDate: `19${60 + (at % 40)}-0${1 + (at % 9)}-1${at % 9}`,
          community: code === 'population.moved-out' ? null : community,
          status: code === 'population.deceased' ? 'deceased' : code === 'population.moved-out' ? 'moved-out' : 'present',
          statusOn: code === 'population.deceased' ? '2026-03-18' : code === 'population.moved-out' ? '2025-08-02' : null,
        },
    other:
      code === 'claim.other-district'
        ? {
            countyCode: at % 16 ? '110105' : '110108',
            registrationId: 77,
            community: at % 16 ? communityAt(at + 5) : null,
            unit: '中国建筑第六工程局',
            channel: 'station',
            status: 'registered',
            visible: at % 16 !== 0,
            name,
          }
        : null,
    events: [],
  }
})

export const people: T.PersonToVisit[] = Array.from(
  { length: 140 },
  (_, at): T.PersonToVisit => ({
    personRef: `p${at}`,
    name: nameAt(at + 50),
    sex: at % 2 ? 'F' : 'M',
    birthYear: 1938 + ((at * 7) % 70),
    address:
      at % 17 === 0
        ? null
        : `${communityAt(at).name.replace('居民委员会', '')}${1 + (at % 30)}号楼${1 + (at % 6)}单元${101 + (at % 20) * 100}室`,
    maskedPhone: at % 5 === 0 ? null : `13${at % 10}****${String(1000 + at * 37).slice(-4)}`,
    migrant: at % 6 === 0,
    visit: at % 11 === 0 ? { outcome: 'abroad', by: '何芳', at: '2026-11-21T08:00:00Z' } : null,
  }),
)
export const communityOfPerson = (ref: string) => communityAt(Number(ref.slice(1))).code

const root = '9f2c4be1a07d3386c5510e9ab2746df81c3390aa5e7f6b0d482913ce7b5fa640'
export const roll: T.RollVersion = {
  version: 1,
  kind: 'list',
  root,
  entries: sum(one => one.registered),
  people: sum(one => one.registered),
  publishedOn: '2026-11-23',
  publishedBy: '周文',
  lateReason: null,
  districts: COMMUNITIES.map((community, at) => ({
    level: at > 24 ? 'township' : 'county',
    code: community.code,
    name: `第${at + 1}选区`,
    entries: communities[at]?.registered ?? 0,
    root: root.slice(at) + root.slice(0, at),
  })),
}

/** What would be published, as another officer prepared it. */
export const preview: T.RollPreview = {
  id: 3,
  version: 1,
  kind: 'list',
  digest: root,
  entries: roll.entries,
  people: roll.entries,
  lateReason: null,
  preparedBy: '何芳',
  preparedAt: '2026-11-22T02:00:00Z',
  own: false,
  objectionsElsewhere: 0,
  leftOff: 2,
  undecided: 3,
  withoutPlace: 1,
  glyphs: [{ codePoint: 0x31350, handling: 'blank', decidedBy: '何芳', uses: 1, chosen: false }],
  fontAdvice: {
    zh: '安装字体（apt-get install fonts-babelstone-han）',
    en: 'Install a font (apt-get install fonts-babelstone-han)',
  },
  districts: roll.districts.map(({ level, code, name, entries }, at) => ({
    level,
    code,
    name,
    listed: entries,
    added: 0,
    removed: 0,
    corrected: 0,
    cases: { waiting: at % 4, standing: at % 3 === 0 ? 1 : 0, objections: 0 },
  })),
}

export const overview = (published: T.RollVersion | null): T.Overview => ({
  election: { ...election, state: published ? 'listed' : 'preparing' },
  counts: {
    eligible: sum(one => one.eligible),
    registered: sum(one => one.registered),
    review: sum(one => one.review),
    reviewStanding: sum(one => one.reviewStanding),
    pending: sum(one => one.pending),
    refused: 214,
    notYetRegistered: sum(one => one.notYetRegistered),
    elsewhere: 0,
    fromElsewhere: 0,
  },
  cases: { total: 0, ofOthers: 0 },
  objections: { open: 3, due: 1 },
  work: [
    { task: 'roll.objections', count: 3, due: 1 },
    { task: 'registration.second-officer', count: 2, due: 0 },
  ],
  communities,
  findings: imports[0]?.findings ?? {},
  deadlines: [
    {
      step: 'registration',
      date: '2026-11-20',
      article: 'BJ 28',
      title: { zh: '选民登记截止', en: 'Registration ends' },
      daysLeft: -3,
      doneOn: null,
    },
    {
      step: 'voter-list',
      date: '2026-11-25',
      article: 'EL 28',
      title: { zh: '公布选民名单', en: 'Voter list published' },
      daysLeft: 2,
      doneOn: null,
    },
    {
      step: 'objections',
      date: '2026-11-30',
      article: 'EL 29',
      title: { zh: '对选民名单的申诉截止', en: 'Objections to the list end' },
      daysLeft: 7,
      doneOn: null,
    },
    {
      step: 'nominations',
      date: '2026-11-30',
      article: 'EL 32',
      title: { zh: '公布代表候选人名单', en: 'Nominees published' },
      daysLeft: 7,
      doneOn: null,
    },
    {
      step: 'candidates',
      date: '2026-12-08',
      article: 'EL 32',
      title: { zh: '公布正式代表候选人', en: 'Candidates published' },
      daysLeft: 15,
      doneOn: null,
    },
    {
      step: 'polling',
      date: '2026-12-15',
      article: 'EL 37',
      title: { zh: '选举日', en: 'Election day' },
      daysLeft: 22,
      doneOn: null,
    },
  ],
  imports,
  roll: published,
})

export const refused: T.RefusedPage['items'] = Array.from({ length: 24 }, (_, at): T.RefusedPage['items'][number] => ({
  countyCode: '110105',
  digest: `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`,
  canPropose: at % 4 === 1,
  importId: 4,
  fileName: '南磨房地区各社区登记名单（第二批）-2026年11月汇总-最终版.xlsx',
  rowNo: 30 + at * 17,
  name: at === 5 ? '' : nameAt(at + 9),
  community: communityAt(at),
  unit: at % 4 ? null : '欢乐谷物业',
  codes: [
    (['identity.checksum', 'identity.precision-lost', 'eligibility.age', 'identity.missing'] as const)[at % 4] ??
      'identity.format',
  ],
  at: '2026-11-20T02:12:20Z',
  mendedBy: null,
  mendedAt: null,
}))

export const audit: T.AuditPage['items'] = [
  [
    'review.accepted',
    '周文',
    'district',
    '登记 110105-1003',
    { reason: '已对照身份证，只是错字，同一人（选举法第二十七条）', findings: 'population.name' },
  ],
  ['visit.recorded', '何芳', 'station', '走访', { outcome: 'abroad' }],
  ['import.done', '周文', 'district', '导入 4', { rows: 41250, accepted: 39870, review: 612, refused: 214, unchanged: 554 }],
  ['import.started', '周文', 'district', '导入 4', { kind: 'registrations', channel: 'roster' }],
  ['election.created', '周文', 'district', ELECTION_ID, { levels: ['county', 'township'] }],
  ['session.signed-in', '周文', 'district', 'mingce-demo', {}],
].map(
  ([action, actor, role, subject, details], at) =>
    ({
      id: 900 - at,
      at: `2026-11-2${3 - Math.min(at, 3)}T0${8 - at}:12:00Z`,
      action,
      actor,
      role,
      subject,
      details,
    }) as T.AuditPage['items'][number],
)

export const ACCOUNTS: NonNullable<T.Health['accounts']> = [
  { username: 'district', password: 'mingce-demo', role: 'district', area: { code: '110105', name: '朝阳区' } },
  { username: 'township', password: 'mingce-demo', role: 'township', area },
  {
    username: 'station',
    password: 'mingce-demo',
    role: 'station',
    area: { code: '110105021027', name: '南新园社区居民委员会' },
  },
  { username: 'auditor', password: 'mingce-demo', role: 'auditor', area: { code: '1101', name: '北京市' } },
]
export const GRANTS: Record<string, T.Permission[]> = {
  city: ['read', 'import-registers', 'set-up', 'audit'],
  district: ['read', 'contact', 'import-registers', 'import-registrations', 'decide', 'visit', 'publish', 'set-up', 'audit'],
  township: ['read', 'contact', 'import-registers', 'import-registrations', 'decide', 'visit', 'publish', 'audit'],
  station: ['read', 'contact', 'import-registrations', 'visit'],
  auditor: ['read', 'audit'],
}

/** What is kept of one person, by module. */
export const record: components['schemas']['PersonRecord'] = {
  name: '王秀英',
  sections: [
    {
      title: { zh: '人口底册', en: 'Population register' },
      facts: [
        { label: { zh: '姓名', en: 'Name' }, value: { zh: '王秀英', en: '王秀英' } },
        { label: { zh: '状态', en: 'Status' }, value: { zh: '在册', en: 'In the register' } },
      ],
      events: [],
    },
    {
      title: { zh: '选民登记', en: 'Registration' },
      facts: [
        { label: { zh: '状态', en: 'Status' }, value: { zh: '待审核', en: 'To be reviewed' } },
        { label: { zh: '社区（村）', en: 'Community' }, value: { zh: '东郊社区居民委员会', en: '东郊社区居民委员会' } },
        {
          label: { zh: '登记方式', en: 'Registered by' },
          value: { zh: '单位或社区报送的名单', en: 'Roster from a unit or community' },
        },
      ],
      events: [
        { at: '2026-11-20T02:12:00Z', text: { zh: '收到登记', en: 'Registration received' }, by: '第二批登记名单.xlsx' },
        {
          at: '2026-11-20T02:12:00Z',
          text: { zh: '发现：此人已在其他选区登记', en: 'Found: registered in another electoral district' },
          by: null,
        },
      ],
    },
  ],
}
