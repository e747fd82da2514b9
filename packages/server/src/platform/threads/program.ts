/**
 * Which file a process or a thread of ours runs. Tests run from TypeScript sources, which Vite loads in two seconds of a processor, for every
 * process and thread. Where the build is of these sources, testing/use-build.ts sets MINGCE_BUILT, and the built file is run.
 */
import { existsSync } from 'node:fs'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(new URL('../..', import.meta.url))

export interface Program {
  readonly path: string
  /** A source that Vite has to load. */
  readonly isSource: boolean
}

export function findProgram(program: URL): Program {
  const path = fileURLToPath(program)
  if (extname(path) !== '.ts') return { path, isSource: false }
  const built = join(here, '../dist', path.slice(here.length).replace(/\.ts$/, '.js'))
  return process.env.MINGCE_BUILT === '1' && existsSync(built) ? { path: built, isSource: false } : { path, isSource: true }
}
