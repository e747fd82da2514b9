/** Child processes for tests of locks, crashes and system calls. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { findProgram } from '../threads/index.ts'

const packageFolder = fileURLToPath(new URL('../../..', import.meta.url))
const sources = ['src', '../domain/src'].map(folder => join(packageFolder, folder))

/** Newest change of a source that a child may load, in milliseconds. */
const newestChange = (): number =>
  Math.max(
    ...sources.flatMap(folder =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter(entry => entry.isFile() && !entry.name.endsWith('.test.ts'))
        .map(entry => statSync(join(entry.parentPath, entry.name)).mtimeMs),
    ),
  )

/** Whether the build is of these sources, as scripts/build.mjs judges before the tests of a whole run. */
export const isBuilt = (): boolean => {
  const stamp = join(packageFolder, 'tsconfig.tsbuildinfo')
  return existsSync(stamp) && newestChange() <= statSync(stamp).mtimeMs
}
const LOADERS = {
  built: `process.argv.splice(1, 0, 'mingce')
await import(process.argv[2])`,
  // Vite loads the TypeScript source, as it does for the tests themselves, so nothing has to be built; a start takes five seconds more.
  source: `import { runnerImport } from 'vite'
process.argv.splice(1, 0, 'mingce')
await runnerImport(process.argv[2])`,
}

export interface Child {
  readonly process: ChildProcessWithoutNullStreams
  /** Lines of standard output; ends with the process. */
  readonly lines: AsyncIterableIterator<string>
  /** The exit status, and what was written to standard error. */
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null; errors: string }>
}

/** Starts the program in the TypeScript file `program` (a file URL) with the arguments `words`; `under` is a command to run it under, such as strace. */
export function startChild(program: URL, words: readonly string[], under: readonly string[] = []): Child {
  const { path, isSource } = findProgram(program)
  const loader = isSource ? LOADERS.source : LOADERS.built
  const command = [...under, process.execPath, '--input-type=module', '-e', loader, path, ...words]
  const child = spawn(command[0] ?? '', command.slice(1), { cwd: packageFolder })
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text
  })
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null; errors: string }>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve({ code, signal, errors }))
  })
  return { process: child, lines: createInterface(child.stdout)[Symbol.asyncIterator]() as AsyncIterableIterator<string>, ended }
}
