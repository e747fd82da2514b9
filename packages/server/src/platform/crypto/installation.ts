/**
 * Ties the key file to the database. What encrypts people and contacts is the installation's master secret; the database holds it sealed
 * under the key of the key file. So the key file can be exchanged while the service runs (`rotateKey`): no person key, list or certificate
 * changes, and the file that was replaced opens nothing of the database any more.
 */
import { randomBytes } from 'node:crypto'
import type { Database, Sql } from '../database/index.ts'
import { KeyError, SealError } from './errors.ts'
import { type KeyLocation, keyFileOf, nextFileOf, openKeyring, promoteNextKey, readKeyring, writeNextKey } from './key-file.ts'
import { type Keyring, keyringOf, MASTER_BYTES } from './keyring.ts'
import { findKeyState, type KeyState, lockKeyState, recordKeyState, replaceKeyState } from './store.ts'

const CONTEXT = 'installation/master'

const sealMaster = (fileKeys: Keyring, master: Uint8Array): string =>
  Buffer.from(fileKeys.seal(master, CONTEXT)).toString('base64')

const openMaster = (fileKeys: Keyring, { sealedMaster }: KeyState): Uint8Array => {
  try {
    return fileKeys.open(Buffer.from(sealedMaster, 'base64'), CONTEXT)
  } catch (cause) {
    if (!(cause instanceof SealError)) throw cause
    throw new KeyError(
      'key.wrong',
      {
        zh: '密钥文件打不开这个数据库的主密钥：数据库中的记录被改动过。没有改动任何数据；请从备份恢复数据库。',
        en: 'The key file does not open the master secret of this database: the record in the database was changed. Nothing was changed; restore the database from a backup.',
      },
      { cause },
    )
  }
}

type Location = Omit<KeyLocation, 'expected'>

/** The key file's keyring, after a rotation that stopped before it put the new file in its place was finished. */
const openFileKeys = async (location: Location, expected: string | undefined): Promise<Keyring> => {
  const file = keyFileOf(location)
  if (expected !== undefined && file !== undefined) {
    const next = await readKeyring(nextFileOf(file))
    if (next?.checkValue === expected) await promoteNextKey(file, (await readKeyring(file))?.checkValue)
  }
  return openKeyring(expected === undefined ? location : { ...location, expected })
}

/**
 * The keyring of this database. The check value of the first key file is recorded with the master secret; after that a missing file is
 * `key.lost` and a different one `key.wrong`, and nothing is changed. Needs the table `installation`.
 */
export const openInstallationKeyring = async (sql: Sql, location: Location): Promise<Keyring> => {
  const known = await findKeyState(sql)
  const fileKeys = await openFileKeys(location, known?.check)
  if (known) return keyringOf(openMaster(fileKeys, known))
  const master = randomBytes(MASTER_BYTES)
  await recordKeyState(sql, { check: fileKeys.checkValue, sealedMaster: sealMaster(fileKeys, master) })
  // If two processes start for the first time at once, what was recorded first is valid.
  const first = await findKeyState(sql)
  if (!first) throw new Error('the key of the installation was not recorded')
  const own = first.check === fileKeys.checkValue ? fileKeys : await openKeyring({ ...location, expected: first.check })
  return keyringOf(openMaster(own, first))
}

/** The keyring of a backup: the master secret that its first line holds, opened with the key file of its time. */
export const openKeyringOf = async (location: Location, state: KeyState): Promise<Keyring> =>
  keyringOf(openMaster(await openKeyring({ ...location, expected: state.check }), state))

export interface RotatedKey {
  readonly oldCheck: string
  readonly newCheck: string
  /** Where the replaced key file is now: for backups that were made before. */
  readonly oldFile: string
}

/**
 * Exchanges the key file: a new key is written beside it and synced, the master secret is sealed under it in one transaction, and the new
 * file takes the place of the old one. Interrupted before the commit, the old file is valid and the next run starts anew; after it, the next
 * start of any command puts the new file in its place. Processes that run keep the master secret in memory and go on.
 */
export const rotateKey = async (
  database: Database,
  location: Location,
  record: (tx: Sql, rotated: Omit<RotatedKey, 'oldFile'>) => Promise<void>,
): Promise<RotatedKey> => {
  const file = keyFileOf(location)
  if (file === undefined) throw new Error('the key file is not named')
  const before = await findKeyState(database)
  const fileKeys = await openFileKeys(location, before?.check)
  const newKeys = await writeNextKey(file)
  const rotated = { oldCheck: fileKeys.checkValue, newCheck: newKeys.checkValue }
  await database.transaction(async tx => {
    const state = await lockKeyState(tx)
    if (state?.check !== fileKeys.checkValue)
      throw new KeyError('key.wrong', {
        zh: '另一个进程刚刚更换了密钥，这次没有更换。',
        en: 'Another process has just rotated the key; this run changed nothing.',
      })
    await replaceKeyState(tx, { check: newKeys.checkValue, sealedMaster: sealMaster(newKeys, openMaster(fileKeys, state)) })
    await record(tx, rotated)
  })
  return { ...rotated, oldFile: await promoteNextKey(file, rotated.oldCheck) }
}
