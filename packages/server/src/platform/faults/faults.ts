/**
 * One table for what goes wrong below the program: from PostgreSQL's SQLSTATE and the operating system's errno to words, an HTTP status and
 * what to do. HTTP answers with it and the command line prints it. What is not in the table is a bug.
 */
import type { Text } from '@mingce/domain/result'

export interface Fault {
  readonly code: string
  /** SQLSTATEs (five characters) and errnos (E…) that mean it. */
  readonly from: readonly string[]
  readonly status: 503 | 507
  /** Seconds after which a client may try again; without it a person has to act first. */
  readonly retryAfter?: number
  readonly text: Text
  readonly next: Text
}

const t = (zh: string, en: string): Text => ({ zh, en })

const TRY_AGAIN = t('请稍候再试', 'Try again in a moment')

export const FAULTS: readonly Fault[] = [
  {
    code: 'store.unreachable',
    from: ['08000', '08001', '08003', '08004', '08006', '57P01', '57P02', '57P03'],
    status: 503,
    retryAfter: 5,
    text: t('暂时无法连接数据库', 'The database cannot be reached at the moment'),
    next: t(
      '请稍候再试；如果刚才正在保存，请先查看是否已经保存',
      'Try again in a moment. If you were saving, check first whether it was saved',
    ),
  },
  {
    code: 'store.too-many-connections',
    from: ['53300'],
    status: 503,
    retryAfter: 5,
    text: t('数据库的连接数已满', 'The database has no free connection'),
    next: t(
      '请稍候再试；如果一再出现，请管理员提高 max_connections',
      'Try again in a moment. If it happens again, ask your administrator to raise max_connections',
    ),
  },
  {
    code: 'store.lock-timeout',
    from: ['55P03'],
    status: 503,
    retryAfter: 5,
    text: t('这些数据正被另一项操作使用，没有保存', 'Another operation is using this data; nothing was saved'),
    next: TRY_AGAIN,
  },
  {
    code: 'store.statement-timeout',
    from: ['57014'],
    status: 503,
    retryAfter: 10,
    text: t('数据库忙，操作超时，没有保存', 'The database is busy: the operation took too long and nothing was saved'),
    next: TRY_AGAIN,
  },
  {
    code: 'store.conflict',
    from: ['40001', '40P01'],
    status: 503,
    retryAfter: 1,
    text: t('与同时进行的另一项操作冲突，没有保存', 'The operation met another one at the same time; nothing was saved'),
    next: TRY_AGAIN,
  },
  {
    code: 'store.full',
    from: ['53100', '53000'],
    status: 507,
    text: t('数据库所在的磁盘已满，没有保存', 'The disk of the database is full; nothing was saved'),
    next: t('请管理员清理数据库服务器的磁盘', 'Ask your administrator to free space on the disk of the database'),
  },
  {
    code: 'store.no-memory',
    from: ['53200'],
    status: 503,
    retryAfter: 30,
    text: t('数据库内存不足，没有保存', 'The database has no memory left; nothing was saved'),
    next: t('请稍候再试；如果一再出现，请告诉管理员', 'Try again in a moment. If it happens again, tell your administrator'),
  },
  {
    code: 'store.read-only',
    from: ['25006'],
    status: 503,
    retryAfter: 30,
    text: t('数据库目前只能读取，没有保存', 'The database is read-only at the moment; nothing was saved'),
    next: t(
      '请管理员检查：连接的是否为备用服务器，default_transaction_read_only 是否打开',
      'Ask your administrator whether this is a standby server, or default_transaction_read_only is on',
    ),
  },
  {
    code: 'store.no-rights',
    from: ['42501'],
    status: 503,
    text: t('数据库用户没有所需的权限', 'The database user lacks a right that is needed'),
    next: t('请管理员让该用户成为数据库的所有者', 'Ask your administrator to make this user the owner of the database'),
  },
  {
    code: 'store.login',
    from: ['28000', '28P01'],
    status: 503,
    text: t('数据库拒绝了这个用户或密码', 'The database does not accept this user or password'),
    next: t('请管理员检查 DATABASE_URL 中的用户和密码', 'Ask your administrator to check user and password in DATABASE_URL'),
  },
  {
    code: 'store.no-database',
    from: ['3D000'],
    status: 503,
    text: t('服务器上没有这个数据库', 'The server has no database of this name'),
    next: t('请先创建数据库（createdb），或更正 DATABASE_URL', 'Create it (createdb), or correct DATABASE_URL'),
  },
  {
    code: 'store.disk-error',
    from: ['58030', 'XX001', 'XX002'],
    status: 503,
    text: t('数据库读写磁盘出错', 'The database could not read or write its disk'),
    next: t('请管理员检查磁盘和数据库日志', 'Ask your administrator to check the disk and the log of the database'),
  },
  {
    code: 'clock.in-doubt',
    from: ['clock.in-doubt'],
    status: 503,
    text: t(
      '服务器时钟可能不准，核对之前不清除、不公布；没有作任何改动',
      'The clock of the server may be wrong, so nothing is purged or published; nothing was changed',
    ),
    next: t(
      '请管理员核对时间：不对就校准；无误就在工作台首页确认，或执行 mingce clock confirm',
      'Ask your administrator to check the time: set it if it is wrong; if it is right, confirm it on the start page of the console or with mingce clock confirm',
    ),
  },
  {
    code: 'files.full',
    from: ['ENOSPC', 'EDQUOT'],
    status: 507,
    text: t('服务器磁盘已满', 'The disk of the server is full'),
    next: t('请管理员清理磁盘', 'Ask your administrator to free space on the disk'),
  },
  {
    code: 'files.read-only',
    from: ['EROFS'],
    status: 503,
    text: t('数据文件夹只能读取', 'The data folder is read-only'),
    next: t('请管理员检查磁盘的挂载方式', 'Ask your administrator to check how the disk is mounted'),
  },
  {
    code: 'files.no-rights',
    from: ['EACCES', 'EPERM'],
    status: 503,
    text: t('程序没有读写这些文件的权限', 'The program has no permission to use these files'),
    next: t('请管理员检查文件夹的所有者和权限', 'Ask your administrator to check owner and mode of the folder'),
  },
  {
    code: 'files.disk-error',
    from: ['EIO'],
    status: 503,
    text: t('磁盘读写出错', 'The disk reported an error'),
    next: t('请管理员检查磁盘', 'Ask your administrator to check the disk'),
  },
  {
    code: 'files.too-many-open',
    from: ['EMFILE', 'ENFILE'],
    status: 503,
    retryAfter: 5,
    text: t('打开的文件过多', 'Too many files are open'),
    next: t(
      '请稍候再试；如果一再出现，请管理员提高打开文件数的上限',
      'Try again; if it happens again, ask your administrator to raise the limit of open files',
    ),
  },
]

/** Mistakes in a path that somebody gave, and the faults above, as part of a sentence: "… could not be written: the disk is full". */
const BRIEF: Readonly<Record<string, Text>> = {
  ENOSPC: t('磁盘已满', 'the disk is full'),
  EDQUOT: t('磁盘配额已用完', 'the disk quota is used up'),
  EFBIG: t('文件超过允许的大小', 'the file is larger than allowed'),
  EACCES: t('没有读写的权限', 'permission denied'),
  EPERM: t('没有读写的权限', 'permission denied'),
  EROFS: t('那里只能读取', 'the file system is read-only'),
  ENOENT: t('没有这个文件或文件夹', 'there is no such file or folder'),
  ENOTDIR: t('路径中有一段是文件，不是文件夹', 'a part of the path is a file, not a folder'),
  EISDIR: t('这是一个文件夹', 'it is a folder'),
  EEXIST: t('已有同名的文件', 'a file of that name exists'),
  ENOTEMPTY: t('文件夹中已有别的内容', 'the folder contains other files'),
  ENAMETOOLONG: t('路径过长', 'the path is too long'),
  EIO: t('磁盘读写出错', 'the disk reported an error'),
  EMFILE: t('打开的文件过多', 'too many files are open'),
  ENFILE: t('打开的文件过多', 'too many files are open'),
}

const BY_SOURCE = new Map(FAULTS.flatMap(fault => fault.from.map(source => [source, fault] as const)))

const textOf = (value: unknown, field: 'state' | 'code'): string | undefined => {
  const found = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[field] : undefined
  return typeof found === 'string' ? found : undefined
}

/** The fault that an error tells of, by its SQLSTATE (`state`) or errno (`code`), or those of its causes; null: it tells of none. */
export const describeFault = (error: unknown): Fault | null => {
  let known: unknown = error
  for (let depth = 0; known instanceof Error && depth < 5; depth++) {
    const fault = BY_SOURCE.get(textOf(known, 'state') ?? '') ?? BY_SOURCE.get(textOf(known, 'code') ?? '')
    if (fault) return fault
    known = known.cause
  }
  return null
}

/** The words for the errno of an error, as part of a sentence; null: it has none that is known. */
export const briefOfErrno = (error: unknown): Text | null =>
  error instanceof Error ? (BRIEF[textOf(error, 'code') ?? ''] ?? null) : null
