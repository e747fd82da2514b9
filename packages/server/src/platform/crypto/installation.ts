/**
 * Ties the key file to the database. What encrypts people and contacts is the installation's master secret; the database holds it sealed
 * under the key of the key file. So the key file can be exchanged while the service runs (`rotateKey`): no person key, list or certificate
 * changes, and the file that was replaced opens nothing of the database any more.
 */
import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import type { Database, Sql } from '../database/index.ts'
import { KeyError, SealError } from './errors.ts'
import { type KeyLocation, keyFileOf, nextFileOf, openKeyring, promoteNextKey, readKeyring, writeNextKey } from './key-file.ts'
import { type Keyring, keyringOf, MASTER_BYTES, type Secrets } from './keyring.ts'
import { findKeyState, type KeyState, lockKeyState, recordKeyState, replaceKeyState } from './store.ts'

const CONTEXT = 'installation/master'
/** Of a master secret that is not yet the installation's. */
const NEXT_CONTEXT = 'installation/next-master'

/** The master secret and, after a change of person keys, those before it. */
const sealSecrets = (fileKeys: Keyring, { master, former }: Secrets): string => {
  const before = former.map(({ master: secret, logs }) => ({ master: Buffer.from(secret).toString('hex'), logs }))
  const plain = former.length === 0 ? master : Buffer.concat([master, Buffer.from(JSON.stringify(before))])
  return Buffer.from(fileKeys.seal(plain, CONTEXT)).toString('base64')
}

const secretsOf = (plain: Uint8Array): Secrets => {
  const rest = Buffer.from(plain.subarray(MASTER_BYTES)).toString('utf8')
  const before: readonly { readonly master: string; readonly logs: number }[] = rest === '' ? [] : JSON.parse(rest)
  return {
    master: plain.subarray(0, MASTER_BYTES),
    former: before.map(({ master, logs }) => ({ master: Buffer.from(master, 'hex'), logs })),
  }
}

const openSecrets = (fileKeys: Keyring, { sealedMaster }: KeyState): Secrets => {
  try {
    return secretsOf(fileKeys.open(Buffer.from(sealedMaster, 'base64'), CONTEXT))
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

const keyringFrom = ({ master, former }: Secrets): Keyring => keyringOf(master, former)

export type Location = Omit<KeyLocation, 'expected'>

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
  if (known) return keyringFrom(openSecrets(fileKeys, known))
  const master = randomBytes(MASTER_BYTES)
  await recordKeyState(sql, { check: fileKeys.checkValue, sealedMaster: sealSecrets(fileKeys, { master, former: [] }) })
  // If two processes start for the first time at once, what was recorded first is valid.
  const first = await findKeyState(sql)
  if (!first) throw new Error('the key of the installation was not recorded')
  const own = first.check === fileKeys.checkValue ? fileKeys : await openKeyring({ ...location, expected: first.check })
  return keyringFrom(openSecrets(own, first))
}

/** The keyring of a backup: the master secret that its first line holds, opened with the key file of its time. */
export const openKeyringOf = async (location: Location, state: KeyState): Promise<Keyring> =>
  keyringFrom(openSecrets(await openKeyring({ ...location, expected: state.check }), state))

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
    await replaceKeyState(tx, { check: newKeys.checkValue, sealedMaster: sealSecrets(newKeys, openSecrets(fileKeys, state)) })
    await record(tx, rotated)
  })
  return { ...rotated, oldFile: await promoteNextKey(file, rotated.oldCheck) }
}

/** The next master secret and key file, from the preparation of a change of person keys to its end. */
export interface Successor {
  /** Check value of the next key file. */
  readonly check: string
  /** Base64: the next master secret, sealed under the next key file. */
  readonly sealed: string
}

/** Makes the next key file, beside the present one, and the next master secret. Nothing uses either of them yet. */
export const prepareSuccessor = async (location: Location): Promise<Successor> => {
  const file = keyFileOf(location)
  if (file === undefined) throw new Error('the key file is not named')
  const fileKeys = await writeNextKey(file)
  return {
    check: fileKeys.checkValue,
    sealed: Buffer.from(fileKeys.seal(randomBytes(MASTER_BYTES), NEXT_CONTEXT)).toString('base64'),
  }
}

/** Where the next key file is. */
export const successorFileOf = (location: Location): string => nextFileOf(keyFileOf(location) ?? '')

export interface OpenedSuccessor {
  readonly keys: Keyring
  /** The state of the installation once these keys are its own. */
  readonly state: KeyState
}

/**
 * The keys of the installation and those that come after them. `logs`: how many logs it has begun.
 * @throws KeyError when the next key file is missing or another one
 */
export const openSuccessor = async (
  sql: Sql,
  location: Location,
  next: Successor,
  logs: number,
): Promise<{ readonly from: Keyring; readonly to: OpenedSuccessor }> => {
  const state = await findKeyState(sql)
  if (!state) throw new Error('the installation has no key yet')
  const secrets = openSecrets(await openKeyring({ ...location, expected: state.check }), state)
  const file = successorFileOf(location)
  const fileKeys = await readKeyring(file)
  if (fileKeys?.checkValue !== next.check)
    throw new KeyError('key.lost', {
      zh: `找不到更换中的新密钥文件 ${file}（校验值 ${next.check}）。请从备份恢复该文件，或放弃这次更换：mingce key rotate --people --abandon`,
      en: `The new key file ${file} of the change that is under way is missing or another one (check value ${next.check}). Restore it, or give the change up: mingce key rotate --people --abandon`,
    })
  const following: Secrets = {
    master: fileKeys.open(Buffer.from(next.sealed, 'base64'), NEXT_CONTEXT),
    former: [...secrets.former, { master: secrets.master, logs }],
  }
  return {
    from: keyringFrom(secrets),
    to: { keys: keyringFrom(following), state: { check: fileKeys.checkValue, sealedMaster: sealSecrets(fileKeys, following) } },
  }
}

/** Puts the next key file in its place, unless another process did; returns where the old one is. */
export const promoteSuccessor = async (location: Location, checks: Omit<RotatedKey, 'oldFile'>): Promise<string> => {
  const file = keyFileOf(location)
  if (file === undefined) throw new Error('the key file is not named')
  const next = await readKeyring(nextFileOf(file))
  return next?.checkValue === checks.newCheck ? promoteNextKey(file, checks.oldCheck) : `${file}.${checks.oldCheck}`
}

/** Removes the next key file of a change that was given up. */
export const removeSuccessor = (location: Location): Promise<void> => rm(successorFileOf(location), { force: true })
