import { expect, it } from 'vitest'
import type { ImportPreview } from '../../../api/index.ts'
import { undecidedSheets, withColumn, withSheet } from './reading.ts'

const column = (header: string, field: string | null) => ({ header, field, title: null, isByContent: false, samples: [] })
const preview: ImportPreview = {
  encoding: null,
  format: 'xlsx',
  sheet: '名单',
  headerRow: 1,
  columns: [column('甲', 'name'), column('乙', null), column('丙', 'number')],
  missing: [],
  notes: [],
  fields: [],
  sheets: [
    { name: '名单', isRead: true, isHidden: false, people: null },
    { name: '旧名单', isRead: false, isHidden: false, people: 12 },
    { name: '说明', isRead: false, isHidden: false, people: 0 },
  ],
  isRemembered: false,
  questions: [],
}

it('a field that is given to another column leaves the one before', () => {
  expect(withColumn(preview, null, 1, 'name').columns).toEqual([
    { column: 0, field: null },
    { column: 1, field: 'name' },
    { column: 2, field: 'number' },
  ])
})

it('a sheet with people has to be left out by a person', () => {
  expect(undecidedSheets(preview, null).map(sheet => sheet.name)).toEqual(['旧名单'])
  const left = withSheet(null, '旧名单', true)
  expect(undecidedSheets(preview, left)).toEqual([])
  expect(withSheet(left, '旧名单', false).leaveOut).toEqual([])
})
