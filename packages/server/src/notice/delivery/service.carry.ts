/** Looks from time to time whether messages wait, and has a job carry them out: one at a time over all processes of an installation. */
import type { Jobs } from '../../platform/jobs/index.ts'
import type { Outbox } from './service.deliver.ts'

const JOB = 'outbox'
const LOOK_MS = 5_000

export interface Carrier {
  start(): void
  stop(): Promise<void>
}

/** Before the jobs start; the carrier itself is started when the server listens and stopped before the jobs are. */
export const openCarrier = (jobs: Jobs, outbox: Outbox, onError: (error: unknown) => void, lookMs: number = LOOK_MS): Carrier => {
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
  let looking: Promise<unknown> = Promise.resolve()
  const look = async () => {
    if (await outbox.isDue()) await jobs.send(JOB, {}, { singletonKey: JOB })
  }
  return {
    start() {
      timer = setInterval(() => {
        looking = look().catch(onError)
      }, lookMs)
      timer.unref()
    },
    async stop() {
      clearInterval(timer)
      await looking
      outbox.close()
    },
  }
}
