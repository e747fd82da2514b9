/** Writes the registers that rosters are checked against, last round's roll, and the truth: plain UTF-8 with the headers of docs/files.md. */
import { join } from 'node:path'
import { dateOfFigure } from './numbers.ts'
import type { Person, Place } from './people.ts'
import type { TruthCode } from './plan.ts'
import { createCsvFile } from './tables/index.ts'

export const POPULATION_FILE = 'population.csv'
export const DISQUALIFICATIONS_FILE = 'disqualifications.csv'
export const PREVIOUS_ROLL_FILE = 'previous-roll.csv'
export const TRUTH_FILE = 'truth.csv'

export type Status = '正常' | '死亡' | '迁出'
export type TruthOutcome = 'accepted' | 'review' | 'refused' | 'unchanged' | 'not-yet-registered'

/** A plain file with a header; each row gives its number, the header being row 1. */
const createRegister = (path: string, header: readonly string[]) => {
  const file = createCsvFile(path)
  let line = 1
  file.add(header)
  return {
    add(cells: readonly string[]): number {
      file.add(cells)
      line++
      return line
    },
    rows: () => line - 1,
    close: () => file.close(),
  }
}

export const createRegisters = (directory: string, communities: readonly Place[]) => {
  const open = (file: string, header: string) => createRegister(join(directory, file), header.split(' '))
  const population = open(
    POPULATION_FILE,
    '姓名 公民身份号码 性别 出生日期 民族 户籍区划 户籍地址 现住地址 社区代码 联系电话 状态 状态日期',
  )
  const disqualifications = open(DISQUALIFICATIONS_FILE, '姓名 公民身份号码 类别 决定机关 文书号 起始日期 截止日期')
  const previousRoll = open(PREVIOUS_ROLL_FILE, '姓名 公民身份号码 性别 社区 选区 选民小组 参加上次选举')
  const truth = open(TRUTH_FILE, 'file row code outcome')
  const made = new Map<TruthCode, number>()
  const sex = (person: Person) => (person.sex === 'M' ? '男' : '女')

  return {
    made: made as ReadonlyMap<TruthCode, number>,
    addPerson: (person: Person, status: Status, statusOn: string): number =>
      population.add([
        person.name,
        person.number,
        sex(person),
        dateOfFigure(person.birth),
        person.people,
        person.hukouArea,
        person.hukouAddress,
        person.address,
        communities[person.community]?.code ?? '',
        person.phone,
        status,
        statusOn,
      ]),
    /** `to` empty: no end. Dates 'YYYY-MM-DD', both days included. */
    addDisqualification: (person: Person, ground: 'deprived' | 'suspended', from: string, to: string): number =>
      disqualifications.add([
        person.name,
        person.number,
        ground === 'deprived' ? '剥夺政治权利' : '停止行使选举权利',
        ground === 'deprived' ? '区人民法院' : '区人民检察院',
        ground === 'deprived'
          ? `（${from.slice(0, 4)}）刑初${disqualifications.rows() + 101}号`
          : `检停〔${from.slice(0, 4)}〕${disqualifications.rows() + 11}号`,
        from,
        // A deprivation without an end is for life, and says so (CL 57).
        to === '' && ground === 'deprived' ? '终身' : to,
      ]),
    addPrevious: (person: Person, tookPart: boolean): number =>
      previousRoll.add([
        person.name,
        person.number,
        sex(person),
        communities[person.community]?.code ?? '',
        '',
        person.group,
        tookPart ? '是' : '否',
      ]),
    addTruth(file: string, row: number, code: TruthCode, outcome: TruthOutcome): void {
      truth.add([file, String(row), code, outcome])
      made.set(code, (made.get(code) ?? 0) + 1)
    },
    rows: () => ({
      population: population.rows(),
      disqualifications: disqualifications.rows(),
      previousRoll: previousRoll.rows(),
    }),
    close() {
      for (const file of [population, disqualifications, previousRoll, truth]) file.close()
    },
  }
}
export type Registers = ReturnType<typeof createRegisters>
