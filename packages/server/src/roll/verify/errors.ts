/** What verifying a published list can find, in words that name the entry. */
import type { Level } from '@mingce/domain/election'
import type { Text } from '@mingce/domain/result'
import type { RollEntry } from '@mingce/domain/roll'

export const FAULT_CODES = ['changed', 'dropped', 'added', 'reordered', 'manifest', 'missing-file', 'root', 'encoding'] as const
export type FaultCode = (typeof FAULT_CODES)[number]

/** `district` is the code, `number` the one within its voter group; null where a fault is of no single entry. */
export interface RollFault {
  readonly code: FaultCode
  readonly level: Level | null
  readonly district: string | null
  readonly number: number | null
  readonly name: string | null
  readonly file: string | null
  readonly text: Text
}

export interface RollVerification {
  readonly ok: boolean
  /** Entries found in the tables. */
  readonly entries: number
  /** The root that the files give, to be compared with the posters. */
  readonly root: string
  readonly faults: readonly RollFault[]
}

/** The district that a fault is in, as people call it. */
export interface Place {
  readonly level: Level | null
  readonly code: string
  readonly name: string
}

type Named = Pick<RollEntry, 'group' | 'number' | 'name'>

const who = (entry: Named): Text => ({
  zh: `${entry.group}第${entry.number}号“${entry.name}”`,
  en: `no. ${entry.number}${entry.group ? ` of ${entry.group}` : ''} “${entry.name}”`,
})

const FIELDS = {
  group: ['选民小组', 'voter group'],
  number: ['序号', 'number'],
  name: ['姓名', 'name'],
  sex: ['性别', 'sex'],
  mark: ['备注', 'mark'],
  level: ['级别', 'level'],
  change: ['变动', 'change'],
  district: ['选区代码', 'district code'],
  salt: ['随机数', 'salt'],
} as const satisfies Partial<Record<keyof RollEntry, readonly [string, string]>>

/** Which parts differ, with both readings. */
const parts = (was: RollEntry, is: RollEntry): Text => {
  const differing = (Object.keys(FIELDS) as (keyof typeof FIELDS)[]).filter(field => was[field] !== is[field])
  return {
    zh: differing.map(field => `${FIELDS[field][0]}“${was[field]}”变成了“${is[field]}”`).join('，') || '选区名或校验值被改动',
    en:
      differing.map(field => `${FIELDS[field][1]} “${was[field]}” became “${is[field]}”`).join(', ') ||
      'the district’s name or the digest was changed',
  }
}

/** Makes the faults of one file of one district. */
export const faultsIn = (place: Place, file: string) => {
  const at = `${place.name}（${file}）`
  const fault = (code: FaultCode, entry: Named | undefined, zh: string, en: string): RollFault => ({
    code,
    level: place.level,
    district: place.code,
    number: entry?.number ?? null,
    name: entry?.name ?? null,
    file,
    text: { zh: `${at}：${zh}`, en: `${place.name} (${file}): ${en}` },
  })
  return {
    fault,
    changed: (was: RollEntry, is: RollEntry | undefined, raw: string): RollFault => {
      const said: Text = is ? parts(was, is) : { zh: `这一行变成了“${raw}”`, en: `the line became “${raw}”` }
      return fault('changed', was, `${who(was).zh}被改动：${said.zh}`, `${who(was).en} was changed: ${said.en}`)
    },
    dropped: (was: RollEntry, before: RollEntry | undefined, after: RollEntry | undefined): RollFault => {
      const zh = [before && `在${who(before).zh}之后`, after && `在${who(after).zh}之前`].filter(Boolean).join('、')
      const en = [before && `after ${who(before).en}`, after && `before ${who(after).en}`].filter(Boolean).join(' and ')
      return fault(
        'dropped',
        was,
        `${who(was).zh}被删去${zh ? `（原${zh}）` : ''}`,
        `${who(was).en} was dropped${en ? ` (previously ${en})` : ''}`,
      )
    },
    added: (is: RollEntry | undefined, raw: string, copy: boolean): RollFault => {
      const name = is ? who(is) : { zh: `“${raw}”`, en: `“${raw}”` }
      return fault(
        'added',
        is,
        `${name.zh}是公布后${copy ? '重复' : ''}添加的`,
        `${name.en} was ${copy ? 'repeated' : 'added'} after publication`,
      )
    },
    reordered: (was: RollEntry, from: number, to: number): RollFault =>
      fault(
        'reordered',
        was,
        `${who(was).zh}次序被调换：原在第${from}行，现在第${to}行`,
        `${who(was).en} was moved from line ${from} to line ${to}`,
      ),
  }
}

/** A fault of the whole. */
export const wholeFault = (code: FaultCode, file: string | null, zh: string, en: string): RollFault => ({
  code,
  level: null,
  district: null,
  number: null,
  name: null,
  file,
  text: { zh, en },
})
