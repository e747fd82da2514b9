/** Expected failures of imports, and which exceptions are one of them. */
import type { Text } from '@mingce/domain/result'
import { type Context, OTHER_OFFICER_FAILURES } from '../../access/index.ts'
import { ELECTION_FAILURES } from '../../election/index.ts'
import { DatabaseUnreachable } from '../../platform/database/index.ts'
import { describeFault } from '../../platform/faults/index.ts'
import { describeFileFault, TableBroken } from '../../platform/files/index.ts'
import { type FailureTable, failuresOf, HTTP_FAILURES } from '../../platform/http/index.ts'
import type { ImportKind } from '../../population/index.ts'
import { ImportHeld } from './service.limits.ts'

/**
 * Rows of one import on the embedded store. It has one connection: while the rows are saved, in one transaction, everybody else waits
 * (docs/adr/0013-foreign-files.md has the times).
 */
export const EMBEDDED_MOST_ROWS = { registrations: 60_000, population: 200_000 } as const

export const ROSTER_FAILURES = {
  ...ELECTION_FAILURES,
  'not-found': HTTP_FAILURES['not-found'],
  'import.unknown': {
    status: 404,
    text: { zh: '没有这次导入，或不在您的工作区域内', en: 'This import does not exist, or is not in your area' },
  },
  'import.no-report': {
    status: 404,
    text: { zh: '这次导入没有逐行结果', en: 'This import has no row report' },
    next: { zh: '导入完成后再下载', en: 'Download it when the import is done' },
  },
  'import.report-place': {
    status: 422,
    text: {
      zh: '逐行结果不能保存到指定的位置，导入没有开始',
      en: 'The report cannot be written to the given place; the import was not started',
    },
    next: { zh: '请指定已有且可写入的文件夹中的文件', en: 'Give a file in an existing folder that you can write to' },
  },
  'import.report-failed': {
    status: 409,
    text: { zh: '逐行结果没有写成', en: 'The report could not be written' },
    next: { zh: '腾出磁盘空间，或换一个位置，再试一次', en: 'Free space on the disk or choose another place, then try again' },
  },
  'import.report-not-due': {
    status: 409,
    text: {
      zh: '这次导入没有待写的逐行结果，或所需的数据已经清除',
      en: 'This import has no report that is still to be written, or what it would be made from is gone',
    },
  },
  'import.other-file': {
    status: 409,
    text: { zh: '文件与导入时的不同', en: 'This is not the file that was imported' },
    next: { zh: '请用导入时的原文件', en: 'Use the file as it was imported' },
  },
  'import.held': {
    status: 409,
    text: {
      zh: '文件等待审核，没有保存任何一行：同一姓名和出生日期带有不同身份证号的行过多，或今天查得在别处登记的人过多',
      en: 'The file waits for an officer and no row was saved: too many rows have another ID number for the same name and birth date, or too many people were found registered elsewhere today',
    },
    next: {
      zh: '请另一名有审核权限的工作人员在“导入”中查看；命令行上核对文件来源后加 --checked "理由" 再导入',
      en: 'Another officer who may decide looks at it under “Imports”; on the command line, check where the file comes from and import again with --checked "reason"',
    },
  },
  'import.not-held': {
    status: 409,
    text: { zh: '这次导入不在等待审核', en: 'This import does not wait for an officer' },
    next: { zh: '刷新后再看', en: 'Reload and look again' },
  },
  'batch.unknown': {
    status: 404,
    text: { zh: '没有这批文件，或不是您报送的', en: 'These files do not exist, or were sent by somebody else' },
    next: { zh: '重新选择文件', en: 'Choose the files again' },
  },
  'batch.full': {
    status: 422,
    text: { zh: '一批最多1000个文件，这次的没有收下', en: 'A batch takes at most 1,000 files; these were not taken' },
    next: { zh: '先导入已经选好的，再选其余的', en: 'Import those that are chosen first, then choose the rest' },
  },
  'batch.archive': {
    status: 422,
    text: { zh: '压缩包不能打开', en: 'The archive cannot be opened' },
    next: { zh: '解压后直接选择里面的文件', en: 'Unpack it and choose the files in it' },
  },
  'refused.mended': {
    status: 409,
    text: { zh: '这一行已由同事更正', en: 'A colleague has corrected this row' },
    next: { zh: '刷新后再看', en: 'Reload and look again' },
  },
  'refused.closed': {
    status: 409,
    text: { zh: '选举已经结束，不能再更正', en: 'The election is closed; rows are not corrected any more' },
  },
  'refused.held': {
    status: 409,
    text: {
      zh: '没有保存：您今天报送的行中，查得在别处登记的人过多',
      en: 'Nothing was saved: too many people of the rows you sent today were found registered elsewhere',
    },
    next: {
      zh: '请同事办理，或明天再办',
      en: 'Ask a colleague to enter it, or enter it tomorrow',
    },
  },
  ...OTHER_OFFICER_FAILURES,
  'import.too-many-rows': {
    status: 422,
    text: {
      zh: `内置数据库一次最多导入 ${EMBEDDED_MOST_ROWS.registrations} 条登记或 ${EMBEDDED_MOST_ROWS.population} 条人口数据；更多的行会使其他人长时间等待`,
      en: `The embedded store imports at most ${EMBEDDED_MOST_ROWS.registrations} registrations or ${EMBEDDED_MOST_ROWS.population} people of a register at a time; more rows would make everybody else wait`,
    },
    next: {
      zh: '分成几个文件依次导入；一个区或更大的地区请改用 PostgreSQL（见 docs/operations.md）',
      en: 'Split the file and import the parts one after another; for a district or more use PostgreSQL (see docs/operations.md)',
    },
  },
  'import.unreadable': {
    status: 422,
    text: { zh: '文件无法读取', en: 'The file cannot be read' },
    next: {
      zh: '写明表头（姓名、公民身份号码等），另存为 .xlsx 后重新导入',
      en: 'Give it a header with the names of the columns (name, ID number …), save it as .xlsx and import it again',
    },
  },
} as const satisfies FailureTable

export type RosterFailure = keyof typeof ROSTER_FAILURES
export const rosterFailures = failuresOf<RosterFailure>(ROSTER_FAILURES)

export type ImportFailure = { readonly code: RosterFailure; readonly text?: Text; readonly next?: Text }

/** Said of an import that ended by a bug. */
export const FAILED: Text = {
  zh: '导入出错，没有保存任何一行；请重新导入，再次出错时把时间告诉管理员',
  en: 'The import failed and no row was saved. Import again; if it fails again, tell the administrator the time',
}
const notSaved = (fault: Text): Text => ({
  zh: `文件读写出错：${fault.zh}。没有保存任何一行`,
  en: `A file could not be read or written: ${fault.en}. No row was saved`,
})

/** The job that imports an upload runs again when the database is back: its import is interrupted, not failed. */
export const isInterrupted = (error: unknown, recorded: number | undefined): boolean =>
  recorded !== undefined && error instanceof DatabaseUnreachable

/** More rows than the embedded store imports at a time. */
class TooManyRows extends Error {}

/** Throws TooManyRows if an import with so many rows would keep everybody else waiting for the store. */
export const checkRowCount = ({ database }: Pick<Context, 'database'>, kind: ImportKind, rows: number): void => {
  const isRegister = kind === 'population' || kind === 'disqualifications'
  const most = isRegister ? EMBEDDED_MOST_ROWS.population : EMBEDDED_MOST_ROWS.registrations
  if (database.kind === 'pglite' && rows > most) throw new TooManyRows(`more than ${most} rows`)
}

/** What the file or the disk did to an import, of which nothing is saved then; null: the error is a bug. */
export const findImportFault = (error: unknown): (ImportFailure & { readonly text: Text }) | null => {
  if (error instanceof TooManyRows) {
    const { text, next } = ROSTER_FAILURES['import.too-many-rows']
    return { code: 'import.too-many-rows', text, next }
  }
  if (error instanceof ImportHeld) {
    const { text, next } = ROSTER_FAILURES['import.held']
    return { code: 'import.held', text, next }
  }
  if (error instanceof TableBroken) return { code: 'import.unreadable', text: error.fault.text, next: error.fault.next }
  const disk = describeFileFault(error)
  if (disk) return { code: 'import.report-failed', text: notSaved(disk) }
  const fault = describeFault(error)
  return fault && { code: 'import.unreadable', text: fault.text, next: fault.next }
}
