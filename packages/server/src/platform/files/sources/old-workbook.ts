/**
 * Workbooks of old and foreign formats (.xls, .et, .ods, .xlsb, XML of 2003, web pages named .xls), read whole in a process of its own by
 * SheetJS: their formats cannot be read as a stream, and the memory for them is limited.
 */
import { fail, ok, type Result } from '@mingce/domain/result'
import { runIsolated } from '../isolated.ts'
import type { Merge } from '../shape/index.ts'
import { type TableFault, tableFaults } from './faults.ts'
import { MOST_OLD_BYTES } from './limits.ts'

export interface OldInput {
  readonly path: string
  readonly kind: 'workbook' | 'html'
}

export interface OldSheet {
  readonly name: string
  readonly isHidden: boolean
  readonly rows: readonly string[][]
  readonly rowNos: readonly number[]
  readonly merges: readonly Merge[]
  readonly hidden: readonly number[]
}

export type OldWorkbook =
  | { readonly kind: 'sheets'; readonly sheets: readonly OldSheet[] }
  | { readonly kind: 'too-large' | 'password' | 'damaged' }

const PROGRAM = new URL(import.meta.url.replace(/old-workbook\.(ts|js)$/, 'old-workbook-program.$1'))
const LIMITS = { heapMB: 1024, deadlineMs: 60_000 }

export const readOldWorkbook = async (input: OldInput, size: number): Promise<Result<readonly OldSheet[], TableFault>> => {
  const tooLarge = fail(tableFaults.tooLarge(MOST_OLD_BYTES >> 20))
  if (size > MOST_OLD_BYTES) return tooLarge
  const read = await runIsolated<OldInput, OldWorkbook>(PROGRAM, input, LIMITS)
  if (!read.ok || read.value.kind === 'too-large') return tooLarge
  if (read.value.kind === 'password') return fail(tableFaults.password)
  return read.value.kind === 'sheets' ? ok(read.value.sheets) : fail(tableFaults.damaged)
}
