/**
 * What is on this phone and what of it is on the screen: the device's store, its key while the shift is open, and the snapshot that React
 * reads through `subscribe` and `current`.
 */
import type { ApiError } from '../../api/request.ts'
import type * as calls from './calls.ts'
import { deleteEverything, deleteShift, latestTime, type Memory, type SavedDevice, type Waiting } from './memory.ts'
import type { Answer, Entry, Waits } from './notes.ts'
import { unseal } from './vault.ts'

export interface Snapshot {
  readonly phase: 'begin' | 'code' | 'locked' | 'open'
  /** Why there is no shift, where there was one. */
  readonly ended: 'over' | 'deactivated' | null
  readonly device: SavedDevice | null
  /** Shown once, right after it was made. */
  readonly code: string | null
  readonly bundle: calls.Bundle | null
  readonly waiting: readonly Waits[]
  readonly answered: readonly Answer[]
  readonly sending: boolean
  /** Why the last sending stopped. */
  readonly problem: 'sign-in' | 'unreachable' | ApiError | null
}

const IDLE_MS = 10 * 60_000
export const NOTHING = { device: null, code: null, bundle: null, answered: [], sending: false, problem: null } as const

export type Phone = ReturnType<typeof openPhone>

export const openPhone = (memory: Memory) => {
  let dataKey: CryptoKey | null = null
  let touchedAt = Date.now()
  let snapshot: Snapshot = { phase: 'begin', ended: null, waiting: [], ...NOTHING }
  const listeners = new Set<() => void>()
  const show = (change: Partial<Snapshot>): void => {
    snapshot = { ...snapshot, ...change }
    for (const listener of listeners) listener()
  }

  const read = async <T>(sealed: Waiting['note']): Promise<T | null> => (dataKey && sealed ? unseal<T>(dataKey, sealed) : null)

  /** Everything shown on the screen that comes from the device's store. */
  const refresh = async (): Promise<void> => {
    const waiting = await memory.getAll('waiting')
    const answered = dataKey ? await memory.getAll('answered') : []
    const notes = await Promise.all(
      waiting.map(async ({ requestId, at, note }) => ({ requestId, at, entry: await read<Entry>(note) })),
    )
    const answers = await Promise.all(answered.map(({ note }) => read<Answer>(note)))
    show({
      waiting: notes.sort((a, b) => a.at - b.at),
      answered: dataKey ? answers.flatMap(answer => answer ?? []).sort((a, b) => b.at - a.at) : snapshot.answered,
    })
  }

  const end = async (ended: 'over' | 'deactivated'): Promise<void> => {
    dataKey = null
    await (ended === 'deactivated' ? deleteEverything(memory) : deleteShift(memory))
    show({ ...NOTHING, phase: 'begin', ended, answered: [] })
    await refresh()
  }

  const lock = (): void => {
    if (!dataKey) return
    dataKey = null
    show({
      phase: 'locked',
      bundle: null,
      code: null,
      answered: [],
      waiting: snapshot.waiting.map(item => ({ ...item, entry: null })),
    })
  }

  return {
    memory,
    subscribe: (listener: () => void) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    current: (): Snapshot => snapshot,
    show,
    /** Null while the shift is locked or there is none. */
    key: (): CryptoKey | null => dataKey,
    /** The shift is open from now on. */
    open: (key: CryptoKey): void => {
      dataKey = key
      touchedAt = Date.now()
    },
    touched: (): void => {
      touchedAt = Date.now()
    },
    read,
    refresh,
    end,
    lock,
    /** Ends the shift when its time has come, by the latest clock this phone has seen; locks a phone that nobody touches. */
    tick: async (): Promise<void> => {
      const now = await latestTime(memory, Date.now())
      if (snapshot.device && now >= snapshot.device.shiftEndsAt) await end('over')
      else if (dataKey && Date.now() - touchedAt > IDLE_MS) lock()
    },
  }
}
