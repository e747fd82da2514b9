/** Is this server ready: can it write to the database and to its data folder? */
import path from 'node:path'
import type { Text } from '@mingce/domain/result'
import type { Clock } from '../../platform/clock/index.ts'
import { type Database, DatabaseRefusal } from '../../platform/database/index.ts'
import { describeFault } from '../../platform/faults/index.ts'
import { findWriteFault } from '../../platform/files/index.ts'
import { writeProbe } from './store.ts'

/** `ok`, or the code and words of what is wrong. No address, user or path: anybody may ask. */
type Part = 'ok' | { readonly code: string; readonly text: Text }

export interface Readiness {
  readonly ok: boolean
  readonly database: Part
  readonly files: Part
}

/** A part that answers nothing for so long is not ready. */
const ANSWER_MS = 4_300
/** Within this time the same answer serves all who ask, so that nobody can make the server write much. */
const KEPT_MS = 1_000

const SILENT: Part = { code: 'no-answer', text: { zh: '没有回应', en: 'No answer' } }

const partOf = async (probe: Promise<Part>): Promise<Part> => {
  let timer: NodeJS.Timeout | undefined
  const silent = new Promise<Part>(resolve => {
    timer = setTimeout(() => resolve(SILENT), ANSWER_MS)
  })
  try {
    return await Promise.race([probe, silent])
  } finally {
    clearTimeout(timer)
  }
}

const unknown: Part = { code: 'unknown', text: { zh: '出错，详见服务器日志', en: 'An error; see the log of the server' } }

const probeDatabase = async (database: Database, clock: Clock): Promise<Part> => {
  try {
    await writeProbe(database, clock.now())
    return 'ok'
  } catch (error) {
    const fault = describeFault(error)
    if (fault) return { code: fault.code, text: fault.text }
    return error instanceof DatabaseRefusal ? { code: 'store.refused', text: error.text } : unknown
  }
}

const probeFiles = async (dataDir: string): Promise<Part> => {
  try {
    const text = await findWriteFault(path.join(dataDir, 'probe'))
    return text === null ? 'ok' : { code: 'files.not-writable', text }
  } catch {
    return unknown
  }
}

/** Answers whether the server is ready; asked by a load balancer every few seconds. */
export const openReadiness = (database: Database, clock: Clock, dataDir: string): (() => Promise<Readiness>) => {
  let kept: { readonly at: number; readonly answer: Promise<Readiness> } | undefined
  const ask = async (): Promise<Readiness> => {
    const [inDatabase, inFiles] = await Promise.all([partOf(probeDatabase(database, clock)), partOf(probeFiles(dataDir))])
    return { ok: inDatabase === 'ok' && inFiles === 'ok', database: inDatabase, files: inFiles }
  }
  return () => {
    const at = performance.now()
    if (kept === undefined || at - kept.at > KEPT_MS) kept = { at, answer: ask() }
    return kept.answer
  }
}
