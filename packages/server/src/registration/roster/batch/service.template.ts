/** Empty workbooks with the columns of a kind of file: the first is required, and all cells are texts, so that numbers keep their digits. */
import type { Readable } from 'node:stream'
import { COLUMNS } from '@mingce/domain/registration'
import { tableStream } from '../../../platform/files/index.ts'
import type { ImportKind } from '../schema.ts'

const NAMES: Readonly<Record<ImportKind, string>> = {
  registrations: '登记名单模板',
  population: '人口底册模板',
  disqualifications: '剥夺停止选举权利人员模板',
  'previous-roll': '上届名册模板',
}

async function* none(): AsyncGenerator<string[][]> {}

export const openTemplate = (kind: ImportKind): { readonly name: string; readonly content: Readable } => {
  const columns = [...COLUMNS[kind]]
  const required = columns.filter(column => column.required)
  const header = [...required, ...columns.filter(column => !column.required)].map(({ zh }) => zh)
  return { name: `${NAMES[kind]}.xlsx`, content: tableStream('xlsx', { name: '名单', header, rows: none() }) }
}
