/** Why a change of person keys does not go on. Nothing of the tables in use was changed. */
import type { Text } from '@mingce/domain/result'
import { DatabaseRefusal } from '../database/index.ts'

export type RekeyRefusalCode =
  | 'rekey.citus'
  | 'rekey.imports'
  | 'rekey.busy'
  | 'rekey.other'
  | 'rekey.none'
  | 'rekey.under-way'
  | 'rekey.unreadable'

const TEXTS: Readonly<Record<RekeyRefusalCode, Text>> = {
  'rekey.citus': {
    zh: '分布式数据库（Citus）上还不能更换人员键，未作更改。见 docs/security.md。',
    en: 'Person keys cannot yet be changed on a distributed database (Citus); nothing was changed. See docs/security.md.',
  },
  'rekey.imports': {
    zh: '有名单正在导入，或导入报告还没有做完，这时不能切换。请等导入完成后再执行一次，会接着做。',
    en: 'An import is running, or its report is still to be made, and the keys cannot be changed meanwhile. Run the command again when the imports are done: it goes on where it stopped.',
  },
  'rekey.busy': {
    zh: '数据库里有别的连接长时间占用数据（例如 pg_dump），没有切换。请等它结束后再执行一次，会接着做。',
    en: 'Another connection to the database holds the data for long (pg_dump, for example); the keys were not changed. Run the command again when it has ended: it goes on where it stopped.',
  },
  'rekey.other': {
    zh: '另一个进程正在更换或刚刚更换了人员键，这次没有更换。用 mingce key rotate --people --status 查看。',
    en: 'Another process is changing the person keys or has just done so; this run changed nothing. See mingce key rotate --people --status.',
  },
  'rekey.none': {
    zh: '没有正在进行的人员键更换。',
    en: 'No change of person keys is under way.',
  },
  'rekey.under-way': {
    zh: '人员键的更换正在进行，此时不能只换密钥文件。请先完成：mingce key rotate --people，或放弃：mingce key rotate --people --abandon。',
    en: 'A change of person keys is under way, and the key file cannot be exchanged alone. Finish it first: mingce key rotate --people, or give it up: mingce key rotate --people --abandon.',
  },
  'rekey.unreadable': {
    zh: '有加密内容用现在的密钥打不开，没有切换。请先按下面的表名检查，必要时从备份恢复。',
    en: 'Some encrypted data cannot be opened with the present key; the keys were not changed. Check the table named below, and restore it from a backup if need be.',
  },
}

export class RekeyRefusal extends DatabaseRefusal {
  override readonly name = 'RekeyRefusal'
  readonly code: RekeyRefusalCode
  constructor(code: RekeyRefusalCode, where?: string) {
    const { zh, en } = TEXTS[code]
    super(where === undefined ? { zh, en } : { zh: `${zh} ${where}`, en: `${en} ${where}` })
    this.code = code
  }
}
