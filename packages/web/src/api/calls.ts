/** Every call of the API the pages make, named as people say it. All throw ApiError. */
import { api, bodyOf, once, upload } from './request.ts'
import type { paths } from './schema.d.ts'
import type {
  BatchChoice,
  Health,
  ImportKind,
  ImportPreview,
  MendBody,
  NewElection,
  NewStation,
  ReviewCase,
  SecondGiven,
  VisitOutcome,
} from './types.ts'

export const readHealth = async (): Promise<Health> => bodyOf(api.GET('/api/health'))
export const signOut = async (): Promise<void> => void (await api.POST('/api/auth/sign-out'))
export const readSession = () => bodyOf(api.GET('/api/session'))
/** Findings; of an election with the articles of its own rule set. */
export const readFindings = (election?: string) =>
  bodyOf(api.GET('/api/findings', { params: { query: election ? { election } : {} } }))
/** Areas that offices added to the country's table. */
export const readAddedAreas = () => bodyOf(api.GET('/api/areas/added'))
export const addAreas = (body: { areas: { code: string; name: string }[]; source: string }, requestId: string) =>
  bodyOf(api.POST('/api/areas/added', { body, headers: once(requestId) }))
/** Rule sets of provinces and offices, and versions that wait for a second person. */
export const readRuleSets = () => bodyOf(api.GET('/api/rule-sets'))
export const readElectionRules = (id: string) => bodyOf(api.GET('/api/elections/{id}/rule-set', { params: { path: { id } } }))
export const proposeRuleSet = (body: { file: Record<string, unknown>; note: string }, requestId: string) =>
  bodyOf(api.POST('/api/rule-sets', { body, headers: once(requestId) }))
export const decideRuleSet = (
  { set, version, second }: { set: string; version: number; second?: SecondGiven | undefined },
  decision: 'confirm' | 'withdraw',
  requestId: string,
) =>
  bodyOf(
    decision === 'confirm'
      ? api.POST('/api/rule-sets/{set}/{version}/confirm', {
          params: { path: { set, version } },
          body: second ? { second } : {},
          headers: once(requestId),
        })
      : api.POST('/api/rule-sets/{set}/{version}/withdraw', { params: { path: { set, version } }, headers: once(requestId) }),
  )
/** Asks the level above to confirm a change; it is looked up by its check code there. */
export const askSecondOfficer = (kind: string, subject: string) =>
  bodyOf(api.POST('/api/second-officer/changes', { body: { kind, subject } }))
export const findWaitingChange = (change: string) =>
  bodyOf(api.GET('/api/second-officer/changes/{change}', { params: { path: { change } } }))
export const giveSecondCode = (change: string) =>
  bodyOf(api.POST('/api/second-officer/changes/{change}/code', { params: { path: { change } } }))
/** The first officer enters that a second one has seen a document. */
export const confirmSecondOfficer = (
  { electionId, ...path }: { electionId: string; countyCode: string; registrationId: number },
  second: SecondGiven,
  requestId: string,
) =>
  bodyOf(
    api.POST('/api/elections/{id}/registrations/{countyCode}/{registrationId}/second-officer', {
      params: { path: { id: electionId, ...path } },
      body: { second },
      headers: once(requestId),
    }),
  )
/** Areas directly inside `parent`; without it, those at the top of what the person sees. */
export const readAreas = (parent?: string) => bodyOf(api.GET('/api/areas', { params: { query: parent ? { parent } : {} } }))

export const readElections = () => bodyOf(api.GET('/api/elections'))
export const createElection = (body: NewElection, requestId: string) =>
  bodyOf(api.POST('/api/elections', { body, headers: once(requestId) }))
export const readOverview = (id: string) => bodyOf(api.GET('/api/elections/{id}/overview', { params: { path: { id } } }))
/** Work that waits for the reader: what is due first. */
export const readWork = (id: string) => bodyOf(api.GET('/api/elections/{id}/work', { params: { path: { id } } }))

/** Streets and townships side by side; `township`: the days of that one. */
export const readTownships = (id: string, township?: string) =>
  bodyOf(api.GET('/api/elections/{id}/townships', { params: { path: { id }, query: township ? { township } : {} } }))

/** Whether the clock of the server is trusted. */
export const readClock = () => bodyOf(api.GET('/api/clock'))
export const confirmClock = () => bodyOf(api.POST('/api/clock/confirm'))

/** Population registers, and how each is doing. */
export const readSources = () => bodyOf(api.GET('/api/sources'))

/** Authorities that report people without the vote, and when each was last heard. */
export const readAuthorities = () => bodyOf(api.GET('/api/feeds/authorities'))
/** Reads of the disqualification register: each has its reason, and is kept nowhere. */
export const lookUpDisqualification = (id: string, question: { name: string; number: string; reason: string }) =>
  bodyOf(api.POST('/api/elections/{id}/disqualifications/look-up', { params: { path: { id } }, body: question }))
export const listDisqualifications = (id: string, reason: string, cursor?: string) =>
  bodyOf(
    api.POST('/api/elections/{id}/disqualifications/list', {
      params: { path: { id } },
      body: { reason, ...(cursor ? { cursor } : {}) },
    }),
  )

export const readStations = (id: string) => bodyOf(api.GET('/api/elections/{id}/stations', { params: { path: { id } } }))
export const replaceStations = (id: string, stations: NewStation[], requestId: string) =>
  bodyOf(api.PUT('/api/elections/{id}/stations', { params: { path: { id } }, body: { stations }, headers: once(requestId) }))

export interface ImportFilter {
  kind?: string | undefined
  state?: string | undefined
  q?: string | undefined
  mine?: string | undefined
}
/** Imports, newest first; `before`: the last of the page before. */
export const readImports = (id: string, filter: ImportFilter = {}, before?: number) =>
  bodyOf(api.GET('/api/elections/{id}/imports', { params: { path: { id }, query: said({ ...filter, before }) } }))
export interface SenderFilter {
  of?: string | undefined
  state?: string | undefined
  q?: string | undefined
}
/** Communities and units that have sent nothing yet, or have. */
export const readSenders = (id: string, filter: SenderFilter, cursor?: string) =>
  bodyOf(api.GET('/api/elections/{id}/senders', { params: { path: { id }, query: said({ ...filter, cursor }) } }))
export const sendersTableUrl = (id: string, of: string, state: string) =>
  `/api/elections/${encodeURIComponent(id)}/senders/table.xlsx?${new URLSearchParams({ of, state })}`
export const readImport = (importId: number) => bodyOf(api.GET('/api/imports/{importId}', { params: { path: { importId } } }))
export const importReportUrl = (importId: number) => `/api/imports/${importId}/report`
export const decideHeldImport = (
  importId: number,
  of: { decision: 'let-in' | 'send-back'; reason: string; second?: SecondGiven | undefined },
  requestId: string,
) =>
  bodyOf(
    api.POST('/api/imports/{importId}/held', {
      params: { path: { importId } },
      body: of,
      headers: once(requestId),
    }),
  )
const importsUrl = (id: string) => `/api/elections/${encodeURIComponent(id)}/imports`
export const previewImport = (id: string, form: FormData) =>
  upload<ImportPreview>(`${importsUrl(id)}/preview`, form, () => undefined)
export const startImport = (id: string, form: FormData, onSent: (share: number) => void) =>
  upload<{ id: number }>(importsUrl(id), form, onSent)

export const templateUrl = (kind: ImportKind) => `/api/import-templates/${kind}`
/** Several files at once: a batch, its files, and what is chosen of each. */
export const createBatch = (id: string, channel: string, requestId: string) =>
  bodyOf(
    api.POST('/api/elections/{id}/import-batches', { params: { path: { id } }, body: { channel }, headers: once(requestId) }),
  )
export const readBatch = (batchId: number) => bodyOf(api.GET('/api/import-batches/{batchId}', { params: { path: { batchId } } }))
export const addBatchFile = (batchId: number, form: FormData, onSent: (share: number) => void) =>
  upload<{ added: number }>(`/api/import-batches/${batchId}/files`, form, onSent)
export const previewBatchFile = (batchId: number, fileId: number) =>
  bodyOf(api.GET('/api/import-batches/{batchId}/files/{fileId}/preview', { params: { path: { batchId, fileId } } }))
export const chooseBatchFile = (path: { batchId: number; fileId: number }, body: BatchChoice, requestId: string) =>
  bodyOf(api.PUT('/api/import-batches/{batchId}/files/{fileId}/choice', { params: { path }, body, headers: once(requestId) }))
export const removeBatchFile = (path: { batchId: number; fileId: number }) =>
  bodyOf(api.DELETE('/api/import-batches/{batchId}/files/{fileId}', { params: { path } }))
export const startBatch = (batchId: number, requestId: string) =>
  bodyOf(api.POST('/api/import-batches/{batchId}/start', { params: { path: { batchId } }, headers: once(requestId) }))

export interface ReviewFilter {
  code?: string | undefined
  community?: string | undefined
  state?: string | undefined
  q?: string | undefined
  /** `mine`, `nobody`, or an officer's id. */
  assigned?: string | undefined
}

/** What is empty is left out of the query. The names come from the page's address, so the server has the last word on them. */
const said = <Q extends object>(query: object): Q =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined && value !== '')) as Q

export const readReviews = (id: string, filter: ReviewFilter, cursor?: string) =>
  bodyOf(api.GET('/api/elections/{id}/reviews', { params: { path: { id }, query: said({ ...filter, cursor }) } }))
type CaseRef = Pick<ReviewCase, 'countyCode' | 'registrationId'>
const caseOf = ({ countyCode, registrationId }: CaseRef) => ({ countyCode, registrationId })
type Decided = paths['/api/reviews/{countyCode}/{registrationId}/decision']['post']['requestBody']['content']['application/json']
export const decideReview = (of: CaseRef, { decision, reason, correction }: Decided, requestId: string) =>
  bodyOf(
    api.POST('/api/reviews/{countyCode}/{registrationId}/decision', {
      params: { path: caseOf(of) },
      body: { decision, reason, ...(correction && Object.keys(correction).length > 0 ? { correction } : {}) },
      headers: once(requestId),
    }),
  )
type Together = paths['/api/reviews/decisions']['post']['requestBody']['content']['application/json']
/** Decides cases of one finding for one reason. */
export const decideTogether = (
  { cases, ...asked }: Omit<Together, 'cases'> & { readonly cases: readonly CaseRef[] },
  requestId: string,
) => bodyOf(api.POST('/api/reviews/decisions', { body: { ...asked, cases: cases.map(caseOf) }, headers: once(requestId) }))
/** Officers to whom cases may be assigned. */
export const readAssignees = (id: string) => bodyOf(api.GET('/api/elections/{id}/reviews/officers', { params: { path: { id } } }))
export const assignCases = (id: string, cases: readonly CaseRef[], officer: string | null, requestId: string) =>
  bodyOf(
    api.POST('/api/elections/{id}/reviews/assignments', {
      params: { path: { id } },
      body: { cases: cases.map(caseOf), officer },
      headers: once(requestId),
    }),
  )
export const undoReview = (of: CaseRef, reason: string, requestId: string) =>
  bodyOf(
    api.POST('/api/reviews/{countyCode}/{registrationId}/undo', {
      params: { path: caseOf(of) },
      body: { reason },
      headers: once(requestId),
    }),
  )
/** Not a query: the answer is kept nowhere. */
export const revealNumber = (of: CaseRef, reason: string, requestId: string) =>
  bodyOf(
    api.POST('/api/reviews/{countyCode}/{registrationId}/number', {
      params: { path: caseOf(of) },
      body: { reason },
      headers: once(requestId),
    }),
  )

export const readRecord = (of: CaseRef) =>
  bodyOf(api.GET('/api/registrations/{countyCode}/{registrationId}/record', { params: { path: caseOf(of) } }))

export const readRefused = (id: string, filter: { code?: string | undefined; state?: string | undefined }, cursor?: string) =>
  bodyOf(api.GET('/api/elections/{id}/refused', { params: { path: { id }, query: said({ ...filter, cursor }) } }))

export const mendRow = (
  of: { readonly id: string; readonly countyCode: string; readonly digest: string },
  body: MendBody,
  requestId: string,
) =>
  bodyOf(
    api.POST('/api/elections/{id}/refused/{countyCode}/{digest}/mend', {
      params: { path: { ...of } },
      body,
      headers: once(requestId),
    }),
  )

export const proposeNumber = (id: string, countyCode: string, digest: string, requestId: string) =>
  bodyOf(
    api.POST('/api/elections/{id}/refused/{countyCode}/{digest}/proposal', {
      params: { path: { id, countyCode, digest }, header: { 'idempotency-key': requestId } },
    }),
  )

export const confirmProposal = (
  of: { readonly id: string; readonly countyCode: string; readonly digest: string },
  body: { readonly number: string; readonly community: string },
  requestId: string,
) =>
  bodyOf(
    api.POST('/api/elections/{id}/refused/{countyCode}/{digest}/confirmation', {
      params: { path: { ...of }, header: { 'idempotency-key': requestId } },
      body,
    }),
  )

export const readNotYetRegistered = (
  id: string,
  filter: { community?: string | undefined; state?: string | undefined },
  cursor?: string,
) => bodyOf(api.GET('/api/elections/{id}/not-yet-registered', { params: { path: { id }, query: said({ ...filter, cursor }) } }))
export const readMissingCommunities = (id: string) =>
  bodyOf(api.GET('/api/elections/{id}/not-yet-registered/communities', { params: { path: { id } } }))
export const recordVisit = (id: string, personRef: string, outcome: VisitOutcome) =>
  bodyOf(api.POST('/api/elections/{id}/visits', { params: { path: { id } }, body: { personRef, outcome } }))

export const checkElection = (id: string) => bodyOf(api.POST('/api/elections/{id}/check', { params: { path: { id } } }))
export const readRolls = (id: string) => bodyOf(api.GET('/api/elections/{id}/rolls', { params: { path: { id } } }))
export const previewRoll = (id: string, lateReason: string | undefined, requestId: string) =>
  bodyOf(
    api.POST('/api/elections/{id}/rolls/preview', {
      params: { path: { id } },
      body: lateReason ? { lateReason } : {},
      headers: once(requestId),
    }),
  )
export const readRollPreview = (id: string) => bodyOf(api.GET('/api/elections/{id}/rolls/preview', { params: { path: { id } } }))
export const readPreviewEntries = (
  id: string,
  query: { readonly level: 'county' | 'township'; readonly district: string; readonly from: number },
) => bodyOf(api.GET('/api/elections/{id}/rolls/preview/entries', { params: { path: { id }, query } }))
/** Confirms a preview as a second person; the list is published. */
/** `second`: where the caller prepared the preview, how an officer of the level above confirmed it. */
export const publishRoll = (id: string, preview: number, requestId: string, second?: SecondGiven) =>
  bodyOf(
    api.POST('/api/elections/{id}/rolls', {
      params: { path: { id } },
      body: { preview, ...(second && { second }) },
      headers: once(requestId),
    }),
  )
export const readJob = (jobId: string) => bodyOf(api.GET('/api/jobs/{jobId}', { params: { path: { jobId } } }))

export const chooseGlyph = (id: string, body: { readonly codePoint: number; readonly picture?: string }, requestId: string) =>
  bodyOf(api.PUT('/api/elections/{id}/glyphs', { params: { path: { id } }, body, headers: once(requestId) }))
export const readVotingPlaces = (id: string) => bodyOf(api.GET('/api/elections/{id}/voting-places', { params: { path: { id } } }))
export const enterVotingPlace = (
  id: string,
  body: {
    readonly level: 'county' | 'township'
    readonly district: string
    readonly group: string
    readonly name: string
    readonly address: string
    readonly opens: string
    readonly closes: string
  },
  requestId: string,
) => bodyOf(api.PUT('/api/elections/{id}/voting-places', { params: { path: { id } }, body, headers: once(requestId) }))
export const removeVotingPlace = (
  id: string,
  body: { readonly level: 'county' | 'township'; readonly district: string; readonly group: string },
  requestId: string,
) => bodyOf(api.POST('/api/elections/{id}/voting-places/removal', { params: { path: { id } }, body, headers: once(requestId) }))

export const readRollFiles = (id: string, version: number) =>
  bodyOf(api.GET('/api/elections/{id}/rolls/{version}/files', { params: { path: { id, version } } }))
export const makeRollFiles = (id: string, version: number, requestId: string) =>
  bodyOf(api.POST('/api/elections/{id}/rolls/{version}/files', { params: { path: { id, version } }, headers: once(requestId) }))
export const rollArchiveUrl = (id: string, version: number) => `/api/elections/${encodeURIComponent(id)}/rolls/${version}/archive`
export const rollFileUrl = (id: string, version: number, name: string) =>
  `/api/elections/${encodeURIComponent(id)}/rolls/${version}/files/${encodeURIComponent(name)}`
export const verifyRoll = (id: string, version: number) =>
  bodyOf(api.POST('/api/elections/{id}/rolls/{version}/verify', { params: { path: { id, version } } }))

/** Days as 'YYYY-MM-DD', both inclusive; the actor by the start of the account's name. */
export type AuditFilter = { readonly [name in 'action' | 'actor' | 'from' | 'to']?: string | undefined }

export const readAudit = (id: string, filter: AuditFilter, cursor?: string) =>
  bodyOf(api.GET('/api/elections/{id}/audit', { params: { path: { id }, query: said({ ...filter, cursor }) } }))

export const readLogStatus = () => bodyOf(api.GET('/api/log'))

export const readDevices = () => bodyOf(api.GET('/api/devices'))
export const deactivateDevice = (deviceId: string, requestId: string) =>
  bodyOf(api.POST('/api/devices/{deviceId}/deactivate', { params: { path: { deviceId } }, headers: once(requestId) }))
