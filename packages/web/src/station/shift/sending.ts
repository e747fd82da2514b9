/** Sends what waits on the phone, and keeps what the server answers. */
import { ApiError } from '../../api/request.ts'
import * as calls from './calls.ts'
import { toBase64 } from './envelope.ts'
import { acknowledge, forgetDevices, type SavedDevice, type Waiting } from './memory.ts'
import { type Answer, type Entry, needsWorker } from './notes.ts'
import type { Phone, Snapshot } from './phone.ts'
import { seal } from './vault.ts'

const BATCH = 20
/** How long to wait before sending again when the server was not reached: doubled each time, up to the last. */
const RETRY_MS = { first: 1_000, last: 60_000 } as const

/** Entries in their order, in batches that one device sends for one election. */
const batchesOf = (waiting: readonly Waiting[]): Waiting[][] => {
  const left = [...waiting].sort((a, b) => a.at - b.at)
  const batches: Waiting[][] = []
  for (let [first] = left; first; [first] = left) {
    const { deviceId, electionId } = first
    const batch = left.filter(item => item.deviceId === deviceId && item.electionId === electionId).slice(0, BATCH)
    for (const item of batch) left.splice(left.indexOf(item), 1)
    batches.push(batch)
  }
  return batches
}

/** Asks the server whether this device was deactivated; without a signal it goes on. */
const contact = async (phone: Phone, device: SavedDevice): Promise<'ok' | 'gone'> => {
  const { deactivated, over } = await calls.readStanding(device).catch(() => ({ deactivated: false, over: false }))
  if (deactivated) {
    await phone.end('deactivated')
    return 'gone'
  }
  if (over && phone.current().device?.id === device.id) await phone.end('over')
  return 'ok'
}

/** What the server said of one item. After the shift what the worker has to see stays in the queue, for nothing here can keep it. */
const settle = async (phone: Phone, result: calls.Result, entry: Entry | null): Promise<Answer | null> => {
  if (result.state === 'later') return null
  const answer: Answer = { requestId: result.requestId, at: Date.now(), entry, result }
  const key = phone.key()
  if (key) await acknowledge(phone.memory, result.requestId, { ...answer, note: await seal(key, answer) })
  else if (!needsWorker(answer)) await acknowledge(phone.memory, result.requestId, null)
  return answer
}

/** Sends one batch; answers that nothing here can keep come back. */
const sendBatch = async (phone: Phone, device: SavedDevice, batch: readonly Waiting[]): Promise<Answer[]> => {
  const [first] = batch
  if (!first) return []
  const items = batch.map(({ requestId, sealed }) => ({ requestId, sealed: toBase64(sealed) }))
  const { results } = await calls.sendQueue(device, first.electionId, items)
  const unkept: Answer[] = []
  for (const result of results) {
    const note = batch.find(item => item.requestId === result.requestId)?.note ?? null
    const answer = await settle(phone, result, await phone.read<Entry>(note))
    if (answer && !phone.key()) unkept.push(answer)
  }
  return unkept
}

const sendAll = async (phone: Phone): Promise<void> => {
  const { memory } = phone
  const devices = new Map((await memory.getAll('device')).map(device => [device.id, device]))
  for (const device of devices.values()) if ((await contact(phone, device)) === 'gone') return
  if (phone.current().phase === 'locked') return
  const unkept: Answer[] = []
  for (const batch of batchesOf(await memory.getAll('waiting'))) {
    const device = devices.get(batch[0]?.deviceId ?? '')
    if (device) unkept.push(...(await sendBatch(phone, device, batch)))
  }
  await forgetDevices(memory)
  if (unkept.length > 0) phone.show({ answered: unkept })
}

const problemOf = (error: ApiError | null): Snapshot['problem'] => {
  if (!error || error.status === 0) return 'unreachable'
  return error.status === 401 ? 'sign-in' : error
}

/** Returns `send`: sends what waits; one tab at a time, so that nobody reads two answers to one thing. Never throws. */
export const openSending = (phone: Phone): (() => Promise<void>) => {
  /** Something was entered while the queue was under way. */
  let again = false
  let retryIn: number = RETRY_MS.first
  let retry: ReturnType<typeof setTimeout> | undefined

  /** A weak signal comes back before the browser says so, or says so too early. */
  const sendLater = (): void => {
    retry = setTimeout(() => void send(), retryIn)
    retryIn = Math.min(retryIn * 2, RETRY_MS.last)
  }
  const failed = async (error: unknown): Promise<void> => {
    const known = error instanceof ApiError ? error : null
    if (known?.code === 'device.deactivated') await phone.end('deactivated')
    else phone.show({ problem: problemOf(known) })
  }
  const send = async (): Promise<void> => {
    if (phone.current().sending) {
      again = true
      return
    }
    again = false
    clearTimeout(retry)
    phone.show({ sending: true, problem: null })
    try {
      await navigator.locks.request('mingce-station-send', () => sendAll(phone))
      retryIn = RETRY_MS.first
    } catch (error) {
      await failed(error)
    } finally {
      phone.show({ sending: false })
      await phone.refresh()
    }
    const { problem, waiting } = phone.current()
    if (again && !problem) await send()
    else if (problem === 'unreachable' && waiting.length > 0) sendLater()
  }
  return send
}
