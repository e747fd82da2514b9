/** Reads a file of units in a process of its own: JSON.parse and the search for neighbours cannot be done in bounded steps. */
import { fail, type Result } from '@mingce/domain/result'
import { runIsolated } from '../../platform/files/index.ts'
import type { AreasFile, AreasFileError, AreasInput } from './service.areas-file.ts'

const PROGRAM = new URL(import.meta.url.replace(/areas\.(ts|js)$/, 'areas-program.$1'))
/** 32 MB of GeoJSON need 300 MB. */
const LIMITS = { heapMB: 512, deadlineMs: 20_000 }

const TOO_MUCH: AreasFileError = {
  code: 'areas.unreadable',
  text: {
    zh: '文件太复杂，读取时超出了允许的内存或时间',
    en: 'The file is too complex: reading it takes more memory or time than allowed',
  },
  next: {
    zh: '用制图软件简化边界，去掉不需要的属性后再试',
    en: 'Simplify the boundaries and remove the properties that are not needed, then try again',
  },
}

/** Reads units from a GeoJSON or a table (CSV, XLSX). */
export const readAreas = async (input: AreasInput): Promise<Result<AreasFile, AreasFileError>> => {
  const read = await runIsolated<AreasInput, Result<AreasFile, AreasFileError>>(PROGRAM, input, LIMITS)
  return read.ok ? read.value : fail(TOO_MUCH)
}
