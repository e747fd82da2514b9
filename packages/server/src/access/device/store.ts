/** Devices of station and door workers. */
import { col, named, type RowOf, type Sql } from '../../platform/database/index.ts'

const DEVICE_ROW = {
  id: col.uuid,
  name: col.text,
  worker: col.text,
  areaCode: col.text,
  areaName: col.text,
  enrolledAt: col.instant,
  shiftEndsAt: col.instant,
  deactivatedAt: col.nullable(col.instant),
  deactivatedBy: col.nullable(col.text),
  lastSeenAt: col.nullable(col.instant),
}

export type DeviceRow = RowOf<typeof DEVICE_ROW>

export interface NewDeviceRow {
  readonly id: string
  readonly userId: string
  readonly areaCode: string
  readonly name: string
  readonly credentialDigest: string
  readonly sealedKey: Uint8Array
  readonly shiftEndsAt: Date
}

/** Adds a device; false if it exists. */
export const insertDevice = async (tx: Sql, device: NewDeviceRow, at: Date): Promise<boolean> => {
  const { id, userId, areaCode, name, credentialDigest, sealedKey, shiftEndsAt } = device
  const made = await tx.run(
    ...named(
      `INSERT INTO device (id, user_id, area_code, name, credential_digest, sealed_key, enrolled_at, shift_ends_at, last_seen_at)
     VALUES (:id, :userId, :areaCode, :name, :credentialDigest, :sealedKey, :at, :shiftEndsAt, :at) ON CONFLICT (id) DO NOTHING`,
      { id, userId, areaCode, name, credentialDigest, sealedKey, at, shiftEndsAt },
    ),
  )
  return made > 0
}

const DEVICE = `SELECT d.id, d.name, u.name AS worker, d.area_code AS "areaCode", coalesce(a.name, d.area_code) AS "areaName",
  d.enrolled_at AS "enrolledAt", d.shift_ends_at AS "shiftEndsAt", d.deactivated_at AS "deactivatedAt", d.deactivated_by AS "deactivatedBy",
  d.last_seen_at AS "lastSeenAt"
  FROM device d JOIN access_user u ON u.id = d.user_id LEFT JOIN area a ON a.code = d.area_code`

/** Devices of an area, the newest first. */
export const findDevicesOfArea = (sql: Sql, areaCode: string): Promise<DeviceRow[]> =>
  sql.query(`${DEVICE} WHERE starts_with(d.area_code, $1) ORDER BY d.enrolled_at DESC LIMIT 500`, [areaCode], DEVICE_ROW)

/** Devices of one worker, the newest first. */
export const findDevicesOfWorker = (sql: Sql, userId: string): Promise<DeviceRow[]> =>
  sql.query(`${DEVICE} WHERE d.user_id = $1 ORDER BY d.enrolled_at DESC LIMIT 500`, [userId], DEVICE_ROW)

const LOCK_DEVICE = {
  userId: col.text,
  areaCode: col.text,
  name: col.text,
  deactivatedAt: col.nullable(col.instant),
}

/** What deactivating needs of a device, which is locked until the transaction ends. */
export const lockDevice = async (
  tx: Sql,
  id: string,
): Promise<{ userId: string; areaCode: string; name: string; deactivatedAt: Date | null } | undefined> =>
  (
    await tx.query(
      'SELECT user_id AS "userId", area_code AS "areaCode", name, deactivated_at AS "deactivatedAt" FROM device WHERE id = $1 FOR UPDATE',
      [id],
      LOCK_DEVICE,
    )
  )[0]

export const setDeactivated = (tx: Sql, id: string, by: string, at: Date): Promise<number> =>
  tx.run('UPDATE device SET deactivated_at = $2, deactivated_by = $3 WHERE id = $1', [id, at, by])

export interface WorkingDevice {
  readonly id: string
  readonly userId: string
  readonly areaCode: string
  readonly shiftEndsAt: Date
  readonly sealedKey: Uint8Array
  /** The device was deactivated, or its worker's account was disabled. */
  readonly deactivated: boolean
}

const WORKING_DEVICE = {
  id: col.uuid,
  userId: col.text,
  areaCode: col.text,
  shiftEndsAt: col.instant,
  sealedKey: col.bytes,
  deactivated: col.boolean,
  digest: col.uuid,
}

/** A device with the digest of its credential. */
export const findWorkingDevice = async (sql: Sql, id: string): Promise<(WorkingDevice & { digest: string }) | undefined> =>
  (
    await sql.query(
      `SELECT d.id, d.user_id AS "userId", d.area_code AS "areaCode", d.shift_ends_at AS "shiftEndsAt", d.sealed_key AS "sealedKey",
         d.deactivated_at IS NOT NULL OR s.disabled_at IS NOT NULL AS "deactivated", d.credential_digest AS digest
       FROM device d JOIN staff s ON s.user_id = d.user_id WHERE d.id = $1`,
      [id],
      WORKING_DEVICE,
    )
  )[0]

export const setLastSeen = (sql: Sql, id: string, at: Date): Promise<number> =>
  sql.run('UPDATE device SET last_seen_at = $2 WHERE id = $1', [id, at])
