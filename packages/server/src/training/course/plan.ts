/** Draws a run: who is in its file, what is wrong with which row, and who calls the office. */
import { isAdultOn } from '@mingce/domain/standards'
import { createRandom } from '../synth/index.ts'
import { factsOf, isCase, LESSON_KINDS, LESSONS, type LessonFact, type LessonKind, type Pool } from './lessons.ts'
import type { DemoPerson } from './service.people.ts'

export interface PlannedRow {
  /** Of the person in population.csv. */
  readonly row: number
  readonly fact: LessonFact
  /** Somebody else's row: the name that the file has for this person is theirs, or begins with this person's surname. */
  readonly named?: number
  /** The community that the file names, where it is another than the register's. */
  readonly community?: string
}

export interface PlannedCall {
  readonly row: number
  /** null: not registered. */
  readonly community: string | null
}

/** What is kept of a run: row numbers of the demo's own files, in the order of the practice file, and two calls. */
export interface Plan {
  readonly rows: readonly PlannedRow[]
  readonly calls: readonly PlannedCall[]
}

/** What the roll has of a person: nothing, or one registration that stands; everything else is of no use here. */
export type Standing = 'none' | { readonly community: string } | 'other'

export interface PlanRequest {
  readonly people: readonly DemoPerson[]
  readonly pollingDay: string
  /** First digits of an area code that make it home. */
  readonly home: string
  /** Rows of population.csv that other runs use now. */
  readonly taken: ReadonlySet<number>
  readonly nth: number
  readonly standingsOf: (people: readonly DemoPerson[]) => Promise<ReadonlyMap<number, Standing>>
}

const CHUNK = 300
/** Nobody is surprised by a young child on a roster. */
const CHILD_FROM_AGE = 12
/** Fewer people do not make a course. */
const FEWEST_CASES = 3

const isChild = (person: DemoPerson, day: string): boolean =>
  !isAdultOn(person.birthDate, day) && Number(day.slice(0, 4)) - Number(person.birthDate.slice(0, 4)) >= CHILD_FROM_AGE

/** Village committees have codes 200 and above: a move there would also be one between townships' voters. */
const isUrban = (community: string): boolean => (community[9] ?? '') < '2'

const poolOf = (person: DemoPerson, { pollingDay, home }: PlanRequest): Pool | null => {
  if (person.ground !== null) return person.ground === 'deprived' && person.status === 'present' ? 'deprived' : null
  if (!isAdultOn(person.birthDate, pollingDay)) return person.status === 'present' && isChild(person, pollingDay) ? 'child' : null
  if (person.status !== 'present') return person.status
  return person.hukouArea.startsWith(home) ? 'local' : 'outsider'
}

/** In an order that the run's number decides. */
const shuffled = (people: readonly DemoPerson[], seed: number): DemoPerson[] => {
  const random = createRandom(seed)
  return people
    .map(person => ({ person, at: random.unit() }))
    .sort((a, b) => a.at - b.at)
    .map(({ person }) => person)
}

const openPools = (request: PlanRequest) => {
  const order = shuffled(request.people, request.nth)
  const used = new Set(request.taken)
  /** The first people of the order who pass, at most `most`; they are used then. */
  const take = async <T>(
    most: number,
    mayBe: (person: DemoPerson) => boolean,
    accept: (person: DemoPerson, standing: Standing) => T | undefined,
  ): Promise<T[]> => {
    const candidates = order.filter(person => !used.has(person.row) && mayBe(person))
    const taken: T[] = []
    for (let from = 0; from < candidates.length && taken.length < most; from += CHUNK) {
      const chunk = candidates.slice(from, from + CHUNK)
      const standings = await request.standingsOf(chunk)
      for (const person of chunk) {
        const accepted = taken.length < most ? accept(person, standings.get(person.row) ?? 'none') : undefined
        if (accepted === undefined) continue
        taken.push(accepted)
        used.add(person.row)
      }
    }
    return taken
  }
  const unseen = (person: DemoPerson, standing: Standing) => (standing === 'none' ? person : undefined)
  const settled = (person: DemoPerson, standing: Standing) =>
    typeof standing === 'object' && standing.community === person.community ? person : undefined
  return {
    ofPool: (pool: Pool, most: number): Promise<DemoPerson[]> =>
      pool === 'registered'
        ? take(most, person => poolOf(person, request) === 'local' && isUrban(person.community), settled)
        : take(most, person => poolOf(person, request) === pool, unseen),
    /** Adults who are named nowhere else of their sex and year of birth: a call finds them or nobody. */
    caller: async (isRegistered: boolean): Promise<PlannedCall | undefined> => {
      const mayCall = (person: DemoPerson) => {
        const pool = poolOf(person, request)
        return (pool === 'local' || (pool === 'outsider' && isRegistered)) && isAlone(request.people, person)
      }
      const accept = (person: DemoPerson, standing: Standing): PlannedCall | undefined => {
        if (isRegistered) return typeof standing === 'object' ? { row: person.row, community: standing.community } : undefined
        return standing === 'none' ? { row: person.row, community: null } : undefined
      }
      const wangs = await take(1, person => person.name.startsWith('王') && mayCall(person), accept)
      return wangs[0] ?? (await take(1, mayCall, accept))[0]
    },
  }
}

const isAlone = (people: readonly DemoPerson[], { row, name, sex, birthDate }: DemoPerson): boolean =>
  !people.some(
    other =>
      other.row !== row && other.name === name && other.sex === sex && other.birthDate.slice(0, 4) === birthDate.slice(0, 4),
  )

/** The next community of the demo that is not a village. */
const nextCommunity = (people: readonly DemoPerson[], community: string): string => {
  const all = [...new Set(people.map(person => person.community).filter(isUrban))].sort()
  return all[(all.indexOf(community) + 1) % all.length] ?? community
}

/** The rows of one kind of lesson; the last answer of the run before is not the first of this one. */
const drawRows = async (
  { people, nth }: PlanRequest,
  pools: ReturnType<typeof openPools>,
  kind: LessonKind,
): Promise<PlannedRow[]> => {
  const facts = factsOf(kind)
  const rows: PlannedRow[] = []
  for (const [at, person] of (await pools.ofPool(LESSONS[kind].pool, LESSONS[kind].count)).entries()) {
    const fact = facts[(nth + at) % facts.length]
    const [other] = kind === 'name' ? await pools.ofPool('local', 1) : []
    if (fact === undefined || (kind === 'name' && !other)) continue
    rows.push({
      row: person.row,
      fact,
      ...(other ? { named: other.row } : {}),
      ...(kind === 'elsewhere' ? { community: nextCommunity(people, person.community) } : {}),
    })
  }
  return rows
}

/** Draws a run; undefined where too few of the demo's people are left. */
export const drawPlan = async (request: PlanRequest): Promise<Plan | undefined> => {
  const { nth } = request
  const pools = openPools(request)
  const rows: PlannedRow[] = []
  for (const kind of LESSON_KINDS) rows.push(...(await drawRows(request, pools, kind)))
  const calls = [await pools.caller(nth % 2 === 0), await pools.caller(nth % 2 !== 0)].filter(call => call !== undefined)
  const clean = rows.filter(({ fact }) => fact === 'clean.plain').length
  const cases = rows.filter(({ fact }) => isCase(fact)).length
  if (clean < LESSONS.clean.count || cases < FEWEST_CASES || calls.length < 2) return undefined
  const random = createRandom(nth, 1)
  const order = rows.map(row => ({ row, at: random.unit() })).sort((a, b) => a.at - b.at)
  return { rows: order.map(({ row }) => row), calls }
}
