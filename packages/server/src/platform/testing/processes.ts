/** Real processes for tests that are about processes: locks, crashes, what reaches the operating system. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

// Vite reads TypeScript from the source, as the tests themselves are read; nothing has to be built.
const loader = `import { runnerImport } from 'vite'
process.argv.splice(1, 0, 'mingce')
await runnerImport(process.argv[2])`

export interface Child {
  readonly process: ChildProcessWithoutNullStreams
  /** Lines of standard output, as they come; ends with the process. */
  readonly lines: AsyncIterableIterator<string>
  /** How it ended, and what it wrote to standard error. */
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null; errors: string }>
}

/** Starts the program in the TypeScript file `program` (a file URL) with `words`; `under` is a command before it, such as strace. */
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
