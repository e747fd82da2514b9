/** What an audit row says, in the reader's words: the action, its object, and its particulars. */
import { explainCode, findFinding } from '../registration/index.ts'
import type { Text } from '../result/index.ts'
import { AUDIT_ACTIONS } from './actions.ts'
import { AUDIT_DETAILS } from './details.ts'
import { AUDIT_VALUES } from './values.ts'

const same = (text: string): Text => ({ zh: text, en: text })

const wordIn = (words: Readonly<Record<string, Text>>, name: string): Text | undefined =>
  Object.hasOwn(words, name) ? words[name] : undefined

/** Rows of older versions may have another action, which is said as it is. */
export const actionText = (action: string): Text => wordIn(AUDIT_ACTIONS, action) ?? same(action)

const ROLES: Readonly<Record<string, Text>> = {
  city: { zh: '市级选举工作机构', en: 'City election office' },
  district: { zh: '区县选举委员会', en: 'District election committee' },
  township: { zh: '乡镇选举委员会', en: 'Township election committee' },
  station: { zh: '选民登记站', en: 'Registration station' },
  auditor: { zh: '监督人员', en: 'Auditor' },
  voter: { zh: '选民', en: 'Voter' },
  device: { zh: '登记站的手机', en: 'Phone of a station' },
  authority: { zh: '报送机关', en: 'Reporting authority' },
  system: { zh: '系统自动办理', en: 'By the system' },
}

/** Who did it: an officer's role, a voter, or the system, when a deadline passed or a partner answered. */
export const roleText = (role: string): Text => wordIn(ROLES, role) ?? same(role)

const SUBJECTS: Readonly<Record<string, (id: string) => Text>> = {
  registration: id => ({ zh: `第 ${id} 号登记`, en: `Registration no. ${id}` }),
  objection: id => ({ zh: `第 ${id} 号申诉`, en: `Objection no. ${id}` }),
  import: id => ({ zh: `第 ${id} 号导入`, en: `Import no. ${id}` }),
  certificate: id => ({ zh: `资格证明 ${id}`, en: `Certificate ${id}` }),
  feed: id => ({ zh: `报文 ${id}`, en: `Message ${id}` }),
  'rule-set': id => ({ zh: `选举规则 ${id}`, en: `Rule set ${id}` }),
  refused: () => ({ zh: '退回的行', en: 'Refused row' }),
  change: () => ({ zh: '待另一人确认的变更', en: 'Change for a second officer' }),
  area: id => ({ zh: `第 ${id} 版行政区划`, en: `Version ${id} of the areas` }),
}

const THINGS: Readonly<Record<string, Text>> = {
  installation: { zh: '本系统', en: 'This system' },
  clock: { zh: '系统时钟', en: 'The clock' },
  backup: { zh: '备份', en: 'Backup' },
}

/** The object of an audit row: `registration/33`, the election itself, a version of its list, or a name that people gave. */
export const subjectText = (subject: string, electionId: string): Text => {
  if (subject === electionId) return { zh: '本次选举', en: 'This election' }
  const own = subject.startsWith(`${electionId}/`) ? subject.slice(electionId.length + 1) : subject
  if (own !== subject && /^\d+$/.test(own)) return { zh: `第 ${own} 版名单`, en: `Version ${own} of the list` }
  const [kind = '', ...rest] = own.split('/')
  const say = Object.hasOwn(SUBJECTS, kind) ? SUBJECTS[kind] : undefined
  if (rest.length > 0 && say) return say(rest.join('/'))
  return wordIn(THINGS, subject) ?? same(subject)
}

const YES: Text = { zh: '是', en: 'yes' }
const NO: Text = { zh: '否', en: 'no' }

const valueText = (name: string, value: unknown): Text => {
  if (typeof value === 'boolean') return value ? YES : NO
  const text = String(value)
  const word = Object.hasOwn(AUDIT_VALUES, name) ? wordIn(AUDIT_VALUES[name] ?? {}, text) : undefined
  return word ?? (findFinding(text) ? explainCode(text).title : same(text))
}

export interface Particular {
  /** Its name with those of what it is part of. */
  readonly name: Text
  readonly values: readonly Text[]
}

const MOST = 12
/** Long lists of particulars end after this many values. */
const MOST_VALUES = 20

const nameOf = (path: readonly string[]): Text => {
  const names = path.map(name => wordIn(AUDIT_DETAILS, name) ?? same(name))
  return { zh: names.map(({ zh }) => zh).join(' · '), en: names.map(({ en }) => en).join(' · ') }
}

/** Name and value of each particular, nested ones by their path, at most twelve. That it is about `electionId` itself is not said again. */
export const particularsOf = (details: unknown, electionId: string): Particular[] => particularsIn(details, electionId, [])

const particularsIn = (details: unknown, electionId: string, path: readonly string[]): Particular[] => {
  if (typeof details !== 'object' || details === null) return []
  return Object.entries(details)
    .flatMap(([name, value]): Particular[] => {
      if (value === null || value === undefined || value === '' || value === electionId) return []
      const parts: readonly unknown[] = Array.isArray(value) ? value.slice(0, MOST_VALUES) : [value]
      if (!Array.isArray(value) && typeof value === 'object') return particularsIn(value, electionId, [...path, name])
      if (parts.some(part => typeof part === 'object' && part !== null))
        return parts.flatMap(part => particularsIn(part, electionId, [...path, name]))
      return parts.length === 0 ? [] : [{ name: nameOf([...path, name]), values: parts.map(part => valueText(name, part)) }]
    })
    .slice(0, MOST)
}
