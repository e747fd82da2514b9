/** The data of a demo for a script: made anew, or the folder that MINGCE_DEMO names. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MINGCE } from './serve.ts'

const PEOPLE = 1500

export interface DemoFolder {
  readonly data: string
  readonly remove: () => void
}

export const makeDemoFolder = (): DemoFolder => {
  const named = process.env['MINGCE_DEMO']
  if (named) return { data: named, remove: () => undefined }
  const data = mkdtempSync(join(tmpdir(), 'mingce-demo-'))
  const remove = () => rmSync(data, { recursive: true, force: true })
  try {
    execFileSync(process.execPath, [MINGCE, 'demo', '--people', String(PEOPLE), '--no-serve', '--data', data], {
      stdio: ['ignore', 'ignore', 'inherit'],
    })
  } catch (error) {
    remove()
    throw error
  }
  return { data, remove }
}
