/**
 * The rosters of an area: one per community, some of units, some of schools, each in its own layout; in the order in which they are
 * imported. Says who belongs on which, and remembers rows that are to come later in a file.
 */
import { join } from 'node:path'
import { cellsOf, drawLayout, drawUnitLayout, type Layout, namePlaces, PLAIN, type RosterRow } from './layouts.ts'
import type { Place } from './people.ts'
import { createRandom, type Random } from './random.ts'
import { createTable, type Table } from './tables/index.ts'

export interface Roster {
  /** Its place in the order of import, after the previous roll. */
  readonly index: number
  /** Relative to the directory, with '/'. */
  readonly file: string
  readonly layout: Layout
  /** Indexes of the communities whose people it holds; a unit's or a school's has one. */
  readonly communities: readonly number[]
  /** Name of the unit or school, or ''. */
  readonly unit: string
  readonly kind: 'community' | 'unit' | 'school'
  readonly table: Table
}

/** What befalls a row once it has its number. */
export type Written = (row: number) => void

export interface Rosters {
  readonly all: readonly Roster[]
  ofCommunity(community: number): Roster
  readonly units: readonly Roster[]
  /** undefined where students stand on the communities' rosters. */
  ofSchool(school: number): Roster | undefined
  /** `clean`: written exactly as it is; else it may carry dirt that means nothing. */
  add(roster: Roster, row: RosterRow, clean: boolean): number
  /** Adds the row after some more rows of the same roster, or at its end. */
  addLater(roster: Roster, row: RosterRow, clean: boolean, written: Written): void
  close(): Promise<void>
}

const UNIT_WORDS = ['华信', '宏达', '安泰', '恒通', '瑞丰', '中嘉', '东润', '天成', '新源', '永顺', '金石', '百川']
const UNIT_KINDS = [
  '物业管理有限公司',
  '科技有限公司',
  '商贸有限公司',
  '建筑工程有限公司',
  '餐饮管理有限公司',
  '医院',
  '文化传媒有限公司',
  '客运有限公司',
]
const unitName = (index: number): string =>
  `${UNIT_WORDS[index % UNIT_WORDS.length]}${UNIT_KINDS[Math.floor(index / UNIT_WORDS.length + index) % UNIT_KINDS.length]}`

const SCHOOLS = ['明远学院', '求真职业技术学院', '致知大学分校']

/** Schools of an area of so many people, with the community each stands in. */
export const drawSchools = (people: number, communities: number, seed: number): { name: string; community: number }[] => {
  const random = createRandom(seed, 3)
  return SCHOOLS.slice(0, people < 1000 ? 0 : Math.max(1, Math.min(3, Math.round(people / 30_000)))).map(name => ({
    name,
    community: random.below(communities),
  }))
}

/** More files than this are not kept open at once: then a roster holds several communities. */
const MOST_FILES = 300
const PLAIN_FILES = 10
/** With more people, all files are streamed. */
const MOST_IN_MEMORY = 200_000

export interface RostersRequest {
  readonly directory: string
  readonly area: Place & { readonly communities: readonly Place[] }
  readonly people: number
  readonly seed: number
  readonly plain: boolean
  readonly schools: readonly { readonly name: string; readonly community: number }[]
}

const fileName = (text: string): string => text.replace(/居民委员会$|委会$/, '').replace(/[\\/:*?"<>|\s]/g, '')

export const createRosters = (request: RostersRequest): Rosters => {
  const { area, directory, plain } = request
  const random: Random = createRandom(request.seed, 4)
  const write = namePlaces(area.communities)
  const shared = plain ? PLAIN_FILES : MOST_FILES
  const parts = Math.min(area.communities.length, shared)
  const drafts: Pick<Roster, 'communities' | 'unit' | 'kind'>[] = Array.from({ length: parts }, (_, part) => ({
    communities: area.communities.map((_, i) => i).filter(i => i % parts === part),
    unit: '',
    kind: 'community',
  }))
  if (!plain) {
    const units = request.people < 300 ? 1 : Math.max(5, Math.min(60, Math.round(request.people / 2500)))
    for (let i = 0; i < units; i++)
      drafts.push({ communities: [random.below(area.communities.length)], unit: unitName(i), kind: 'unit' })
    for (const school of request.schools) drafts.push({ communities: [school.community], unit: school.name, kind: 'school' })
  }
  const digits = String(drafts.length).length
  const firstUnit = drafts.findIndex(({ kind }) => kind === 'unit')
  const mayBeWhole = request.people <= MOST_IN_MEMORY
  const drawLayoutOf = ({ kind }: Pick<Roster, 'kind'>, index: number): Layout => {
    if (plain) return PLAIN
    const drawn = { index, mayBeWhole }
    return kind === 'unit' ? drawUnitLayout(random, drawn, index - firstUnit) : drawLayout(random, drawn)
  }
  const all = drafts.map((draft, index): Roster => {
    const layout = drawLayoutOf(draft, index)
    const of =
      draft.unit || (draft.communities.length === 1 ? area.communities[draft.communities[0] as number]?.name : '') || area.name
    const file = `registrations/${String(index + 1).padStart(digits, '0')}-${fileName(of)}.${layout.kind === 'html' ? 'xls' : layout.kind}`
    return {
      ...draft,
      index,
      file,
      layout,
      table: createTable({
        path: join(directory, file),
        shape: layout,
        title: `${of}选民登记表`,
        header: layout.columns.map(c => c.header),
        every: layout.captions || layout.subtotals ? 23 + random.below(20) : 97 + random.below(60),
      }),
    }
  })
  const units = all.filter(roster => roster.kind === 'unit')
  const schools = all.filter(roster => roster.kind === 'school')
  const later = new Map<Roster, { after: number; row: RosterRow; clean: boolean; written: Written }[]>()

  const put = (roster: Roster, row: RosterRow, clean: boolean): number =>
    roster.table.add(cellsOf(row, roster.layout, roster.table.rows + 1, write, random, clean))
  return {
    all,
    units,
    ofCommunity: community => all[community % parts] as Roster,
    ofSchool: school => schools[school],
    add(roster, row, clean) {
      const number = put(roster, row, clean)
      const waiting = later.get(roster)
      while (waiting?.[0] && waiting[0].after <= roster.table.rows) {
        const next = waiting.shift()
        if (next) next.written(put(roster, next.row, next.clean))
      }
      return number
    },
    addLater(roster, row, clean, written) {
      const waiting = later.get(roster) ?? []
      later.set(roster, waiting)
      waiting.push({ after: roster.table.rows + 1 + random.below(20), row, clean, written })
    },
    async close() {
      for (const roster of all) {
        for (const { row, clean, written } of later.get(roster) ?? []) written(put(roster, row, clean))
        await roster.table.close()
      }
    },
  }
}
