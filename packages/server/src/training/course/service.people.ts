/**
 * People of a demo, read from the files that the demo itself made: never from a table, in which somebody might have imported real people.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { holdsFrom, readDisqualificationRow, readPopulationRow } from '@mingce/domain/population'
import { columnsOf, type FieldOf, type FileKind } from '@mingce/domain/registration'
import type { ColumnMap } from '@mingce/domain/standards'
import { countyCodes } from '../../platform/areas/index.ts'
import { openTable } from '../../platform/files/index.ts'
import { DISQUALIFICATIONS_FILE, POPULATION_FILE } from '../synth/index.ts'

export interface DemoPerson {
  /** In population.csv. */
  readonly row: number
  readonly name: string
  readonly number: string
  readonly sex: 'M' | 'F'
  readonly birthDate: string
  readonly community: string
  readonly hukouArea: string
  readonly status: 'present' | 'deceased' | 'moved-out'
  /** Deprived of political rights, or suspended, on election day. */
  readonly ground: 'deprived' | 'suspended' | null
}

/** Whether the data folder has the files of a demo. */
export const hasDemoFiles = (dataDir: string): boolean => existsSync(join(dataDir, 'demo', POPULATION_FILE))

const readAll = async <K extends FileKind, R>(
  path: string,
  kind: K,
  read: (cells: readonly string[], columns: ColumnMap<FieldOf<K>>) => R,
): Promise<{ readonly row: number; readonly said: R }[]> => {
  const table = await openTable(path, { columns: columnsOf(kind) })
  if (!table.ok) throw new Error(`${path}: ${table.error.code}`)
  const rows: { row: number; said: R }[] = []
  for await (const { rowNos, cells } of table.value.rows())
    for (const [at, line] of cells.entries()) rows.push({ row: rowNos[at] ?? 0, said: read(line, table.value.columns) })
  return rows
}

/** Everybody in the demo's files whose number is theirs alone, in the order of the file. */
export const readDemoPeople = async (dataDir: string, pollingDay: string): Promise<DemoPerson[]> => {
  const areas = countyCodes()
  const directory = join(dataDir, 'demo')
  const disqualified = await readAll(join(directory, DISQUALIFICATIONS_FILE), 'disqualifications', (cells, columns) =>
    readDisqualificationRow(cells, columns, areas),
  )
  const grounds = new Map(
    disqualified
      .filter(({ said }) => holdsFrom(said.fromDate ?? '', said.sentenceFrom) <= pollingDay)
      .filter(({ said }) => said.toDate === null || said.toDate >= pollingDay)
      .map(({ said }) => [said.number, said.ground]),
  )
  const population = await readAll(join(directory, POPULATION_FILE), 'population', (cells, columns) =>
    readPopulationRow(cells, columns, areas),
  )
  const times = new Map<string | null, number>()
  for (const { said } of population) times.set(said.number, (times.get(said.number) ?? 0) + 1)
  return population.flatMap(({ row, said }): DemoPerson[] => {
    const { name, number, sex, birthDate, community, hukouArea, status } = said
    if (!name || !number || !sex || !birthDate || !community || !hukouArea || times.get(number) !== 1) return []
    return [{ row, name, number, sex, birthDate, community, hukouArea, status, ground: grounds.get(number) ?? null }]
  })
}
