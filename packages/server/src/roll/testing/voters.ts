/** Made-up voters for the tests of this module, written directly into the tables. */
import { randomUUID } from 'node:crypto'
import { nameOrder } from '@mingce/domain/standards'
import pino from 'pino'
import type { Actor, Context } from '../../access/index.ts'
import { memoryKeyring } from '../../platform/crypto/index.ts'
import { copyLine, type Database } from '../../platform/database/index.ts'
import { preparePreview, publishRoll } from '../publish/index.ts'

/** Polling day 20 December: a list is in time until 30 November. */
export const ELECTION = '110105021-20261220'
export const DISTRICTS = { a: '110105021001', b: '110105021002' } as const

export interface Voter {
  readonly name: string
  readonly sex?: 'M' | 'F'
  readonly birth?: string
  readonly county?: string | null
  readonly township?: string | null
  readonly group?: string
  readonly status?: string
  readonly person?: string
}

export const office: Actor = { id: 'office', name: '选举办公室', role: 'district', areaCode: '110105' }

export const contextOf = (database: Database, over: { now?: string; actor?: Actor; requestId?: string } = {}): Context => ({
  database,
  keys: memoryKeyring(new Uint8Array(32).fill(7)),
  files: { put: () => Promise.reject(new Error('no files here')) } as unknown as Context['files'],
  clock: { now: () => new Date(over.now ?? '2026-11-30T01:00:00Z') },
  log: pino({ enabled: false }),
  actor: over.actor ?? office,
  ...(over.requestId === undefined ? {} : { requestId: over.requestId }),
})

/** Whoever looks at the list before the office confirms it. */
const PREPARER = { id: 'office-preview', name: '名单预览员' }

/** Previews and publishes as an office does: one person prepares, the actor confirms. A refusal of either is the answer. */
export const publishAsTwo = async (
  ctx: Context,
  { lateReason, ...input }: { electionId: string; lateReason?: string; directory?: string },
  onProgress?: Parameters<typeof publishRoll>[2],
  fonts?: Parameters<typeof publishRoll>[3],
) => {
  const { requestId: _, ...first } = ctx
  const preparer = { ...first, actor: { ...ctx.actor, ...PREPARER } }
  const preview = await preparePreview(
    preparer,
    { electionId: input.electionId, ...(lateReason === undefined ? {} : { lateReason }) },
    undefined,
    fonts,
  )
  return preview.ok ? publishRoll(ctx, { ...input, preview: preview.value.id }, onProgress, fonts) : preview
}

/** An election of both levels with two districts of the same communities at each. */
export const makeElection = async (database: Database): Promise<void> => {
  await database.run(
    `INSERT INTO election (id, round, name, area_code, polling_day, levels, rule_set, created_at, created_by)
     VALUES ($1, '2026', '示例地区换届选举', '110105021', '2026-12-20', '{county,township}', 'default', now(), 'test')`,
    [ELECTION],
  )
  for (const level of ['county', 'township'])
    await database.run(
      `INSERT INTO district (election_id, level, code, name) VALUES ($1, $2, $3, '第1选区（甲社区）'), ($1, $2, $4, '第2选区（乙社区）')`,
      [ELECTION, level, DISTRICTS.a, DISTRICTS.b],
    )
}

/** Adds registrations with COPY, which is fast for many. */
export const addVoters = (database: Database, voters: Iterable<Voter>): Promise<number> =>
  database.copyIn(
    'registration',
    [
      'county_code',
      'election_id',
      'person_key',
      'name',
      'name_order',
      'sex',
      'birth_date',
      'county_district',
      'township_district',
      'voter_group',
      'channel',
      'status',
      'facts',
      'digest',
      'created_at',
    ],
    (function* () {
      let chunk = ''
      for (const v of voters) {
        const {
          name,
          sex = 'M',
          birth = '1980-01-01',
          county = DISTRICTS.a,
          township = null,
          group = '',
          status = 'registered',
        } = v
        chunk += copyLine([
          '110105',
          ELECTION,
          v.person ?? randomUUID(),
          name,
          nameOrder(name),
          sex,
          birth,
          county,
          township,
          group,
          'roster',
          status,
          0,
          randomUUID(),
          '2026-11-01T00:00:00Z',
        ])
        if (chunk.length > 1 << 16) {
          yield chunk
          chunk = ''
        }
      }
      yield chunk
    })(),
  )

const SURNAMES = [...'王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗']
const GIVEN = [
  '伟',
  '芳',
  '秀英',
  '敏',
  '静',
  '建国',
  '强',
  '磊',
  '军',
  '洋',
  '桂英',
  '艳',
  '杰',
  '涛',
  '明',
  '超',
  '秀兰',
  '霞',
  '平',
  '·买买提',
]

/** `count` voters in both districts and three groups; every third is a township voter too. Many share a name. */
export function* someVoters(count: number): Iterable<Voter> {
  for (let i = 0; i < count; i++) {
    const district = i % 2 ? DISTRICTS.b : DISTRICTS.a
    yield {
      name: `${SURNAMES[(i * 7) % SURNAMES.length]}${GIVEN[(i * 3 + (i >> 4)) % GIVEN.length]}`,
      sex: i % 3 ? 'F' : 'M',
      birth: `${1940 + (i % 60)}-0${1 + (i % 9)}-15`,
      county: district,
      township: i % 3 === 0 ? district : null,
      group: `第${1 + (i % 3)}组`,
    }
  }
}
