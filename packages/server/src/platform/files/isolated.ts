/**
 * Runs a program of ours in a process of its own, with limits on memory and time: for files that cannot be read in bounded steps. A worker
 * thread would not do: its limits do not hold inside JSON.parse, which then ends the whole server (docs/adr/0013-foreign-files.md).
 */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { fail, ok, type Result } from '@mingce/domain/result'
import { findProgram } from '../threads/index.ts'

export interface IsolatedLimits {
  /** Heap of the process in megabytes. */
  readonly heapMB: number
  readonly deadlineMs: number
}

/** `gave-up`: the process needed more memory or time than it may have. */
export type IsolatedFault = 'gave-up'

interface Order<Input> {
  readonly input: Input
  readonly deadlineMs: number
}
interface Answer<Output> {
  readonly answer: Output
}

/** Tests run from TypeScript sources, which Vite loads. */
const LOADER = `import { runnerImport } from 'vite'
await runnerImport(process.argv[1])`

const wordsFor = (program: URL): string[] => {
  const { path, isSource } = findProgram(program)
  return isSource ? ['--input-type=module', '-e', LOADER, path] : [path]
}

const run = <Input, Output>(
  program: URL,
  input: Input,
  { heapMB, deadlineMs }: IsolatedLimits,
): Promise<Result<Output, IsolatedFault>> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [`--max-old-space-size=${heapMB}`, ...wordsFor(program)], {
      cwd: fileURLToPath(new URL('../../..', import.meta.url)),
      // No keys and no address of the database: the program reads a file that somebody sent.
      env: {},
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    let result: Result<Output, IsolatedFault> = fail('gave-up')
    const timer = setTimeout(() => child.kill('SIGKILL'), deadlineMs)
    child.once('message', (message: Answer<Output>) => {
      result = ok(message.answer)
    })
    child.once('error', error => {
      clearTimeout(timer)
      reject(error)
    })
    child.once('close', () => {
      clearTimeout(timer)
      resolve(result)
    })
    const order: Order<Input> = { input, deadlineMs }
    // A process that ends before it reads this has no answer.
    child.send(order, () => undefined)
  })

let last: Promise<unknown> = Promise.resolve()

/**
 * Runs `program`, which calls `answerIsolated`, with `input`, and returns its answer; both are cloned (structured clone). One program runs at
 * a time, so that the memory of all of them is limited too.
 */
export const runIsolated = <Input, Output>(
  program: URL,
  input: Input,
  limits: IsolatedLimits,
): Promise<Result<Output, IsolatedFault>> => {
  const turn = last.then(() => run<Input, Output>(program, input, limits))
  last = turn.catch(() => undefined)
  return turn
}

/** The program's side: answers one order and ends. Ends at the deadline too when the server is gone. */
export const answerIsolated = <Input, Output>(handler: (input: Input) => Promise<Output>): void => {
  process.once('message', (order: Order<Input>) => {
    const watch = `setTimeout(() => process.kill(process.pid, 'SIGKILL'), ${Number(order.deadlineMs)})`
    new Worker(watch, { eval: true }).unref()
    handler(order.input).then(
      answer => process.send?.({ answer } satisfies Answer<Output>, () => process.exit()),
      () => process.exit(1),
    )
  })
}
