/** The file with the master secret: one line of 64 hex digits, mode 0600. */
import { randomBytes } from 'node:crypto'
import { link, mkdir, open, rename, rm, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { KeyError } from './errors.ts'
import { type Keyring, keyringOf, MASTER_BYTES } from './keyring.ts'

export interface KeyLocation {
  /** The key file, which must exist. Takes precedence over `MINGCE_KEY_FILE`, and that over the folder of `dataDir`. */
  readonly file?: string
  /** The embedded store's folder. Its key is created at the first start. */
  readonly dataDir?: string
  readonly env?: Readonly<Record<string, string | undefined>>
  /** The database's check value, if it has one: then no key is created, and a different key is refused. */
  readonly expected?: string
}

const createCommand = (file: string) => `(umask 077; openssl rand -hex ${MASTER_BYTES} > ${file})`
const isCode = (error: unknown, code: string) => error instanceof Error && 'code' in error && error.code === code

const namedFile = ({ file, env = process.env }: Pick<KeyLocation, 'file' | 'env'>): string | undefined =>
  file ?? (env.MINGCE_KEY_FILE || undefined)

/** The path of the key file; undefined: it is not named. */
export const keyFileOf = (location: Omit<KeyLocation, 'expected'>): string | undefined =>
  namedFile(location) ?? (location.dataDir === undefined ? undefined : join(location.dataDir, 'keys', 'installation.key'))

/** Where the new key waits during a rotation. */
export const nextFileOf = (file: string): string => `${file}.next`

/** Reads the installation's key, or creates it at the first start of an embedded folder. Throws `KeyError`; then nothing was changed. */
export const openKeyring = async (location: KeyLocation): Promise<Keyring> => {
  const named = namedFile(location)
  const file = keyFileOf(location)
  if (file === undefined) throw notNamed()
  const keys = (await readKeyring(file)) ?? (await firstKeyring(file, named === undefined, location.expected))
  if (location.expected !== undefined && location.expected !== keys.checkValue)
    throw new KeyError('key.wrong', {
      zh: `密钥文件 ${file} 不是这个数据库的密钥（数据库校验值 ${location.expected}，密钥校验值 ${keys.checkValue}）。没有改动任何数据；请换回原来的密钥文件。`,
      en: `The key file ${file} does not belong to this database (check value of the database ${location.expected}, of the key ${keys.checkValue}). Nothing was changed; restore the original key file.`,
    })
  return keys
}

const firstKeyring = async (file: string, mayCreate: boolean, expected: string | undefined): Promise<Keyring> => {
  if (expected !== undefined)
    throw new KeyError('key.lost', {
      zh: `找不到密钥文件 ${file}，而数据库里已有用它加密的数据（校验值 ${expected}）。没有改动任何数据；请从密钥备份恢复该文件。`,
      en: `The key file ${file} is missing, and the database contains data encrypted with it (check value ${expected}). Nothing was changed; restore the file from the key's backup.`,
    })
  if (!mayCreate)
    throw new KeyError('key.missing', {
      zh: `密钥文件 ${file} 不存在。新安装请先生成：${createCommand(file)}，并另存一份备份；已有数据的请恢复原密钥。`,
      en: `The key file ${file} does not exist. For a new installation create it: ${createCommand(file)}, and keep a copy elsewhere; for an existing one restore its key.`,
    })
  try {
    return await createKeyring(file)
  } catch (error) {
    // Another process created the key first; use that one.
    if (!(error instanceof KeyError && error.code === 'key.exists')) throw error
    const keys = await readKeyring(file)
    if (!keys) throw error
    return keys
  }
}

const notNamed = () =>
  new KeyError('key.missing', {
    zh: `没有指定密钥。使用 DATABASE_URL 时须用环境变量 MINGCE_KEY_FILE 指明密钥文件。新安装请先生成：${createCommand('/etc/mingce/installation.key')}，并另存一份备份。`,
    en: `No key file is configured. With DATABASE_URL, set the environment variable MINGCE_KEY_FILE to the key file. For a new installation create one: ${createCommand('/etc/mingce/installation.key')}, and keep a copy elsewhere.`,
  })

/** The keyring of a key file, or null where there is no such file. */
export const readKeyring = async (file: string): Promise<Keyring | null> => {
  const handle = await open(file, 'r').catch(error => {
    if (isCode(error, 'ENOENT')) return null
    throw error
  })
  if (!handle) return null
  try {
    // Checked on the open file, so that it cannot be replaced between the check and the read.
    const { mode } = await handle.stat()
    if (process.platform !== 'win32' && mode & 0o077)
      throw new KeyError('key.open-to-others', {
        zh: `密钥文件 ${file} 可被其他用户读取（权限 ${(mode & 0o777).toString(8)}）。请先执行：chmod 600 ${file}`,
        en: `The key file ${file} can be read by other users (mode ${(mode & 0o777).toString(8)}). Run: chmod 600 ${file}`,
      })
    const text = (await handle.readFile('latin1')).trim()
    if (!/^[0-9a-fA-F]{64}$/.test(text))
      throw new KeyError('key.malformed', {
        zh: `密钥文件 ${file} 的内容不是64位十六进制数。请从备份恢复；新安装可重新生成：${createCommand(file)}`,
        en: `The key file ${file} does not contain 64 hexadecimal digits. Restore it from its backup; for a new installation create one: ${createCommand(file)}`,
      })
    return keyringOf(Buffer.from(text, 'hex'))
  } finally {
    await handle.close()
  }
}

/** Creates a new key in `file` (mode 0600, its folder 0700) and syncs it to the disk. An existing file is not changed: `key.exists`. */
export const createKeyring = async (file: string): Promise<Keyring> => {
  const folder = dirname(file)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const master = randomBytes(MASTER_BYTES)
  const keys = keyringOf(master)
  // Written to a draft and then linked: a crash leaves no key or a complete one, and an existing key is never overwritten.
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  const handle = await open(draft, 'wx', 0o600)
  try {
    await handle.writeFile(`${master.toString('hex')}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
  try {
    await link(draft, file)
  } catch (cause) {
    if (!isCode(cause, 'EEXIST')) throw cause
    throw new KeyError(
      'key.exists',
      { zh: `密钥文件 ${file} 已存在，未作改动。`, en: `The key file ${file} already exists and was not changed.` },
      { cause },
    )
  } finally {
    await unlink(draft)
  }
  const entry = await open(folder, 'r')
  await entry.sync().finally(() => entry.close())
  return keys
}

const syncFolder = async (folder: string): Promise<void> => {
  const entry = await open(folder, 'r')
  await entry.sync().finally(() => entry.close())
}

/** Creates the new key of a rotation. One that a run left there before its commit was never used and is replaced. */
export const writeNextKey = async (file: string): Promise<Keyring> => {
  await rm(nextFileOf(file), { force: true })
  return createKeyring(nextFileOf(file))
}

/** Puts the new key in the place of the old one, which is kept as `<file>.<its check value>`; returns where. Repeatable after a crash. */
export const promoteNextKey = async (file: string, oldCheck: string | undefined): Promise<string> => {
  const kept = `${file}.${oldCheck ?? 'old'}`
  // Linked before it is replaced: at every moment there is a file of this name.
  if (oldCheck !== undefined)
    await link(file, kept).catch((cause: unknown) => {
      if (!isCode(cause, 'EEXIST')) throw cause
    })
  // Two processes may do this at once: a server that starts, and the command that exchanges the key.
  await rename(nextFileOf(file), file).catch((cause: unknown) => {
    if (!isCode(cause, 'ENOENT')) throw cause
  })
  await syncFolder(dirname(file))
  return kept
}
