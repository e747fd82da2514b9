/** The practice file of a run, and what the office knows besides it. Both are made anew from the plan whenever they are asked for. */
import { BYTE_ORDER_MARK, csvLines } from '../../platform/files/index.ts'
import { kindOf } from './lessons.ts'
import type { Plan, PlannedRow } from './plan.ts'
import type { DemoPerson } from './service.people.ts'

const HEADER = ['姓名', '公民身份号码', '性别', '社区代码']

export const fileNameOf = (nth: number): string => `练习名单-${nth}.csv`

/** The digit before the last is another: the check digit does not fit then. */
const mistype = (number: string): string => `${number.slice(0, 16)}${(Number(number[16]) + 1) % 10}${number.slice(17)}`

/** The name that the file has for the person. */
const nameIn = (people: ReadonlyMap<number, DemoPerson>, { fact, named }: PlannedRow, person: DemoPerson): string => {
  const other = named === undefined ? undefined : people.get(named)
  if (!other) return person.name
  if (fact === 'name.other-person') return other.name
  const given = [...other.name].slice(1).join('')
  const renamed = `${[...person.name][0] ?? ''}${given}`
  return renamed === person.name ? `${renamed}${given}` : renamed
}

export interface FiledPerson {
  readonly person: DemoPerson
  readonly planned: PlannedRow
  /** Row in the practice file; the header is row 1. */
  readonly row: number
  readonly name: string
  readonly number: string
  readonly sex: 'M' | 'F'
  readonly community: string
}

/** The rows of the practice file. @throws where the demo's own files are not those that the run was drawn from */
export const fileRows = (plan: Plan, people: ReadonlyMap<number, DemoPerson>): FiledPerson[] =>
  plan.rows.map((planned, at) => {
    const person = people.get(planned.row)
    if (!person) throw new Error(`population.csv of the demo has no row ${planned.row}`)
    const { number, sex } = person
    const kind = kindOf(planned.fact)
    return {
      person,
      planned,
      row: at + 2,
      name: nameIn(people, planned, person),
      number: kind === 'mistyped' ? mistype(number) : number,
      sex: kind === 'sex' ? (sex === 'M' ? 'F' : 'M') : sex,
      community: planned.community ?? person.community,
    }
  })

export const practiceFile = (rows: readonly FiledPerson[]): string =>
  BYTE_ORDER_MARK +
  csvLines([HEADER, ...rows.map(({ name, number, sex, community }) => [name, number, sex === 'M' ? '男' : '女', community])])
