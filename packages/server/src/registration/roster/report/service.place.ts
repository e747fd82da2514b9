/** Where the per-row report of an import is written, checked before the import starts. */
import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { fail, ok, type Result, type Text } from '@mingce/domain/result'

export interface ReportPlaceFailure {
  readonly code: 'import.report-place'
  readonly text: Text
  readonly next: Text
}

const NEXT: Text = {
  zh: '请指定已有且可写入的文件夹中的文件',
  en: 'Give a file in an existing folder that you can write to',
}

const findReason = async (path: string): Promise<Text | null> => {
  const folder = dirname(path)
  const parent = await stat(folder).catch(() => undefined)
  if (!parent?.isDirectory()) return { zh: `没有文件夹 ${folder}`, en: `there is no folder ${folder}` }
  const existing = await stat(path).catch(() => undefined)
  if (existing?.isDirectory()) return { zh: `${path} 是文件夹`, en: `${path} is a folder` }
  const writable = await access(existing ? path : folder, constants.W_OK).then(
    () => true,
    () => false,
  )
  return writable
    ? null
    : { zh: `没有写入 ${existing ? path : folder} 的权限`, en: `no permission to write to ${existing ? path : folder}` }
}

/** Can a report be written to `file`? An import that could not give its report back is not started. */
export const checkReportPlace = async (file: string): Promise<Result<null, ReportPlaceFailure>> => {
  const reason = await findReason(resolve(file))
  if (reason === null) return ok(null)
  const text = {
    zh: `逐行结果不能保存：${reason.zh}。导入没有开始`,
    en: `The report cannot be written: ${reason.en}. The import was not started`,
  }
  return fail({ code: 'import.report-place', text, next: NEXT })
}
