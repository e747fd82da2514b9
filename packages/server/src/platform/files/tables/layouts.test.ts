/** Tables of people in layouts drawn at random: everybody is read, under the right name, or named as not read. */
import { COLUMNS } from '@mingce/domain/registration'
import { checkCharacter } from '@mingce/domain/standards'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Merge } from '../shape/index.ts'
import type { RawSheet } from '../sources/index.ts'
import { columnNames } from './open-table.ts'
import { toPeopleTable } from './people-table.ts'
import { planSheets } from './sheet-plan.ts'

interface Person {
  readonly name: string
  readonly number: string
}
interface Drawn {
  readonly rows: string[][]
  readonly merges: Merge[]
}

const SURNAMES = [...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗单楼方']
const GIVEN = [...'伟芳娜敏静丽强磊军洋勇艳杰涛明超秀霞平刚桂英文村组']
const person: fc.Arbitrary<Person> = fc
  .record({
    surname: fc.constantFrom(...SURNAMES, '欧阳', '阿布都·'),
    given: fc.array(fc.constantFrom(...GIVEN), { minLength: 1, maxLength: 2 }),
    area: fc.constantFrom('110105', '370104', '420107'),
    year: fc.integer({ min: 1930, max: 2007 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 28 }),
    sequence: fc.integer({ min: 0, max: 999 }),
  })
  .map(({ surname, given, area, year, month, day, sequence }) => {
    const two = (value: number) => String(value).padStart(2, '0')
    const first17 = `${area}${year}${two(month)}${two(day)}${String(sequence).padStart(3, '0')}`
    return { name: `${surname}${given.join('')}`, number: first17 + checkCharacter(first17) }
  })
const group = (least: number) => fc.uniqueArray(person, { minLength: least, maxLength: 12, selector: one => one.number })

/** Columns besides name and number, and what a row has in them. */
const OTHER = {
  序号: (_: Person, i: number) => String(i + 1),
  性别: ({ number }: Person) => (Number(number[16]) % 2 ? '男' : '女'),
  现居住地: (_: Person, i: number) => `东郊社区${i + 1}号楼2单元${i}01室`,
  与户主关系: (_: Person, i: number) => (i % 3 ? '子' : '户主'),
  联系电话: (_: Person, i: number) => `1380000${String(i).padStart(4, '0')}`,
  所属社区: () => '东郊社区',
  民族: () => '汉族',
}
type Other = keyof typeof OTHER
const NAMES = ['姓名', '选民姓名', '姓 名', '姓名（必填）', '人名']
const NUMBERS = ['身份证号', '公民身份号码', '身份证号码(必填)', '证件号', '二代证号码']

const columnsOf = fc
  .record({
    name: fc.constantFrom(...NAMES),
    number: fc.constantFrom(...NUMBERS),
    others: fc.subarray(Object.keys(OTHER) as Other[]),
    order: fc.infiniteStream(fc.nat(1000)),
  })
  .map(({ name, number, others, order }) => {
    const all = [name, number, ...others].map(title => ({ title, key: order.next().value ?? 0 }))
    return all.sort((a, b) => a.key - b.key).map(one => one.title)
  })

const cellOf = (title: string, one: Person, i: number): string => {
  if (NAMES.includes(title)) return one.name
  return NUMBERS.includes(title) ? one.number : OTHER[title as Other](one, i)
}

/** What stands between people: nothing of it is a person. */
const between = (titles: readonly string[]): fc.Arbitrary<string[][]> =>
  fc.constantFrom<string[][]>(
    [],
    [],
    [],
    [[]],
    [titles.slice()],
    [['1号楼1单元']],
    [['第3小组']],
    [['小计：6人']],
    [['合计', '8人']],
    [['填表人：张三', '', '审核人：李四']],
    [['99']],
  )

const ABOVE: string[][][] = [
  [],
  [['南磨房地区选民登记花名册']],
  [['填表说明'], ['1. 姓名与身份证一致'], ['2. 不得涂改'], []],
  Array.from({ length: 14 }, (_, i) => [`说明${i + 1}：请如实填写`]),
]

const plain = fc
  .record({ people: group(1), titles: columnsOf, above: fc.constantFrom(...ABOVE), isHeaded: fc.boolean() })
  .chain(({ people, titles, above, isHeaded }) =>
    fc.array(between(titles), { minLength: people.length, maxLength: people.length }).map(gaps => ({
      people,
      drawn: {
        rows: [
          ...above,
          ...(isHeaded ? [titles.slice()] : []),
          ...people.flatMap((one, i) => [
            titles.map(title => cellOf(title, one, i)),
            ...(isHeaded ? (gaps[i] ?? []) : (gaps[i] ?? []).filter(row => row.length < 2)),
          ]),
        ],
        merges: [],
      },
    })),
  )

const blocks = fc
  .record({ people: group(2), count: fc.integer({ min: 2, max: 3 }), titles: columnsOf, above: fc.constantFrom(...ABOVE) })
  .map(({ people, count, titles, above }) => {
    const height = Math.ceil(people.length / count)
    const rows = Array.from({ length: height }, (_, r) =>
      Array.from({ length: count }, (_, b) => people[b * height + r]).flatMap((one, b) =>
        titles.map(title => (one ? cellOf(title, one, b * height + r) : '')),
      ),
    )
    return { people, drawn: { rows: [...above, Array.from({ length: count }, () => titles).flat(), ...rows], merges: [] } }
  })

const households = fc
  .record({ people: group(2), size: fc.integer({ min: 2, max: 4 }), style: fc.nat(3) })
  .map(({ people, size, style }) => {
    const roles = ['户主', '配偶', '成员1', '成员2'].slice(0, size)
    const titles = roles.map((role, i) => {
      if (style === 0) return [`${role}姓名`, `${role}身份证号`]
      if (style === 1) return [role === '成员1' ? '家庭成员1' : role, `${role}身份证号`]
      return style === 2 ? [role, '身份证号'] : [`姓名${i + 1}`, `身份证号${i + 1}`]
    })
    const rows: string[][] = []
    for (let i = 0; i < people.length; i += size)
      rows.push([
        String(rows.length + 1),
        `东郊社区${rows.length + 1}号楼101室`,
        ...roles.flatMap((_, j) => [people[i + j]?.name ?? '', people[i + j]?.number ?? '']),
      ])
    return { people, drawn: { rows: [['户号', '住址', ...titles.flat()], ...rows], merges: [] } }
  })

const oneCell = fc
  .record({ people: group(1), how: fc.constantFrom('/', ' ', '，', '（', '身份证：'), isSeveral: fc.boolean() })
  .map(({ people, how, isSeveral }) => {
    const text = (one: Person) => `${one.name}${how}${one.number}${how === '（' ? '）' : ''}`
    const rows: string[][] = []
    const step = isSeveral ? 2 : 1
    for (let i = 0; i < people.length; i += step)
      rows.push([
        String(rows.length + 1),
        people
          .slice(i, i + step)
          .map(text)
          .join('\n'),
        '东郊社区',
      ])
    return { people, drawn: { rows: [['序号', '姓名/身份证号', '社区'], ...rows], merges: [] } }
  })

/** Two levels of header, and households merged downwards. */
const merged = fc.record({ people: group(2), size: fc.integer({ min: 2, max: 4 }) }).map(({ people, size }) => {
  const rows: string[][] = [['选民登记表'], ['户号', '住址', '基本情况', '', '联系方式'], ['', '', '姓名', '身份证号', '手机']]
  const merges: Merge[] = [
    { top: 1, bottom: 1, left: 0, right: 4 },
    { top: 2, bottom: 3, left: 0, right: 0 },
    { top: 2, bottom: 3, left: 1, right: 1 },
    { top: 2, bottom: 2, left: 2, right: 3 },
  ]
  for (let i = 0; i < people.length; i += size) {
    const home = people.slice(i, i + size)
    const top = rows.length + 1
    home.forEach((one, j) => {
      rows.push([j === 0 ? String(i) : '', j === 0 ? `东郊社区${i}号` : '', one.name, one.number, '13800000000'])
    })
    if (home.length > 1) for (const left of [0, 1]) merges.push({ top, bottom: top + home.length - 1, left, right: left })
  }
  return { people, drawn: { rows, merges } }
})

/** Two tables one below the other, with other columns. */
const joined = fc.tuple(group(1), group(1), columnsOf, columnsOf).map(([first, second, one, other]) => ({
  people: [...first, ...second],
  drawn: {
    rows: [
      one.slice(),
      ...first.map((each, i) => one.map(title => cellOf(title, each, i))),
      other.map(title => (title === '人名' ? '姓名' : title === '二代证号码' ? '身份证号' : title)),
      ...second.map((each, i) => other.map(title => cellOf(title, each, i))),
    ],
    merges: [],
  },
}))

const sheetOf = ({ rows, merges }: Drawn, index: number): RawSheet => ({
  name: `表${index + 1}`,
  isHidden: false,
  start: { rows: rows.slice(0, 200), rowNos: rows.slice(0, 200).map((_, i) => i + 1) },
  merges,
  async *rows() {
    yield { cells: rows, rowNos: rows.map((_, i) => i + 1), bytesRead: 0 }
  },
})

/** Reads the sheets; the people as they were read. */
const readSheets = async (drawn: readonly Drawn[]) => {
  const options = { columns: COLUMNS.registrations, choices: new Map(), leaveOut: [], mayLeave: false }
  const plan = await planSheets(drawn.map(sheetOf), options, columnNames)
  if (!plan.ok) throw new Error(plan.error.text.en)
  const about = { path: '', format: 'xlsx', encoding: null, delimiter: null, totalBytes: 0 } as const
  const { table } = toPeopleTable(plan.value, options, about, { notes: [], found: () => [] })
  const people: Person[] = []
  const numbers: number[] = []
  const { at } = table.columns
  for await (const batch of table.rows()) {
    people.push(...batch.cells.map(row => ({ name: row[at.name ?? -1] ?? '', number: row[at.number ?? -1] ?? '' })))
    numbers.push(...batch.rowNos)
  }
  return { people, numbers, account: table.account() }
}

it.each([
  ['in rows, with captions, totals and repeated headers', plain],
  ['side by side', blocks],
  ['by household', households],
  ['with name and number in one cell', oneCell],
  ['with merged cells and a header of two levels', merged],
  ['in two tables one below the other', joined],
])('people %s', async (_, layout) => {
  await fc.assert(
    fc.asyncProperty(layout, async ({ people, drawn }) => {
      const read = await readSheets([drawn])
      expect(read.people.map(one => `${one.name} ${one.number}`).sort()).toEqual(
        people.map(one => `${one.name} ${one.number}`).sort(),
      )
      expect(read.account).toMatchObject({ people: people.length, read: people.length, notRead: [] })
    }),
    { numRuns: 150 },
  )
})

it('people of sheets in several layouts: everybody once, each with a number of their own', async () => {
  const sheets = fc.array(fc.oneof(plain, blocks, households, merged, joined), { minLength: 1, maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(sheets, async all => {
      const read = await readSheets(all.map(({ drawn }) => drawn as Drawn))
      const people = all.flatMap(one => one.people)
      expect(read.people.map(one => `${one.name} ${one.number}`).sort()).toEqual(
        people.map(one => `${one.name} ${one.number}`).sort(),
      )
      expect(new Set(read.numbers).size).toBe(people.length)
      expect([...read.numbers].sort((a, b) => a - b)).toEqual(read.numbers)
      expect(read.account.people).toBe(read.account.read)
    }),
    { numRuns: 100 },
  )
})
