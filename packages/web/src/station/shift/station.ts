/**
 * The shift on this phone: begin, lock, unlock, enter, send, end. Nothing entered is lost: it lies sealed on the phone before the screen says
 * so, and leaves only when the server has answered.
 */
import { newRequestId } from '../../api/request.ts'
import * as calls from './calls.ts'
import { codeOf } from './code.ts'
import { fromBase64, sealForServer } from './envelope.ts'
import { acknowledge, deleteShift, type Memory, type SavedDevice, saveShift } from './memory.ts'
import type { Entry, Registration } from './notes.ts'
import { NOTHING, openPhone, type Phone } from './phone.ts'
import { openSending } from './sending.ts'
import { makeLock, openLock, seal, unseal } from './vault.ts'

export interface NewShift {
  readonly election: calls.Election
  readonly areaCode: string
  readonly name: string
  readonly channel: 'door' | 'station'
  readonly shiftEndsAt: Date
}

export type Station = Awaited<ReturnType<typeof openStation>>

const TICK_MS = 15_000

/** Seals an entry for the server and keeps it until it was answered. `answersTo`: the answer it mends, which goes. */
const enter = async ({ current, key, memory, refresh }: Phone, entry: Entry, answersTo?: string): Promise<string> => {
  const { device } = current()
  const dataKey = key()
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
  return requestId
}

/** Enrols this browser, fetches its work list, and shows the code. */
const begin = async (phone: Phone, { election, areaCode, name, channel, shiftEndsAt }: NewShift): Promise<void> => {
  const { memory } = phone
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
  const { lock, dataKey } = await makeLock(code)
  await deleteShift(memory)
  await memory.put('clock', Date.now(), 'seen')
  await saveShift(memory, kept, lock, await seal(dataKey, bundle))
  // Asked for once it holds something: browsers then do not clear it when the phone is full.
  void navigator.storage?.persist?.()
  phone.open(dataKey)
  phone.show({ ...NOTHING, phase: 'code', ended: null, device: kept, code, bundle })
  await phone.refresh()
}

/** Opens the shift; false: not this code. */
const unlock = async (phone: Phone, code: string): Promise<boolean> => {
  await phone.tick()
  const kept = await phone.memory.get('shift', 'current')
  if (!kept || !phone.current().device) return false
  const key = await openLock(kept.lock, code)
  if (!key) return false
  phone.open(key)
  phone.show({ phase: 'open', bundle: kept.bundle ? await unseal<calls.Bundle>(key, kept.bundle) : null })
  await phone.refresh()
  return true
}

/** Fetches the work list anew. */
const renew = async ({ current, key, memory, show }: Phone): Promise<void> => {
  const { device } = current()
  const kept = await memory.get('shift', 'current')
  const dataKey = key()
  if (!device || !kept || !dataKey) return
  const bundle = await calls.readBundle(device)
  await memory.put('shift', { ...kept, bundle: await seal(dataKey, bundle) }, 'current')
  show({ bundle })
}

/** A shift that this phone still has is locked. */
const resume = async (phone: Phone): Promise<void> => {
  const { memory } = phone
  const shift = await memory.get('shift', 'current')
  const device = shift ? await memory.get('device', shift.deviceId) : undefined
  if (shift && device) {
    phone.show({ phase: 'locked', device })
    await phone.tick()
  }
  await phone.refresh()
}

export const openStation = async (memory: Memory) => {
  const phone = openPhone(memory)
  const send = openSending(phone)
  const enterAndSend = async (entry: Entry, answersTo?: string): Promise<string> => {
    const requestId = await enter(phone, entry, answersTo)
    void send()
    return requestId
  }
  await resume(phone)
  setInterval(() => void phone.tick(), TICK_MS)

  return {
    subscribe: phone.subscribe,
    current: phone.current,
    touched: phone.touched,
    tick: phone.tick,
    lock: phone.lock,
    send,

    /** Enrols this browser, fetches its work list, and shows the code. Throws ApiError. */
    begin: async (shift: NewShift): Promise<void> => {
      await begin(phone, shift)
      void send()
    },
    codeNoted: () => phone.show({ phase: 'open', code: null }),

    /** Opens the shift; false: not this code. */
    unlock: async (code: string): Promise<boolean> => {
      const isOpen = await unlock(phone, code)
      if (isOpen) void send()
      return isOpen
    },

    /** Fetches the work list anew. Throws ApiError. */
    renew: () => renew(phone),

    register: (registration: Registration, personRef: string | null, answersTo?: string) =>
      enterAndSend({ kind: 'registration', registration, personRef }, answersTo),
    visit: (person: calls.Person, outcome: calls.Outcome) =>
      enterAndSend({ kind: 'visit', personRef: person.personRef, outcome, name: person.name }),

    /** The worker has read an answer and needs no more of it. */
    dismiss: async (requestId: string): Promise<void> => {
      await acknowledge(memory, requestId, null)
      await memory.delete('answered', requestId)
      phone.show({ answered: phone.current().answered.filter(answer => answer.requestId !== requestId) })
      await phone.refresh()
    },

    /** Ends the shift now; what waits stays sealed and can still be sent. */
    finish: () => phone.end('over'),
  }
}
