/** The job that makes people of large imports searchable, and the timer that sends it. */
import type { Context } from '../../access/index.ts'
import { SqlError } from '../../platform/database/index.ts'
import type { Jobs } from '../../platform/jobs/index.ts'
import { deleteWaiting, findWaiting, makeSliceSearchable, type Slice } from './store.searchable.ts'

type Services = Omit<Context, 'actor' | 'requestId'>

const JOB = 'roll-search'
const POLL_MS = 15_000
const SLICES = 256
/** A slice whose rows others are changing is tried so often in one run. */
const TRIES = 20
const LOCK_NOT_AVAILABLE = '55P03'

const keyAt = (slice: number): string => `${slice.toString(16).padStart(2, '0')}000000-0000-0000-0000-000000000000`
const sliceAt = (slice: number): Slice => ({ from: keyAt(slice), to: slice + 1 < SLICES ? keyAt(slice + 1) : null })

/** Makes a slice searchable; false where others held its rows. */
const trySlice = async ({ database }: Services, electionId: string, slice: Slice): Promise<boolean> => {
  try {
    await database.transaction(tx => makeSliceSearchable(tx, electionId, slice))
    return true
  } catch (error) {
    if (error instanceof SqlError && error.state === LOCK_NOT_AVAILABLE) return false
    throw error
  }
}

/** Makes everybody searchable who was imported so far. What others are changing meanwhile is left for the next run. */
export const makeSearchable = async (
  services: Services,
  signal?: AbortSignal,
  report: (done: number, total: number) => void = () => undefined,
): Promise<void> => {
  for (const { electionId, lastId } of await findWaiting(services.database)) {
    let left = Array.from({ length: SLICES }, (_, at) => sliceAt(at))
    for (let tries = 0; tries < TRIES && left.length > 0; tries += 1) {
      const held: Slice[] = []
      for (const slice of left) {
        signal?.throwIfAborted()
        if (!(await trySlice(services, electionId, slice))) held.push(slice)
        report(SLICES - left.length, SLICES)
      }
      left = held
    }
    if (left.length === 0) await services.database.transaction(tx => deleteWaiting(tx, electionId, lastId))
  }
}

/** Registers the job and returns its timer. The job runs soon after an import, also one of the command line. */
export const openSearchTimer = (jobs: Jobs, services: Services) => {
  jobs.work(JOB, async (_, { signal, report }) => {
    await makeSearchable(services, signal, (done, total) => report({ done, total }))
    return undefined
  })
  let timer: NodeJS.Timeout | undefined
  let sending: Promise<unknown> = Promise.resolve()
  const sendDue = async (): Promise<void> => {
    if ((await findWaiting(services.database)).length > 0) await jobs.send(JOB, {}, { singletonKey: JOB })
  }
  const send = (): void => {
    sending = sendDue().catch((error: unknown) => services.log.error({ err: error }, 'people who are not searchable yet'))
  }
  return {
    startSearch: (): void => {
      send()
      timer = setInterval(send, POLL_MS)
      timer.unref()
    },
    stopSearch: async (): Promise<void> => {
      clearInterval(timer)
      await sending
    },
  }
}
