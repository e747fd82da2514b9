/** What the API answers, in the words of the server's contract. */

export interface Text {
  zh: string
  en: string
}
export type Permission =
  | 'read'
  | 'contact'
  | 'import-registers'
  | 'import-registrations'
  | 'decide'
  | 'visit'
  | 'publish'
  | 'set-up'
  | 'audit'
export type Role = 'city' | 'district' | 'township' | 'station' | 'auditor'
export interface Place {
  code: string
  name: string
}

export interface Health {
  ok: boolean
  version: string
  /** Only a demo says so, and names its accounts. */
  demo?: boolean
  accounts?: { username: string; password: string; role: Role; area?: Place }[]
}
export interface Session {
  user: { id: string; name: string; username: string }
  role: Role
  area: Place
  permissions: Permission[]
}
export interface Finding {
  code: string
  severity: 'refused' | 'review' | 'note'
  article: string
  title: Text
  next: Text
}
export interface Area extends Place {
  level: number
}
export interface Election {
  id: string
  name: string
  area: Place
  pollingDay: string
  levels: ('county' | 'township')[]
  ruleSet: string
  state: string
  round: string
  listDeadline: string
}

export type ImportKind = 'population' | 'disqualifications' | 'previous-roll' | 'registrations'
export interface Import {
  id: number
  kind: ImportKind
  channel: string
  fileName: string
  state: 'reading' | 'deciding' | 'done' | 'failed'
  rows: number | null
  accepted: number | null
  review: number | null
  refused: number | null
  unchanged: number | null
  findings: Record<string, number>
  notes: Text[]
  error?: { code: string; zh: string; en: string } | null
  startedBy: string
  startedAt: string
  finishedAt: string | null
  hasReport: boolean
  progress?: { stage: string; rowsRead: number; bytesRead: number; bytesTotal: number } | null
}
export interface ImportPreview {
  encoding: string | null
  format: string
  sheet: string | null
  headerRow: number
  columns: { header: string; field: string | null; title: Text | null; samples: string[] }[]
  missing: string[]
  notes: Text[]
}

export interface RollVersion {
  version: number
  kind: string
  root: string
  entries: number
  publishedOn: string
  publishedBy: string
  lateReason: string | null
  districts: { level: string; code: string; name: string; entries: number; root: string }[]
}
export interface RollFile {
  name: string
  bytes: number
  title: Text
}
export interface RollVerification {
  ok: boolean
  entries: number
  root: string
  faults: Record<string, unknown>[]
}
export interface Job {
  id: string
  state: 'queued' | 'running' | 'done' | 'failed'
  progress?: { stage: string; done: number; total: number | null; title?: Text | null } | null
  result?: unknown
  error?: { code?: string; zh?: string; en?: string } | null
}

export interface CommunityCounts extends Place {
  eligible: number
  registered: number
  review: number
  notYetRegistered: number
}
export interface Overview {
  election: Election
  counts: { eligible: number; registered: number; review: number; refused: number; notYetRegistered: number }
  communities: CommunityCounts[]
  findings: Record<string, number>
  deadlines: { step: string; date: string; article: string; title: Text; daysLeft: number }[]
  imports: Import[]
  roll: Pick<RollVersion, 'version' | 'kind' | 'root' | 'entries' | 'publishedOn'> | null
}
export interface CheckResult {
  registered: number
  review: number
  refused: number
  notYetRegistered: number
  findings: Record<string, number>
}

export interface CaseFinding {
  code: string
  evidence: unknown
  state: string
  openedAt: string
  decidedAt: string | null
  decidedBy: string | null
  reason: string | null
}
export interface ReviewCase {
  countyCode: string
  registrationId: number
  name: string
  sex: string | null
  birthDate: string
  maskedNumber: string
  community: Place | null
  unit: string | null
  channel: string
  status: string
  rowNo: number | null
  importId: number | null
  fileName: string | null
  findings: CaseFinding[]
  population: {
    name: string
    sex: string | null
    birthDate: string
    community: Place | null
    status: string
    statusOn: string | null
  } | null
  other: {
    countyCode: string
    registrationId: number
    community: Place | null
    unit: string | null
    channel: string
    status: string
    visible: boolean
    name?: string | null
  } | null
  events: { kind: string; actor: string; at: string; reason: string }[]
}
export interface ReviewPage {
  items: ReviewCase[]
  next: string | null
  total: number
  byCode: Record<string, number>
}
export interface RefusedPage {
  items: {
    importId: number
    fileName: string
    rowNo: number
    name: string
    community: Place | null
    unit: string | null
    codes: string[]
    at: string
  }[]
  next: string | null
  total: number
}

export type VisitOutcome = 'found' | 'abroad' | 'moved' | 'closed'
export interface PersonToVisit {
  personRef: string
  name: string
  sex: string | null
  birthYear: number
  address: string | null
  maskedPhone: string | null
  migrant: boolean
  visit: { outcome: VisitOutcome; by: string; at: string } | null
}
export interface NotYetRegisteredPage {
  communities: (Place & { total: number; visited: number })[]
  items: PersonToVisit[]
  next: string | null
}
export interface AuditPage {
  items: {
    id: number
    at: string
    actor: string
    role: string
    action: string
    subject: string
    details: unknown
  }[]
  next: string | null
}
