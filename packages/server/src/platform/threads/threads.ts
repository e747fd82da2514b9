/**
 * Work of our own that takes the processor for long, in worker threads: the event loop goes on answering requests. Files of others are read in
 * a process instead (platform/files/isolated.ts), which memory limits hold for.
 */
import { availableParallelism, constants, setPriority } from 'node:os'
import { parentPort, Worker } from 'node:worker_threads'
import { findProgram } from './program.ts'

/** A thread that answers one order after the other. */
export interface Thread<Order, Answer> {
  /** Order and answer are cloned (structured clone). Rejects with what the program threw, and when the thread ended. */
  ask(order: Order): Promise<Answer>
  close(): Promise<void>
}

type Reply<Answer> = { readonly answer: Answer } | { readonly fault: unknown }

/** Tests run from TypeScript sources, which Vite loads. */
const LOADER = `const { workerData } = require('node:worker_threads')
import('vite').then(({ runnerImport }) => runnerImport(workerData.program))`

const startWorker = (program: URL): Worker => {
  const { path, isSource } = findProgram(program)
  if (isSource) return new Worker(LOADER, { eval: true, workerData: { program: path } })
  // Not with the options of this process: those of a test run lead from the build back to the sources.
  return new Worker(path, { execArgv: [] })
}

/** Starts a thread for `program`, which calls `answerInThread`. */
export const openThread = <Order, Answer>(program: URL): Thread<Order, Answer> => {
  const worker = startWorker(program)
  let asked: { readonly resolve: (answer: Answer) => void; readonly reject: (fault: unknown) => void } | undefined
  let last: Promise<unknown> = Promise.resolve()
  let ended: unknown
  const end = (fault: unknown): void => {
    ended ??= fault
    asked?.reject(fault)
    asked = undefined
  }
  // A thread keeps the process alive only while it is asked something.
  worker.unref()
  worker.on('message', (reply: Reply<Answer>) => {
    worker.unref()
    const waiting = asked
    asked = undefined
    if ('answer' in reply) waiting?.resolve(reply.answer)
    else waiting?.reject(reply.fault)
  })
  worker.on('error', end)
  worker.on('exit', code => end(new Error(`the thread of ${program.pathname} ended with ${code}`)))
  const askNow = (order: Order): Promise<Answer> =>
    new Promise((resolve, reject) => {
      if (ended !== undefined) return reject(ended)
      asked = { resolve, reject }
      worker.ref()
      worker.postMessage(order)
    })
  return {
    ask(order) {
      const answer = last.then(() => askNow(order))
      last = answer.catch(() => undefined)
      return answer
    },
    async close() {
      await worker.terminate()
    },
  }
}

export interface ThreadPool<Order, Answer> {
  /** How many orders are worked on at a time. */
  readonly size: number
  ask(order: Order): Promise<Answer>
  /** Gives `work` a thread of its own for several orders. */
  use<T>(work: (thread: Pick<Thread<Order, Answer>, 'ask'>) => Promise<T>): Promise<T>
}

/** How long a thread waits for another order before it is closed. */
const IDLE_MS = 5_000

/** As many threads as the machine has processors, started when they are needed; orders beyond wait in line. */
export const openThreadPool = <Order, Answer>(program: URL, size = availableParallelism()): ThreadPool<Order, Answer> => {
  type One = { readonly thread: Thread<Order, Answer>; timer?: NodeJS.Timeout | undefined }
  const idle: One[] = []
  const line: (() => void)[] = []
  let busy = 0
  const take = (): One => {
    const one = idle.pop()
    clearTimeout(one?.timer)
    return one ?? { thread: openThread<Order, Answer>(program) }
  }
  const giveBack = (one: One): void => {
    idle.push(one)
    one.timer = setTimeout(() => {
      idle.splice(idle.indexOf(one), 1)
      void one.thread.close()
    }, IDLE_MS)
    one.timer.unref()
  }
  const use: ThreadPool<Order, Answer>['use'] = async work => {
    if (busy >= size) await new Promise<void>(resolve => line.push(resolve))
    else busy += 1
    const one = take()
    try {
      const result = await work(one.thread)
      giveBack(one)
      return result
    } catch (fault) {
      // What a fault leaves behind in a thread is not known.
      void one.thread.close()
      throw fault
    } finally {
      const next = line.shift()
      if (next) next()
      else busy -= 1
    }
  }
  return { size, use, ask: order => use(thread => thread.ask(order)) }
}

/** The program's side: answers orders one by one. On Linux the thread has a low priority of its own, so that requests come first. */
export const answerInThread = <Order, Answer>(handler: (order: Order) => Answer | Promise<Answer>): void => {
  if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL)
  const reply = (one: Reply<Answer>) => parentPort?.postMessage(one)
  parentPort?.on('message', (order: Order) => {
    Promise.resolve()
      .then(() => handler(order))
      .then(
        answer => reply({ answer }),
        (fault: unknown) => reply({ fault }),
      )
  })
}
