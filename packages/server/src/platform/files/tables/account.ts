/** Counts the people of a file while it is read: everybody is read, or named as not read. */
import type { Text } from '@mingce/domain/result'
import type { ReadRow } from '../shape/index.ts'
import { MOST_OTHER_ROWS, TableBroken, tableFaults } from '../sources/index.ts'
import { Account, type NotRead, type SkippedRows } from './table.ts'

/** Places that a note names. */
const NAMED = 20

export interface RunningAccount {
  begin(sheet: string | null): void
  /** A row that holds one person and nothing else. */
  addOne(): void
  add(sheet: string | null, rowNo: number, row: ReadRow): void
  addHidden(): void
  readonly skipped: SkippedRows
  notes(): Text[]
  close(): Account
}

/** `unread`: sheets that are not read. Of single rows with people that were not read, the first are kept and the others summed. */
export const openAccount = (unread: readonly NotRead[]): RunningAccount => {
  const skipped = { empty: 0, totals: 0, headers: 0, captions: 0 }
  const rows: NotRead[] = []
  const perSheet: { name: string | null; read: number }[] = []
  let [people, read, more, hidden] = [unread.reduce((sum, one) => sum + one.people, 0), 0, 0, 0]

  const addRead = (count: number): void => {
    read += count
    people += count
    const sheet = perSheet.at(-1)
    if (sheet) sheet.read += count
  }
  const addMissed = (sheet: string | null, rowNo: number, missed: number): void => {
    people += missed
    if (rows.length < NAMED) rows.push({ sheet, rowNo, people: missed })
    else more += missed
  }
  const notRead = (): NotRead[] => [...unread, ...rows, ...(more > 0 ? [{ sheet: null, rowNo: null, people: more }] : [])]

  const missedNote = (): Text[] => {
    if (rows.length === 0) return []
    const count = rows.reduce((sum, one) => sum + one.people, more)
    const zh = rows
      .map(({ sheet, rowNo }) => `${sheet !== null && perSheet.length > 1 ? `“${sheet}”` : ''}第${rowNo}行`)
      .join('、')
    const en = rows
      .map(({ sheet, rowNo }) => `${sheet !== null && perSheet.length > 1 ? `“${sheet}” ` : ''}row ${rowNo}`)
      .join(', ')
    return [
      {
        zh: `还有${count}个身份证号没有读入：${zh}${more > 0 ? '等' : ''}。请查看这些行，需要登记的另行报送`,
        en: `${count} more ID numbers were not read: ${en}${more > 0 ? ' and others' : ''}. Look at these rows, and send the people who are to be registered`,
      },
    ]
  }
  const sheetNotes = (): Text[] => {
    if (perSheet.length < 2) return []
    const named = perSheet.slice(0, NAMED)
    const rest = perSheet.length - named.length
    return [
      {
        zh: `读了${perSheet.length}张工作表：${named.map(one => `“${one.name ?? ''}”${one.read}人`).join('，')}${rest > 0 ? '等' : ''}；行号按各表顺序连续编排`,
        en: `${perSheet.length} sheets were read: ${named.map(one => `“${one.name ?? ''}” ${one.read} people`).join(', ')}${rest > 0 ? ' and others' : ''}; row numbers go on from one sheet to the next`,
      },
    ]
  }

  return {
    skipped,
    begin: name => void perSheet.push({ name, read: 0 }),
    addOne: () => addRead(1),
    add(sheet, rowNo, row) {
      if (row.people.length > 0) addRead(row.people.length)
      else if (row.kind === 'empty') skipped.empty++
      else if (row.kind === 'total') skipped.totals++
      else if (row.kind === 'caption') skipped.captions++
      else if (row.kind === 'header' && row.isRepeated) skipped.headers++
      if (row.missed > 0) addMissed(sheet, rowNo, row.missed)
      if (skipped.headers + skipped.empty + skipped.totals + skipped.captions > MOST_OTHER_ROWS)
        throw new TableBroken(tableFaults.tooManyOtherRows)
    },
    addHidden: () => void hidden++,
    notes: () => [
      ...sheetNotes(),
      ...(hidden === 0
        ? []
        : [
            {
              zh: `有${hidden}行在表中隐藏或被筛选掉，也读入了`,
              en: `${hidden} ${hidden === 1 ? 'row is' : 'rows are'} hidden or filtered away in the sheet and ${hidden === 1 ? 'was' : 'were'} read`,
            },
          ]),
      ...missedNote(),
    ],
    close: () => Account.of(people, read, notRead()),
  }
}
