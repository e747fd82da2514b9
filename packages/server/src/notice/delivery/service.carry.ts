/** Polls for due messages and starts a job that sends them, one job at a time over all processes of an installation. */
import type { Jobs } from '../../platform/jobs/index.ts'
import type { Outbox } from './service.deliver.ts'

const JOB = 'outbox'
const POLL_MS = 5_000

export interface Carrier {
  start(): void
  stop(): Promise<void>
}

/** Call before the jobs start. Start the carrier when the server listens, and stop it before the jobs. */
export const openCarrier = (jobs: Jobs, outbox: Outbox, onError: (error: unknown) => void, pollMs: number = POLL_MS): Carrier => {
  jobs.work(JOB, async (_, run) => {
    const done = { sent: 0, failed: 0, givenUp: 0, unreachable: 0 }
    for (;;) {
      const { sent, failed, givenUp, unreachable } = await outbox.deliver(run.signal)
      run.signal.throwIfAborted()
      if (sent + failed + givenUp + unreachable === 0) return done
      done.sent += sent
      done.failed += failed
      done.givenUp += givenUp
      done.unreachable += unreachable
      run.report({ step: 'sending', done: done.sent })
    }
  })
  let timer: NodeJS.Timeout | undefined
  let polling: Promise<unknown> = Promise.resolve()
  const poll = async () => {
    if (await outbox.isDue()) await jobs.send(JOB, {}, { singletonKey: JOB })
  }
  return {
    start() {
      timer = setInterval(() => {
        polling = poll().catch(onError)
      }, pollMs)
      timer.unref()
    },
    async stop() {
      clearInterval(timer)
      await polling
      outbox.close()
    },
  }
}
