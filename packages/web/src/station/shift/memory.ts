/** The phone's own store (IndexedDB). Of people it holds nothing that is not encrypted; what it says in clear is the shift's own data. */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { Lock, Sealed } from './vault.ts'

/** A device as the server enrolled this browser. It stays after its shift while something of it waits to be sent. */
export interface SavedDevice {
  readonly id: string
  readonly credential: string
  readonly sealTo: ArrayBuffer
  readonly areaName: string
  readonly electionId: string
  readonly electionName: string
  readonly channel: 'door' | 'station'
  /** Milliseconds since 1970. */
  readonly shiftEndsAt: number
}

/** Something entered and not yet acknowledged. */
export interface Waiting {
  readonly requestId: string
  readonly deviceId: string
  readonly electionId: string
  /** For the server alone. */
  readonly sealed: Uint8Array<ArrayBuffer>
  readonly at: number
  /** For the worker, while the shift lasts; then it is gone. */
  readonly note: Sealed | null
}

/** What the server said of something that was sent, for the worker. */
export interface Answered {
  readonly requestId: string
  readonly at: number
  readonly note: Sealed
}

interface Schema extends DBSchema {
  device: { key: string; value: SavedDevice }
  shift: { key: 'current'; value: { readonly deviceId: string; readonly lock: Lock; readonly bundle: Sealed | null } }
  waiting: { key: string; value: Waiting }
  answered: { key: string; value: Answered }
  /** The latest time this phone has seen: a clock that was set back does not prolong a shift. */
  clock: { key: 'seen'; value: number }
}
export type Memory = IDBPDatabase<Schema>

const STORES = ['device', 'shift', 'waiting', 'answered', 'clock'] as const

export const openMemory = (name = 'mingce-station'): Promise<Memory> =>
  openDB<Schema>(name, 1, {
    upgrade(database) {
      database.createObjectStore('device', { keyPath: 'id' })
      database.createObjectStore('shift')
      database.createObjectStore('waiting', { keyPath: 'requestId' })
      database.createObjectStore('answered', { keyPath: 'requestId' })
      database.createObjectStore('clock')
    },
  })

/** Begins a shift. What an earlier one left waiting stays, with the device that it belongs to. */
export const saveShift = async (memory: Memory, device: SavedDevice, lock: Lock, bundle: Sealed | null): Promise<void> => {
  const tx = memory.transaction(['device', 'shift'], 'readwrite')
  await Promise.all([
    tx.objectStore('device').put(device),
    tx.objectStore('shift').put({ deviceId: device.id, lock, bundle }, 'current'),
    tx.done,
  ])
}

/** Takes an answered item out of the queue and keeps what the worker has to know, in one transaction: never neither, never both. */
export const acknowledge = async (memory: Memory, requestId: string, answered: Answered | null): Promise<void> => {
  const tx = memory.transaction(['waiting', 'answered'], 'readwrite')
  await Promise.all([
    tx.objectStore('waiting').delete(requestId),
    answered ? tx.objectStore('answered').put(answered) : Promise.resolve(),
    tx.done,
  ])
}

/** The end of a shift: the keys, the list and all that the worker could read go; what is sealed for the server stays until it is sent. */
export const deleteShift = async (memory: Memory): Promise<void> => {
  const tx = memory.transaction(['device', 'shift', 'waiting', 'answered'], 'readwrite')
  const waiting = await tx.objectStore('waiting').getAll()
  const needed = new Set(waiting.map(item => item.deviceId))
  const devices = await tx.objectStore('device').getAllKeys()
  await Promise.all([
    tx.objectStore('shift').clear(),
    tx.objectStore('answered').clear(),
    ...waiting.map(item => tx.objectStore('waiting').put({ ...item, note: null })),
    ...devices.filter(id => !needed.has(id)).map(id => tx.objectStore('device').delete(id)),
    tx.done,
  ])
}

/** Forgets devices of earlier shifts that have nothing left to send. */
export const forgetDevices = async (memory: Memory): Promise<void> => {
  const tx = memory.transaction(['device', 'shift', 'waiting'], 'readwrite')
  const current = await tx.objectStore('shift').get('current')
  const waiting = await tx.objectStore('waiting').getAll()
  const needed = new Set([current?.deviceId, ...waiting.map(item => item.deviceId)])
  const devices = await tx.objectStore('device').getAllKeys()
  await Promise.all([...devices.filter(id => !needed.has(id)).map(id => tx.objectStore('device').delete(id)), tx.done])
}

/** The device was deactivated: nothing stays. */
export const deleteEverything = async (memory: Memory): Promise<void> => {
  const tx = memory.transaction([...STORES], 'readwrite')
  await Promise.all([...STORES.map(store => tx.objectStore(store).clear()), tx.done])
}

/** Notes the present time and answers the latest that was ever noted. */
export const latestTime = async (memory: Memory, now: number): Promise<number> => {
  const seen = (await memory.get('clock', 'seen')) ?? 0
  if (now > seen) await memory.put('clock', now, 'seen')
  return Math.max(now, seen)
}
