/**
 * Phones of station and door workers. A worker enrols the browser for a shift; it gets an id, a credential that it shows beside its
 * worker's session, and a key to seal its queue to. Whoever lost it, or the office, cuts it off.
 */
import { randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'
import { fail, ok, type Result } from '@mingce/domain/result'
import { findArea } from '../../platform/areas/index.ts'
import { recordAudit } from '../../platform/audit/index.ts'
import type { Keyring } from '../../platform/crypto/index.ts'
import { once, type Sql } from '../../platform/database/index.ts'
import type { Failure } from '../../platform/http/index.ts'
import type { Context } from '../gate/index.ts'
import { authorise, GRANTS } from '../gate/index.ts'
import type { DeviceFailure } from './errors.ts'
import { makeQueueKey } from './service.seal.ts'

type Answer<T> = Promise<Result<T, Failure<DeviceFailure>>>

/** A shift and the way home: nobody works longer, and what is on a phone is to be gone by tomorrow. */
export const LONGEST_SHIFT_MS = 16 * 3_600_000

export interface NewDevice {
  /** By which the office knows it. */
  readonly name: string
  /** Within the worker's own area; its work list holds this one. */
  readonly areaCode: string
  readonly shiftEndsAt: Date
}

export interface Enrolled {
  readonly id: string
  /** Shown once; only a digest is kept here. */
  readonly credential: string
  /** Raw P-256 public key. */
  readonly sealTo: Uint8Array
  readonly area: { readonly code: string; readonly name: string }
  readonly shiftEndsAt: Date
}

export interface Device {
  readonly id: string
  readonly name: string
  readonly worker: string
  readonly areaCode: string
  readonly areaName: string
  readonly enrolledAt: Date
  readonly shiftEndsAt: Date
  readonly cutOffAt: Date | null
  readonly cutOffBy: string | null
  readonly lastSeenAt: Date | null
}

/** How a device names itself: `<id>.<credential>`. */
const DEVICE_HEADER = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([0-9a-f]{64})$/

const digestOf = (keys: Keyring, id: string, credential: string): string => keys.digests([`device/${id}/${credential}`]).join()

const auditRow = (ctx: Context, areaCode: string, action: string, subject: string, details: Record<string, unknown>) => ({
  countyCode: areaCode.slice(0, 6),
  at: ctx.clock.now(),
  actor: ctx.actor.name,
  role: ctx.actor.role,
  action,
  subject,
  details,
  requestId: ctx.requestId,
})

/**
 * Enrols this browser. Not kept by request id: the answer holds the credential, which is in no table; a retry enrols another device and
 * the first stays unused.
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
  const id = randomUUID()
  const credential = randomBytes(32).toString('hex')
  const { sealTo, sealedKey } = await makeQueueKey(ctx.keys, id)
  await ctx.database.transaction(async tx => {
    await tx.run(
      `INSERT INTO device (id, user_id, area_code, name, credential_digest, sealed_key, enrolled_at, shift_ends_at, last_seen_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $7)`,
      [id, ctx.actor.id, input.areaCode, input.name.trim(), digestOf(ctx.keys, id, credential), sealedKey, at, input.shiftEndsAt],
    )
    const details = { device: input.name.trim(), area: input.areaCode, until: input.shiftEndsAt.toISOString() }
    await recordAudit(tx, auditRow(ctx, input.areaCode, 'device.enrolled', id, details))
  })
  return ok({ id, credential, sealTo, area: { code: area.code, name: area.name }, shiftEndsAt: input.shiftEndsAt })
}

/** Devices of the area for whoever has charge of accounts, else one's own; the newest first. */
export const findDevices = async (ctx: Context): Answer<Device[]> => {
  const all = GRANTS[ctx.actor.role].includes('accounts')
  return ok(
    await ctx.database.query<Device>(
      `SELECT d.id, d.name, u.name AS worker, d.area_code AS "areaCode", coalesce(a.name, d.area_code) AS "areaName",
         d.enrolled_at AS "enrolledAt", d.shift_ends_at AS "shiftEndsAt", d.cut_off_at AS "cutOffAt", d.cut_off_by AS "cutOffBy",
         d.last_seen_at AS "lastSeenAt"
       FROM device d JOIN access_user u ON u.id = d.user_id LEFT JOIN area a ON a.code = d.area_code
       WHERE ${all ? 'starts_with(d.area_code, $1)' : 'd.user_id = $1'} ORDER BY d.enrolled_at DESC LIMIT 500`,
      [all ? ctx.actor.areaCode : ctx.actor.id],
    ),
  )
}

/** Cuts a lost device off for good: by its own worker, or by who has charge of accounts in its area. Again is no fault. */
export const cutOffDevice = async (ctx: Context, id: string): Answer<{ ok: true }> => {
  const at = ctx.clock.now()
  const known = await ctx.database.transaction(tx =>
    once(tx, { requestId: ctx.requestId, actor: ctx.actor.id, action: `device.cut-off ${id}`, at }, async () => {
      const [device] = await tx.query<{ userId: string; areaCode: string; name: string; cutOffAt: Date | null }>(
        'SELECT user_id AS "userId", area_code AS "areaCode", name, cut_off_at AS "cutOffAt" FROM device WHERE id = $1 FOR UPDATE',
        [id],
      )
      const may = device && (device.userId === ctx.actor.id || authorise(ctx.actor, 'accounts', device.areaCode).ok)
      if (!may) return false
      if (device.cutOffAt) return true
      await tx.run('UPDATE device SET cut_off_at = $2, cut_off_by = $3 WHERE id = $1', [id, at, ctx.actor.name])
      await recordAudit(tx, auditRow(ctx, device.areaCode, 'device.cut-off', id, { device: device.name }))
      return true
    }),
  )
  return known ? ok({ ok: true }) : fail({ code: 'device.unknown' })
}

export interface WorkingDevice {
  readonly id: string
  readonly userId: string
  readonly areaCode: string
  readonly shiftEndsAt: Date
  readonly sealedKey: Uint8Array
  /** Cut off, or its worker's account was ended. */
  readonly cutOff: boolean
}

const findByHeader = async (sql: Sql, keys: Keyring, header: string): Promise<WorkingDevice | undefined> => {
  const [, id, credential] = DEVICE_HEADER.exec(header) ?? []
  if (id === undefined || credential === undefined) return undefined
  const [device] = await sql.query<WorkingDevice & { digest: string }>(
    `SELECT d.id, d.user_id AS "userId", d.area_code AS "areaCode", d.shift_ends_at AS "shiftEndsAt", d.sealed_key AS "sealedKey",
       d.cut_off_at IS NOT NULL OR s.disabled_at IS NOT NULL AS "cutOff", d.credential_digest AS digest
     FROM device d JOIN staff s ON s.user_id = d.user_id WHERE d.id = $1`,
    [id],
  )
  const shown = Buffer.from(digestOf(keys, id, credential))
  return device && timingSafeEqual(shown, Buffer.from(device.digest)) ? device : undefined
}

/** The device that sends this, in the hands of who enrolled it. Notes that it was seen. */
export const getDevice = async (ctx: Context, header: string): Answer<WorkingDevice> => {
  const device = await findByHeader(ctx.database, ctx.keys, header)
  if (!device || device.userId !== ctx.actor.id) return fail({ code: 'device.unknown' })
  if (device.cutOff) return fail({ code: 'device.cut-off' })
  await ctx.database.run('UPDATE device SET last_seen_at = $2 WHERE id = $1', [device.id, ctx.clock.now()])
  return ok(device)
}

/**
 * What a device asks at every contact, signed in or not: may it keep what it holds? A device that is not known is left alone, so that an old
 * database wipes nobody's work.
 */
export const deviceStanding = async (
  { database, keys, clock }: Pick<Context, 'database' | 'keys' | 'clock'>,
  header: string,
): Answer<{ cutOff: boolean; over: boolean; now: Date }> => {
  const device = await findByHeader(database, keys, header)
  if (!device) return fail({ code: 'device.unknown' })
  const now = clock.now()
  if (!device.cutOff) await database.run('UPDATE device SET last_seen_at = $2 WHERE id = $1', [device.id, now])
  return ok({ cutOff: device.cutOff, over: device.shiftEndsAt <= now, now })
}
