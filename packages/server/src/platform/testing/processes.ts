/** Child processes for tests of locks, crashes and system calls. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

// Vite loads the TypeScript source, as it does for the tests themselves, so nothing has to be built.
const loader = `import { runnerImport } from 'vite'
process.argv.splice(1, 0, 'mingce')
await runnerImport(process.argv[2])`

export interface Child {
  readonly process: ChildProcessWithoutNullStreams
  /** Lines of standard output; ends with the process. */
  readonly lines: AsyncIterableIterator<string>
  /** The exit status, and what was written to standard error. */
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null; errors: string }>
}

/** Starts the program in the TypeScript file `program` (a file URL) with the arguments `words`; `under` is a command to run it under, such as strace. */
export function startChild(program: URL, words: readonly string[], under: readonly string[] = []): Child {
  const command = [...under, process.execPath, '--input-type=module', '-e', loader, fileURLToPath(program), ...words]
  const child = spawn(command[0] ?? '', command.slice(1), { cwd: fileURLToPath(new URL('../../..', import.meta.url)) })
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
