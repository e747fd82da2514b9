/**
 * Where registrations arrive one by one. Those that arrive while a batch is under way form the next one: each is judged and
 * admitted with the others in one transaction and answered when that has committed (service.ts). A batch that fails is taken apart, so
 * that nobody fails for a neighbour.
 */
import { SqlError } from '../../../platform/database/index.ts'
import { ClaimedMeanwhile } from '../../check/index.ts'
import type { RegistrationAnswer } from '../schema.ts'
import { registerBatch, type Services } from './service.ts'
import type { OnlineEntry } from './service.verdict.ts'

interface Waiting {
  readonly entry: OnlineEntry
  readonly resolve: (answer: RegistrationAnswer) => void
  readonly reject: (error: unknown) => void
}

/** Rows of one transaction: more would make the first wait for the last. */
const BATCH = 64
/** Batches at once, each of another election or channel: of one the next forms while the one before is written. */
const LANES = 4
const ATTEMPTS = 6
const mayBeTriedAgain = (error: unknown): boolean =>
  error instanceof ClaimedMeanwhile || (error instanceof SqlError && ['40P01', '40001', '23505'].includes(error.state ?? ''))

export interface RegistrationQueue {
  /** Registers one person; resolves when it is on the disk. A retry while the first is under way waits for the same answer. */
  register(entry: OnlineEntry): Promise<RegistrationAnswer>
}

/** Opens the queue of a store. */
export const openRegistrationQueue = (services: Services): RegistrationQueue => {
  /** Who waits, by election and channel. */
  const queues = new Map<string, Waiting[]>()
  const underWay = new Set<string>()
  const busy = new Set<string>()

  const settle = async (batch: readonly Waiting[]): Promise<void> => {
    const answers = await registerBatch(
      services,
      batch.map(waiting => waiting.entry),
    )
    batch.forEach((waiting, index) => {
      const answer = answers[index]
      if (answer instanceof Error || answer === undefined) waiting.reject(answer)
      else waiting.resolve(answer)
    })
  }
  /** Another transaction claimed someone in between: judged again, by itself. */
  const settleOne = async (waiting: Waiting): Promise<void> => {
    for (let attempt = 1; ; attempt += 1)
      try {
        return await settle([waiting])
      } catch (error) {
        if (attempt < ATTEMPTS && mayBeTriedAgain(error)) continue
        return waiting.reject(error)
      }
  }
  const work = async (batch: readonly Waiting[]): Promise<void> => {
    try {
      await settle(batch)
    } catch {
      for (const waiting of batch) await settleOne(waiting)
    }
  }
  /** The next batch of a queue: nobody twice, nobody who is in a batch under way. */
  const take = (group: string): Waiting[] => {
    const batch: Waiting[] = []
    const later: Waiting[] = []
    for (const waiting of queues.get(group) ?? []) {
      const { personKey } = waiting.entry
      if (batch.length === BATCH || busy.has(personKey)) later.push(waiting)
      else {
        busy.add(personKey)
        batch.push(waiting)
      }
    }
    if (later.length > 0) queues.set(group, later)
    else queues.delete(group)
    return batch
  }
  const run = async (group: string): Promise<void> => {
    for (let batch = take(group); batch.length > 0; batch = take(group)) {
      await work(batch)
      for (const { entry } of batch) busy.delete(entry.personKey)
      // Another queue may have waited for someone of this batch.
      if (queues.size > 1) open()
    }
    underWay.delete(group)
    open()
  }
  const open = (): void => {
    for (const [group, waiting] of queues) {
      if (underWay.size >= LANES) return
      if (underWay.has(group) || waiting.every(({ entry }) => busy.has(entry.personKey))) continue
      underWay.add(group)
      // Whoever comes in the same turn of the loop goes along.
      setImmediate(() => void run(group))
    }
  }
  return {
    register: entry =>
      new Promise<RegistrationAnswer>((resolve, reject) => {
        const group = `${entry.frame.election.id} ${entry.channel}`
        const waiting = queues.get(group) ?? []
        queues.set(group, waiting)
        waiting.push({ entry, resolve, reject })
        open()
      }),
  }
}
