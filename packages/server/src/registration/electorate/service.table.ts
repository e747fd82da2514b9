/** The committee's list as a file: written with what holds now, read as changes of it. */
import { ELECTORATE_COLUMNS, ELECTORATE_WORDS, type ElectorateRow, readElectorateRow } from '@mingce/domain/district'
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import { narrowColumns } from '@mingce/domain/standards'
import type { Context } from '../../access/index.ts'
import { findElectingCommunities } from '../../district/index.ts'
import { openCommunities } from '../../platform/areas/index.ts'
import { BYTE_ORDER_MARK, csvLines, readWholeTable } from '../../platform/files/index.ts'
import { changeList, type Failure, getElectorate, invalid, type ListChange, type ListChanged, openForChange } from './service.ts'

const MOST_ROWS = 50_000

/** The list as CSV, in the columns that the import reads; communities that only their code suggests have no document yet. */
export const exportElectorate = async (
  ctx: Context,
  electionId: string,
): Promise<Result<{ name: string; csv: string }, Failure>> => {
  const found = await getElectorate(ctx, electionId)
  if (!found.ok) return found
  const { communities, units, districts } = found.value
  const words = ELECTORATE_WORDS
  const names = new Map(districts.map(({ code, name }) => [code, name]))
  const rows = [
    ELECTORATE_COLUMNS.map(({ zh }) => zh),
    ...communities.map(({ code, name, elects, document }) => [
      words.kind.community,
      name,
      code,
      words.elects[elects],
      '',
      '',
      '',
      document ?? '',
    ]),
    ...units.map(unit => [
      words.kind.unit,
      unit.name,
      unit.community?.code ?? '',
      '',
      words.statute[unit.statute],
      unit.agreement === null ? '' : words.agreement[unit.agreement],
      unit.district === null ? '' : (names.get(unit.district) ?? unit.district),
      unit.document ?? '',
    ]),
  ]
  return ok({ name: `乡级选民-${electionId}.csv`, csv: BYTE_ORDER_MARK + csvLines(rows) })
}

interface ReadRow {
  readonly rowNo: number
  readonly read: ReturnType<typeof readElectorateRow>
}

/** Rows with their communities found; those that hold already are left out. */
const gatherRows = (
  rows: readonly ReadRow[],
  codes: (written: string) => string | null,
  holds: (row: ElectorateRow, code: string) => boolean,
): ListChange & { readonly faults: readonly { rowNo: number; text: Text }[] } => {
  const communities: ListChange['communities'][number][] = []
  const units: ListChange['units'][number][] = []
  const faults: { rowNo: number; text: Text }[] = []
  for (const { rowNo, read } of rows) {
    if ('fault' in read) {
      faults.push({ rowNo, text: read.fault })
      continue
    }
    const { row } = read
    const code = row.community === null ? null : codes(row.community)
    if (row.community !== null && code === null) {
      const zh = `没有社区“${row.community}”，请核对名称或代码`
      faults.push({ rowNo, text: { zh, en: `There is no community “${row.community}”; check its name or code` } })
    } else if (row.kind === 'unit') units.push({ ...row, community: code, rowNo })
    else if (code !== null && !holds(row, code)) communities.push({ code, elects: row.elects, document: row.document, rowNo })
  }
  return { communities, units, faults }
}

/**
 * Reads the list from a CSV or XLSX file. A community whose row has no document and says what holds already is left as it is, so that an
 * exported file can be sent back with some rows confirmed.
 */
export const importElectorate = async (ctx: Context, electionId: string, path: string): Promise<Result<ListChanged, Failure>> => {
  const election = await openForChange(ctx, electionId)
  if (!election.ok) return election
  const read = await readWholeTable(path, { columns: ELECTORATE_COLUMNS, maxRows: MOST_ROWS })
  if (!read.ok) return fail({ code: 'electorate.unreadable', text: read.error.text, next: read.error.next })
  const columns = narrowColumns(read.value.table.columns, ELECTORATE_COLUMNS)
  const codes = await openCommunities(ctx.database, election.value.areaCode)
  const now = new Map((await findElectingCommunities(ctx.database, electionId)).map(row => [row.code, row.elects]))
  const holds = (row: ElectorateRow, code: string) =>
    row.kind === 'community' && row.document === null && now.get(code) === row.elects
  const change = gatherRows(
    read.value.rows.map(({ rowNo, cells }) => ({ rowNo, read: readElectorateRow(cells, columns) })),
    codes,
    holds,
  )
  return change.faults.length > 0 ? fail(invalid(change.faults)) : changeList(ctx, election.value, change)
}
