/**
 * Phones of station workers and of workers who visit homes. A worker enrols the browser for a shift; it gets an id, a credential that it sends
 * beside its worker's session, and a public key to seal its queue to. The worker or the office deactivates a lost device.
 */
import { randomUUID, timingSafeEqual } from 'node:crypto'
import { fail, ok, type Result } from '@mingce/domain/result'
import { findArea } from '../../platform/areas/index.ts'
import type { Keyring } from '../../platform/crypto/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import type { Failure } from '../../platform/http/index.ts'
import { type AuditEntry, write } from '../../platform/write/index.ts'
import type { Context } from '../gate/index.ts'
import { authorise, GRANTS, uuidOf } from '../gate/index.ts'
import type { DeviceFailure } from './errors.ts'
import { makeQueueKey, publicKeyOf } from './service.seal.ts'
import {
  type DeviceRow,
  findDevicesOfArea,
  findDevicesOfWorker,
  findWorkingDevice,
  insertDevice,
  lockDevice,
  setDeactivated,
  setLastSeen,
  type WorkingDevice,
} from './store.ts'

export type { DeviceRow } from './store.ts'

type Answer<T> = Promise<Result<T, Failure<DeviceFailure>>>

/** Longer than any shift with the way home, and short enough that a phone holds no data the next day. */
export const LONGEST_SHIFT_MS = 16 * 3_600_000

export interface NewDevice {
  /** The office recognises the device by it. */
  readonly name: string
  /** Inside the worker's own area; the device's work list covers this one. */
  readonly areaCode: string
  readonly shiftEndsAt: Date
}

export interface Enrolled {
  readonly id: string
  /** Shown once; only a digest is stored. */
  readonly credential: string
  /** Raw P-256 public key. */
  readonly sealTo: Uint8Array
  readonly area: { readonly code: string; readonly name: string }
  readonly shiftEndsAt: Date
}

/** `<id>.<credential>` */
const DEVICE_HEADER = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([0-9a-f]{64})$/

const digestOf = (keys: Keyring, id: string, credential: string): string => keys.digests([`device/${id}/${credential}`]).join()

const auditOf = (
  areaCode: string,
  action: AuditEntry['action'],
  id: string,
  details: Readonly<Record<string, unknown>>,
): AuditEntry => ({
  countyCode: areaCode.slice(0, 6),
  action,
  subject: id,
  details,
})

/** The credential is made from the installation's key, so that a request that is sent again gets the same one, and no table has it. */
const credentialOf = (keys: Keyring, id: string): string =>
  keys
    .digests([`device/credential/1/${id}`, `device/credential/2/${id}`])
    .map(digest => digest.replaceAll('-', ''))
    .join('')

/**
 * Enrols this browser. The answer holds the credential, of which only a digest is stored; so it is not kept under the request id. The same
 * worker, name, area and end of the shift are the same device.
 */
export const enrolDevice = async (ctx: Context, input: NewDevice): Answer<Enrolled> => {
  const allowed = authorise(ctx.actor, 'register', input.areaCode)
  if (!allowed.ok) return fail({ code: 'forbidden' })
  const at = ctx.clock.now()
  const left = input.shiftEndsAt.getTime() - at.getTime()
  if (left <= 0 || left > LONGEST_SHIFT_MS)
    return fail({
      code: 'device.invalid',
      field: 'shiftEndsAt',
      text: {
        zh: '下班时间应在现在之后、16小时之内；请检查本机时钟',
        en: 'The shift must end within 16 hours from now; check the clock of this phone',
      },
    })
  const area = await findArea(ctx.database, input.areaCode)
  if (!area)
    return fail({
      code: 'device.invalid',
      field: 'areaCode',
      text: { zh: '没有这个区域，请从列表中选择', en: 'There is no such area; choose one from the list' },
    })
  const name = input.name.trim()
  const [own = randomUUID()] = ctx.keys
    .digests([`device/${ctx.actor.id}/${input.areaCode}/${name}/${input.shiftEndsAt.getTime()}`])
    .map(uuidOf)
  const enrolled = (id: string, sealTo: Uint8Array): Enrolled => ({
    id,
    credential: credentialOf(ctx.keys, id),
    sealTo,
    area: { code: area.code, name: area.name },
    shiftEndsAt: input.shiftEndsAt,
  })
  const details = { device: name, area: input.areaCode, until: input.shiftEndsAt.toISOString() }
  return write<Enrolled, Failure<DeviceFailure>>(ctx, { action: 'device.enrolled', always: true }, async tx => {
    const insert = async (id: string): Promise<Uint8Array | undefined> => {
      const { sealTo, sealedKey } = await makeQueueKey(ctx.keys, id)
      const { areaCode, shiftEndsAt } = input
      const credentialDigest = digestOf(ctx.keys, id, credentialOf(ctx.keys, id))
      const device = { id, userId: ctx.actor.id, areaCode, name, credentialDigest, sealedKey, shiftEndsAt }
      return (await insertDevice(tx, device, at)) ? sealTo : undefined
    }
    const made = await insert(own)
    if (made) return ok({ answer: enrolled(own, made), audit: auditOf(input.areaCode, 'device.enrolled', own, details) })
    const before = await findWorkingDevice(tx, own)
    if (before && !before.deactivated)
      return ok({ answer: enrolled(own, await publicKeyOf(ctx.keys, own, before.sealedKey)), audit: [] })
    // A deactivated device stays deactivated.
    const id = randomUUID()
    const sealTo = await insert(id)
    if (!sealTo) throw new Error('a new device has the id of another one')
    return ok({ answer: enrolled(id, sealTo), audit: auditOf(input.areaCode, 'device.enrolled', id, details) })
  })
}

/** Devices of the area for an actor who manages accounts, else the actor's own; the newest first. */
export const findDevices = async ({ database, actor }: Context): Answer<DeviceRow[]> =>
  ok(
    GRANTS[actor.role].includes('accounts')
      ? await findDevicesOfArea(database, actor.areaCode)
      : await findDevicesOfWorker(database, actor.id),
  )

/** Deactivates a lost device for good: its own worker may, and who manages accounts in its area. Doing it again changes nothing. */
export const deactivateDevice = (ctx: Context, id: string): Answer<{ ok: true }> =>
  write<{ ok: true }, Failure<DeviceFailure>>(ctx, { action: `device.deactivated ${id}` }, async (tx, at) => {
    const device = await lockDevice(tx, id)
    const isAllowed = device && (device.userId === ctx.actor.id || authorise(ctx.actor, 'accounts', device.areaCode).ok)
    if (!isAllowed) return fail({ code: 'device.unknown' })
    const answer = { ok: true } as const
    if (device.deactivatedAt) return ok({ answer, audit: [] })
    await setDeactivated(tx, id, ctx.actor.name, at)
    return ok({ answer, audit: auditOf(device.areaCode, 'device.deactivated', id, { device: device.name }) })
  })

const findByHeader = async (sql: Sql, keys: Keyring, header: string): Promise<WorkingDevice | undefined> => {
  const [, id, credential] = DEVICE_HEADER.exec(header) ?? []
  if (id === undefined || credential === undefined) return undefined
  const device = await findWorkingDevice(sql, id)
  const given = Buffer.from(digestOf(keys, id, credential))
  return device && timingSafeEqual(given, Buffer.from(device.digest)) ? device : undefined
}

/** The device that sends the header, used by who enrolled it. Records that it was seen. */
export const getDevice = async (ctx: Context, header: string): Answer<WorkingDevice> => {
  const device = await findByHeader(ctx.database, ctx.keys, header)
  if (!device || device.userId !== ctx.actor.id) return fail({ code: 'device.unknown' })
  if (device.deactivated) return fail({ code: 'device.deactivated' })
  await setLastSeen(ctx.database, device.id, ctx.clock.now())
  return ok(device)
}

/**
 * Whether a device may keep its data; it asks at every contact, also while nobody is signed in. An unknown device gets a failure that does not
 * make it erase anything, so that a database restored from a backup erases nobody's work.
 */
export const getDeviceState = async (
  { database, keys, clock }: Pick<Context, 'database' | 'keys' | 'clock'>,
  header: string,
): Answer<{ deactivated: boolean; over: boolean; now: Date }> => {
  const device = await findByHeader(database, keys, header)
  if (!device) return fail({ code: 'device.unknown' })
  const now = clock.now()
  if (!device.deactivated) await setLastSeen(database, device.id, now)
  return ok({ deactivated: device.deactivated, over: device.shiftEndsAt <= now, now })
}
