/** The lists of parts as a file: written with what holds now, read as the lists of the communities that it names. */
import { PARTS_COLUMNS, readPartsRow } from '@mingce/domain/district'
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import { narrowColumns } from '@mingce/domain/standards'
import { type Context, visibleArea } from '../../access/index.ts'
import { electionCommunities } from '../../district/index.ts'
import { openCommunities } from '../../platform/areas/index.ts'
import { BYTE_ORDER_MARK, csvLines, readWholeTable } from '../../platform/files/index.ts'
import {
  changeParts,
  type Failure,
  findDividedCommunities,
  invalidParts,
  openForParts,
  type PartsChange,
  type PartsChanged,
} from './service.ts'

const MOST_ROWS = 50_000

/** The lists as CSV, in the columns that the import reads. */
export const exportParts = async (ctx: Context, electionId: string): Promise<Result<{ name: string; csv: string }, Failure>> => {
  const found = await findDividedCommunities(ctx, electionId)
  if (!found.ok) return found
  const rows = found.value.flatMap(({ community, parts }) =>
    parts.map(({ name, population }) => [community.code, community.name, name, String(population)]),
  )
  const header = ['社区代码', '社区名称', '小组', '人口']
  return ok({ name: `社区小组-${electionId}.csv`, csv: BYTE_ORDER_MARK + csvLines([header, ...rows]) })
}

/** Reads lists from a CSV or XLSX file: each community that it names gets the parts of its rows. All or none. */
export const importParts = async (ctx: Context, electionId: string, path: string): Promise<Result<PartsChanged, Failure>> => {
  const election = await openForParts(ctx, electionId)
  if (!election.ok) return election
  const { areaCode } = election.value
  const read = await readWholeTable(path, { columns: PARTS_COLUMNS, maxRows: MOST_ROWS })
  if (!read.ok) return fail({ code: 'parts.unreadable', text: read.error.text, next: read.error.next })
  const columns = narrowColumns(read.value.table.columns, PARTS_COLUMNS)
  const codes = await openCommunities(ctx.database, areaCode)
  const names = new Map((await electionCommunities(ctx.database, areaCode)).map(({ code, name }) => [code, name]))
  const area = visibleArea(ctx.actor, areaCode) ?? ''
  const changes = new Map<string, PartsChange & { parts: PartsChange['parts'][number][] }>()
  const faults: { rowNo: number; text: Text }[] = []
  for (const { rowNo, cells } of read.value.rows) {
    const row = readPartsRow(cells, columns)
    if ('fault' in row) {
      faults.push({ rowNo, text: row.fault })
      continue
    }
    const { community: written, part, population } = row.row
    const community = codes(written)
    if (community === null || !community.startsWith(area)) {
      const zh = `您的工作区域内没有社区“${written}”`
      faults.push({ rowNo, text: { zh, en: `There is no community “${written}” in your area` } })
      continue
    }
    const change = changes.get(community) ?? { community, name: names.get(community) ?? '', parts: [] }
    change.parts.push({ name: part, population, rowNo })
    changes.set(community, change)
  }
  return faults.length > 0 ? fail(invalidParts(faults)) : changeParts(ctx, election.value, [...changes.values()])
}
