/** The words of a poster: when and where to vote, who signs, and numbers that say of which group they are. */
import { expect, it } from 'vitest'
import type { GlyphChoice } from '../../glyph/index.ts'
import type { EntryRow, VersionRow } from '../store.ts'
import { posterOf } from './service.posters.ts'

const district = { level: 'county', code: 'd', name: '第1选区', entries: 3, root: 'ab' } as const
const version: VersionRow = {
  electionId: 'e',
  electionName: '换届选举',
  pollingDay: '2026-12-20',
  version: 1,
  kind: 'list',
  publishedOn: '2026-11-30',
  previousRoot: null,
  root: 'ab',
  entries: 3,
  people: 3,
  publishedBy: 'x',
  lateReason: null,
  districts: [district],
}
const entry = (group: string, number: number): EntryRow => ({
  position: number,
  level: 'county',
  district: 'd',
  group,
  number,
  change: 'listed',
  name: '丁一',
  sex: 'M',
  mark: '',
  salt: '',
  leaf: '',
})
const place = {
  level: 'county',
  district: 'd',
  group: '',
  name: '示例小学',
  address: '示例路1号',
  opens: '07:00',
  closes: '18:00',
} as const
const poster = (
  entries: EntryRow[],
  places: (typeof place | { group: string })[] = [],
  lastDay: string | null = null,
  glyphs: GlyphChoice[] = [],
) =>
  posterOf(version, district, entries, {
    signatoryOf: ({ level }) => `${level}的委员会`,
    places: places.map(one => ({ ...place, ...one })),
    lastDay,
    glyphs,
    objections: { date: '2026-12-07', movedFrom: '2026-12-05' },
    suitUntil: '2026-12-15',
    article: 'EL 28',
  })

it('says the day, the hours and the place, and leaves blanks where nobody entered them', () => {
  expect(poster([entry('', 1)], [place]).voting).toEqual([
    '选举日：2026年12月20日　投票时间：07:00至18:00',
    '投票地点：示例小学（示例路1号）',
  ])
  expect(poster([entry('', 1)], [], '2026-12-22').voting.join()).toMatch(/12月20日至2026年12月22日.*投票时间：＿+,投票地点：＿+/)
  expect(poster([entry('', 1)]).committee).toBe('county的委员会')
})

it('says until when one may object and sue, and that the day was moved', () => {
  const notice = poster([entry('', 1)]).notice.join('')
  expect(notice).toContain('至2026年12月7日，第五日2026年12月5日为休息日，顺延')
  expect(notice).toContain('至2026年12月15日')
})

it('says the place of each group at the group', () => {
  const printed = poster([entry('第1组', 1), entry('第2组', 1)], [{ group: '第2组' }])
  expect(printed.voting[1]).toBe('投票时间和地点：见各选民小组')
  expect(printed.sections.map(({ note }) => note)).toEqual([
    '编号以1-开头',
    '编号以2-开头　投票时间：07:00至18:00　投票地点：示例小学（示例路1号）',
  ])
})

it.each([
  ['one group: as they are', ['', ''], ['1', '2']],
  ['the number in the name of the group', ['第3组', '第12组'], ['3-1', '12-2']],
  ['names without numbers: counted', ['东组', '西组'], ['1-1', '2-2']],
  ['equal numbers in names: counted', ['东1组', '西1组'], ['1-1', '2-2']],
])('numbers are unique on a poster: %s', (_, [one = '', two = ''], expected) => {
  const { sections } = poster([entry(one, 1), entry(two, 2)])
  expect(sections.flatMap(({ people }) => people.map(({ number }) => number))).toEqual(expected)
})

it('says which boxes are filled by hand, with the number and the character', () => {
  const rare = { ...entry('', 7), name: '丁\u{31350}' }
  const blank = { codePoint: 0x31350, handling: 'blank', picture: null, decidedBy: 'x' } as const
  const printed = poster([entry('', 6), rare], [], null, [blank])
  expect(printed.notice.at(-1)).toBe('方框中的字由选举委员会手写补入：7号姓名第2字（U+31350）。')
  expect(printed.glyphs?.get('\u{31350}')).toEqual({})
  const drawn = poster([rare], [], null, [{ ...blank, handling: 'picture', picture: '89504e47' }])
  expect(drawn.notice.join()).not.toContain('手写')
  expect(drawn.glyphs?.get('\u{31350}')?.picture).toEqual(Buffer.from('89504e47', 'hex'))
})
