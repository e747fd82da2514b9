import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import type { z } from 'zod'
import type { Context } from '../../access/index.ts'
import { getDevice, openQueue } from '../../access/index.ts'
import { getElection } from '../../election/index.ts'
import { RequestIdTaken } from '../../platform/database/index.ts'
import type { Failure } from '../../platform/http/index.ts'
import { recordVisit } from '../worklist/index.ts'
import { SHIFT_FAILURES, type ShiftFailure } from './errors.shift.ts'
import { type QueueAnswer, type QueueBody, QueueItem, type QueueResult } from './schema.shift.ts'

type ItemResult = QueueResult['results'][number]
type Told = { readonly code: string; readonly field?: string | undefined; readonly text: Text; readonly next?: Text | undefined }

/** Registering one person at a station or a door, with a body that is not read yet. Expected failures come in words. */
export type RegisterQueued = (ctx: Context, electionId: string, body: unknown) => Promise<Result<QueueAnswer, Told>>

const told = ({ code, field, text, next }: Failure<ShiftFailure>): Told => {
  const telling: { readonly text: Text; readonly next?: Text } = SHIFT_FAILURES[code]
  return { code, field, text: text ?? telling.text, next: next ?? telling.next }
}

const nameIn = (registration: Readonly<Record<string, unknown>>): string | null => {
  const { person } = registration
  const { name } = (typeof person === 'object' && person !== null ? person : {}) as { name?: unknown }
  return typeof name === 'string' ? name.slice(0, 60) : null
}

const parse = (bytes: Uint8Array): z.infer<typeof QueueItem> | null => {
  try {
    return QueueItem.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)))
  } catch {
    return null
  }
}

const refused = (requestId: string, name: string | null, { code, field, text, next }: Told): ItemResult => ({
  state: 'refused',
  requestId,
  name,
  error: { code, text, ...(field === undefined ? {} : { field }), ...(next === undefined ? {} : { next }) },
})

/**
 * Takes the items of one device. It fails as a whole only before anything is opened (a deactivated device, somebody else's); after that each
 * item has its own result, and an item that failed for a reason of ours is `later`. Also taken after the shift: what was entered is not lost.
 */
export const syncQueue = async (
  ctx: Context,
  input: QueueBody & { readonly electionId: string; readonly header: string },
  register: RegisterQueued,
): Promise<Result<QueueResult, Failure<ShiftFailure>>> => {
  const device = await getDevice(ctx, input.header)
  if (!device.ok) return device
  if (device.value.id !== input.deviceId) return fail({ code: 'device.unknown' })
  const election = await getElection(ctx, input.electionId, 'register')
  if (!election.ok) return fail({ code: election.error.code })
  const open = await openQueue(ctx.keys, device.value.id, device.value.sealedKey)

  const take = async (requestId: string, sealed: string): Promise<ItemResult> => {
    const plain = await open(input.electionId, requestId, Buffer.from(sealed, 'base64'))
    const item = plain && parse(plain)
    if (!item) return refused(requestId, null, told({ code: 'queue.unreadable' }))
    const own = { ...ctx, requestId }
    if (item.kind === 'visit') {
      const { personRef, outcome } = item
      const visited = await recordVisit(own, { electionId: input.electionId, personRef, outcome })
      return visited.ok ? { state: 'done', requestId, name: null, answer: null } : refused(requestId, null, told(visited.error))
    }
    const name = nameIn(item.registration)
    const answer = await register(own, input.electionId, item.registration)
    return answer.ok ? { state: 'done', requestId, name, answer: answer.value } : refused(requestId, name, answer.error)
  }

  const results: ItemResult[] = []
  for (const { requestId, sealed } of input.items) {
    const id = requestId.toLowerCase()
    try {
      results.push(await take(id, sealed))
    } catch (error) {
      if (error instanceof RequestIdTaken) {
        results.push(refused(id, null, told({ code: 'queue.unreadable' })))
        continue
      }
      ctx.log.error({ err: error, item: id }, 'an item of a queue waits')
      results.push({ state: 'later', requestId: id })
    }
  }
  return ok({ results })
}
