/** What `mingce audit verify` can find, in words for people. */
import type { Text } from '@mingce/domain/result'

export type LogFaultCode =
  | 'file-missing'
  | 'file-malformed'
  | 'key-unknown'
  | 'signature'
  | 'root'
  | 'tile'
  | 'history'
  | 'truncated'
  | 'ended'
  | 'event-changed'
  | 'event-missing'

export interface LogFault {
  readonly code: LogFaultCode
  /** The file, or the checkpoint as it was given. */
  readonly file: string
  /** Position of an event, from 0. */
  readonly position?: number
  readonly text: Text
}

const TEXTS: Readonly<Record<LogFaultCode, (file: string, at: number) => Text>> = {
  'file-missing': file => ({ zh: `缺少文件 ${file}`, en: `The file ${file} is missing` }),
  'file-malformed': file => ({ zh: `文件 ${file} 的格式不对`, en: `The file ${file} is malformed` }),
  'key-unknown': file => ({
    zh: `${file} 没有操作记录公钥的签名`,
    en: `${file} is not signed by the key of the audit trail`,
  }),
  signature: file => ({ zh: `${file} 的签名无效`, en: `A signature of ${file} is not valid` }),
  root: file => ({
    zh: `各条记录算出的校验值与 ${file} 不一致：有记录被改动、删去、增加或调换`,
    en: `The checksum computed from the entries is not that of ${file}: entries were changed, dropped, added or reordered`,
  }),
  tile: file => ({ zh: `${file} 与各条记录不一致`, en: `${file} does not agree with the entries` }),
  history: (file, size) => ({
    zh: `较早的检查点 ${file} 证明前 ${size} 条记录当时不是这样：其中有记录被改动、删去、增加或调换`,
    en: `The earlier checkpoint ${file} proves that the first ${size} entries were others: some were changed, dropped, added or reordered`,
  }),
  truncated: (file, size) => ({
    zh: `较早的检查点 ${file} 有 ${size} 条记录，这里没有这么多：末尾的记录被删去`,
    en: `The earlier checkpoint ${file} has ${size} entries, and there are fewer here: entries at the end were dropped`,
  }),
  ended: (file, size) => ({
    zh: `检查点 ${file} 属于已停用的操作记录，有 ${size} 条；之后重新开始的操作记录没有接着它，其后的记录已丢失或被换掉`,
    en: `The checkpoint ${file} is of a log that ended and has ${size} entries; the log that was begun anew does not go on from it: its last entries are lost or others`,
  }),
  'event-changed': (file, at) => ({
    zh: `第 ${at} 条事件（${file}）与操作记录中的承诺值不符：内容被改动`,
    en: `Event ${at} (${file}) is not what the audit trail commits to: it was changed`,
  }),
  'event-missing': (file, at) => ({
    zh: `第 ${at} 条事件（${file}）缺失，也没有注明已依法删除`,
    en: `Event ${at} (${file}) is missing, and is not marked as erased`,
  }),
}

/** `at`: a position, or the size of a checkpoint. */
export const logFault = (code: LogFaultCode, file: string, at = 0): LogFault => ({
  code,
  file,
  ...(code.startsWith('event-') ? { position: at } : {}),
  text: TEXTS[code](file, at),
})
