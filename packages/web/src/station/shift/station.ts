/**
 * The shift on this phone: begin, lock, unlock, enter, send, end. Nothing entered is lost: it lies sealed on the phone before the screen says
 * so, and leaves only when the server has answered. React reads it through `subscribe` and `current`.
 */
import { ApiError, newRequestId } from '../../api/request.ts'
import * as calls from './calls.ts'
import { codeOf } from './code.ts'
import { fromBase64, sealForServer, toBase64 } from './envelope.ts'
import {
  acknowledge,
  deleteEverything,
  deleteShift,
  forgetDevices,
  latestTime,
  type Memory,
  type SavedDevice,
  saveShift,
  type Waiting,
} from './memory.ts'
import { type Answer, type Entry, needsWorker, type Registration, type Waits } from './notes.ts'
import { makeLock, openLock, seal, unseal } from './vault.ts'

export interface Snapshot {
  readonly phase: 'begin' | 'code' | 'locked' | 'open'
  /** Why there is no shift, where there was one. */
  readonly ended: 'over' | 'cut-off' | null
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

export interface NewShift {
  readonly election: calls.Election
  readonly areaCode: string
  readonly name: string
  readonly channel: 'door' | 'station'
  readonly shiftEndsAt: Date
}

export type Station = Awaited<ReturnType<typeof openStation>>

const BATCH = 20
const IDLE_MS = 10 * 60_000
const TICK_MS = 15_000
/** How long to wait before sending again when the server was not reached: doubled each time, up to the last. */
const RETRY_MS = { first: 1_000, last: 60_000 } as const
const NOTHING = { device: null, code: null, bundle: null, answered: [], sending: false, problem: null } as const

export const openStation = async (memory: Memory) => {
  let dataKey: CryptoKey | null = null
  let touchedAt = Date.now()
  /** Something was entered while the queue was under way. */
  let again = false
  let retryIn: number = RETRY_MS.first
  let retry: ReturnType<typeof setTimeout> | undefined
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

  const end = async (ended: 'over' | 'cut-off'): Promise<void> => {
    dataKey = null
    await (ended === 'cut-off' ? deleteEverything(memory) : deleteShift(memory))
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

  /** Ends the shift when its time has come, by the latest clock this phone has seen; locks a phone that nobody touches. */
  const tick = async (): Promise<void> => {
    const now = await latestTime(memory, Date.now())
    if (snapshot.device && now >= snapshot.device.shiftEndsAt) await end('over')
    else if (dataKey && Date.now() - touchedAt > IDLE_MS) lock()
  }

  /** Asks the server whether this device was cut off; without a signal it goes on. */
  const contact = async (device: SavedDevice): Promise<'ok' | 'gone'> => {
    const { cutOff, over } = await calls.readStanding(device).catch(() => ({ cutOff: false, over: false }))
    if (cutOff) {
      await end('cut-off')
      return 'gone'
    }
    if (over && snapshot.device?.id === device.id) await end('over')
    return 'ok'
  }

  const enter = async (entry: Entry, answersTo?: string): Promise<string> => {
    const { device } = snapshot
    if (!device || !dataKey) throw new Error('no shift is open')
    const requestId = newRequestId()
    const purpose = { deviceId: device.id, electionId: device.electionId, requestId }
    const { kind } = entry
    const item =
      kind === 'visit' ? { kind, personRef: entry.personRef, outcome: entry.outcome } : { kind, registration: entry.registration }
    const [sealed, note] = await Promise.all([sealForServer(device.sealTo, purpose, item), seal(dataKey, entry)])
    const tx = memory.transaction(['waiting', 'answered'], 'readwrite')
    await Promise.all([
      tx.objectStore('waiting').put({ ...purpose, sealed, note, at: Date.now() }),
      answersTo ? tx.objectStore('answered').delete(answersTo) : Promise.resolve(),
      tx.done,
    ])
    await refresh()
    void send()
    return requestId
  }

  /** What the server said of one item. After the shift what the worker has to see stays in the queue, for nothing here can keep it. */
  const settle = async (result: calls.Result, entry: Entry | null): Promise<Answer | null> => {
    if (result.state === 'later') return null
    const answer: Answer = { requestId: result.requestId, at: Date.now(), entry, result }
    if (dataKey) await acknowledge(memory, result.requestId, { ...answer, note: await seal(dataKey, answer) })
    else if (!needsWorker(answer)) await acknowledge(memory, result.requestId, null)
    return answer
  }

  const sendAll = async (): Promise<void> => {
    const devices = new Map((await memory.getAll('device')).map(device => [device.id, device]))
    for (const device of devices.values()) if ((await contact(device)) === 'gone') return
    if (snapshot.phase === 'locked') return
    const all = (await memory.getAll('waiting')).sort((a, b) => a.at - b.at)
    const later: Answer[] = []
    while (all.length > 0) {
      const [first] = all
      const batch = all.filter(item => item.deviceId === first?.deviceId && item.electionId === first.electionId).slice(0, BATCH)
      for (const item of batch) all.splice(all.indexOf(item), 1)
      const device = first && devices.get(first.deviceId)
      if (!device || !first) continue
      const items = batch.map(({ requestId, sealed }) => ({ requestId, sealed: toBase64(sealed) }))
      const { results } = await calls.sendQueue(device, first.electionId, items)
      for (const result of results) {
        const note = batch.find(item => item.requestId === result.requestId)?.note ?? null
        const answer = await settle(result, await read<Entry>(note))
        if (answer && !dataKey) later.push(answer)
      }
    }
    await forgetDevices(memory)
    if (later.length > 0) show({ answered: later })
  }

  /** Sends what waits; one tab at a time, so that nobody reads two answers to one thing. Never throws. */
  const send = async (): Promise<void> => {
    if (snapshot.sending) {
      again = true
      return
    }
    again = false
    clearTimeout(retry)
    show({ sending: true, problem: null })
    try {
      await navigator.locks.request('mingce-station-send', sendAll)
      retryIn = RETRY_MS.first
    } catch (error) {
      const failed = error instanceof ApiError ? error : null
      if (failed?.code === 'device.cut-off') await end('cut-off')
      else show({ problem: !failed || failed.status === 0 ? 'unreachable' : failed.status === 401 ? 'sign-in' : failed })
    } finally {
      show({ sending: false })
      await refresh()
    }
    if (again && !snapshot.problem) await send()
    else if (snapshot.problem === 'unreachable' && snapshot.waiting.length > 0) sendLater()
  }

  /** A weak signal comes back before the browser says so, or says so too early. */
  const sendLater = (): void => {
    retry = setTimeout(() => void send(), retryIn)
    retryIn = Math.min(retryIn * 2, RETRY_MS.last)
  }

  const shift = await memory.get('shift', 'current')
  const device = shift ? await memory.get('device', shift.deviceId) : undefined
  if (shift && device) {
    snapshot = { ...snapshot, phase: 'locked', device }
    await tick()
  }
  await refresh()
  setInterval(() => void tick(), TICK_MS)

  return {
    subscribe: (listener: () => void) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    current: () => snapshot,
    touched: () => {
      touchedAt = Date.now()
    },
    tick,
    lock,
    send,

    /** Enrols this browser, fetches its work list, and shows the code. Throws ApiError. */
    begin: async ({ election, areaCode, name, channel, shiftEndsAt }: NewShift): Promise<void> => {
      const made = await calls.enrol(name, areaCode, shiftEndsAt)
      const kept: SavedDevice = {
        id: made.id,
        credential: made.credential,
        sealTo: fromBase64(made.sealTo).buffer,
        areaName: made.area.name,
        electionId: election.id,
        electionName: election.name,
        channel,
        shiftEndsAt: shiftEndsAt.getTime(),
      }
      const bundle = await calls.readBundle(kept)
      const code = codeOf(crypto.getRandomValues(new Uint8Array(8)))
      const { lock: made_, dataKey: key } = await makeLock(code)
      await deleteShift(memory)
      await memory.put('clock', Date.now(), 'seen')
      await saveShift(memory, kept, made_, await seal(key, bundle))
      // Asked for once it holds something: browsers then do not clear it when the phone is full.
      void navigator.storage?.persist?.()
      dataKey = key
      touchedAt = Date.now()
      show({ ...NOTHING, phase: 'code', ended: null, device: kept, code, bundle })
      await refresh()
      void send()
    },
    codeNoted: () => show({ phase: 'open', code: null }),

    /** Opens the shift; false: not this code. */
    unlock: async (code: string): Promise<boolean> => {
      await tick()
      const current = await memory.get('shift', 'current')
      if (!current || !snapshot.device) return false
      const key = await openLock(current.lock, code)
      if (!key) return false
      dataKey = key
      touchedAt = Date.now()
      show({ phase: 'open', bundle: current.bundle ? await unseal<calls.Bundle>(key, current.bundle) : null })
      await refresh()
      void send()
      return true
    },

    /** Fetches the work list anew. Throws ApiError. */
    renew: async (): Promise<void> => {
      const { device: current } = snapshot
      const kept = await memory.get('shift', 'current')
      if (!current || !kept || !dataKey) return
      const bundle = await calls.readBundle(current)
      await memory.put('shift', { ...kept, bundle: await seal(dataKey, bundle) }, 'current')
      show({ bundle })
    },

    register: (registration: Registration, personRef: string | null, answersTo?: string) =>
      enter({ kind: 'registration', registration, personRef }, answersTo),
    visit: (person: calls.Person, outcome: calls.Outcome) =>
      enter({ kind: 'visit', personRef: person.personRef, outcome, name: person.name }),

    /** The worker has read an answer and needs no more of it. */
    dismiss: async (requestId: string): Promise<void> => {
      await acknowledge(memory, requestId, null)
      await memory.delete('answered', requestId)
      show({ answered: snapshot.answered.filter(answer => answer.requestId !== requestId) })
      await refresh()
    },

    /** Ends the shift now; what waits stays sealed and can still be sent. */
    finish: () => end('over'),
  }
}
