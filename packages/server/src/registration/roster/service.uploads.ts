import { COLUMNS } from '@mingce/domain/registration'
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import { readResidentId } from '@mingce/domain/standards'
import type { Context } from '../../access/index.ts'
import {
  type Actor,
  type Change,
  type ChangeSource,
  CountedSecond,
  checkSecondOfficer,
  type SecondGiven,
} from '../../access/index.ts'
import { getElection, homeCounty } from '../../election/index.ts'
import { maskPhone } from '../../platform/crypto/index.ts'
import type { Table, TableLook } from '../../platform/files/index.ts'
import type { ReceivedFile } from '../../platform/http/index.ts'
import type { Jobs } from '../../platform/jobs/index.ts'
import { type Written, write } from '../../platform/write/index.ts'
import {
  discardHeld,
  findImportById,
  type ImportKind,
  type ImportRecord,
  insertImport,
  lockHeld,
  releaseHeld,
  UPLOADED,
} from '../../population/index.ts'
import { askWhereTheyLive, MOST_ASKED, openImportTable, type Placed, type Reading, readingFor } from '../reading/index.ts'
import { checkRowCount, findImportFault, type RosterFailure } from './errors.ts'
import type { ImportForm, ImportProgress, Preview } from './schema.ts'
import { permissionForKind } from './service.import.ts'
import { IMPORT_JOB, type ImportPayload, jobKey, openReportTimer, workOnImports } from './service.job.ts'
import { findVisible } from './service.records.ts'

type Failure = { readonly code: RosterFailure; readonly text?: Text; readonly next?: Text }

const LONGEST_SAMPLE = 100

const isRounded = (number: string): boolean => readResidentId(number, ANYWHERE).kind === 'precision-lost'
/** A rounded number with all but its first three digits covered. */
const coverRounded = (number: string): string => `${number.replace(/\D/g, '').slice(0, 3)}***************`
const LONG_NUMBER = /[\d０-９][\d０-９Xx\s-]{6,}[\d０-９Xx]/g
const ANYWHERE = { isCurrentCounty: () => true }

/** A sample that shows the shape of a value and not whose it is: numbers of people and phones are covered. */
const masked = (value: string): string => {
  const text = value.slice(0, LONGEST_SAMPLE).trim()
  const digits = text.normalize('NFKC').replace(/[\s'’‘]/g, '')
  if (/^\d{14,17}[\dXx]$/.test(digits) || readResidentId(text, ANYWHERE).kind === 'ok')
    return `${digits.slice(0, 3)}*************${digits.slice(-2)}`
  if (/^\+?[\d-]{7,15}$/.test(digits)) return maskPhone(digits)
  if (isRounded(text)) return coverRounded(text)
  // A cell may hold a name and a number.
  return text.replace(LONG_NUMBER, number => `${number.slice(0, 3)}${'*'.repeat(number.length - 5)}${number.slice(-2)}`)
}

/**
 * Reads the first rows of a table, and says what is to be asked of them. On the embedded store the rest is read too, so that a file with too
 * many rows is refused before its import.
 */
const lookAtRows = async (ctx: Context, kind: ImportKind, table: Table): Promise<Result<Placed[], Failure>> => {
  const { at } = table.columns
  const people: Placed[] = []
  let rows = 0
  try {
    for await (const batch of table.rows()) {
      for (const cells of batch.cells.slice(0, MOST_ASKED - people.length))
        people.push({ number: cells[at.number ?? -1] ?? '', community: cells[at.community ?? -1] ?? '' })
      rows += batch.cells.length
      checkRowCount(ctx, kind, rows)
      if (ctx.database.kind === 'postgres' && rows >= MOST_ASKED) break
    }
    return ok(people)
  } catch (error) {
    const fault = findImportFault(error)
    if (fault) return fail(fault)
    throw error
  }
}

/** What the preview says of a file without a community, and of numbers that a spreadsheet has rounded. */
const placeNotes = (kind: ImportKind, { shown }: Table, people: readonly Placed[]): Text[] => {
  const notes: Text[] = []
  if (kind === 'registrations' && !shown.some(({ field }) => field === 'community') && people.every(one => one.community === ''))
    notes.push({
      zh: '没有社区一列：按人口信息中的居住社区登记',
      en: 'There is no community column: people are registered in the community that the population register has',
    })
  const rounded = people.filter(({ number }) => isRounded(number))
  const [first] = rounded
  if (first)
    notes.push({
      zh: `有${rounded.length}个身份证号被表格软件变成数值，只剩前15位（如${coverRounded(first.number)}）：这些行会退回，请把该列设为“文本”后重新录入`,
      en: `${rounded.length} ID numbers were converted to numeric values and have only their first 15 digits (such as ${coverRounded(first.number)}): these rows will be refused. Format the column as text and enter them again`,
    })
  return notes
}

interface PreviewInput {
  readonly electionId: string
  readonly kind: ImportKind
  readonly file: { readonly path: string; readonly name: string }
  readonly reading?: Reading | undefined
}

/** The columns of a file as they are shown, with masked samples. */
const shownColumns = (kind: ImportKind, { shown, samples }: Pick<TableLook, 'shown' | 'samples'>): Preview['columns'] => {
  const titles = new Map<string, Text>(COLUMNS[kind].map(({ field, zh, en }) => [field, { zh, en }]))
  return shown.slice(0, COLUMNS_SHOWN).map(({ header, field, isByContent }, index) => ({
    header: header.slice(0, LONGEST_SAMPLE),
    field,
    title: field === null ? null : (titles.get(field) ?? null),
    isByContent,
    samples: samples.map(row => masked(row[index] ?? '')),
  }))
}

const COLUMNS_SHOWN = 200

/** What is the same for a file whose columns are known and for one of which a person is asked. */
const previewBase = (kind: ImportKind, look: Pick<TableLook, 'shown' | 'samples'>, isRemembered: boolean) => ({
  columns: shownColumns(kind, look),
  fields: COLUMNS[kind].map(({ field, zh, en, required }) => ({ field, title: { zh, en }, required })),
  isRemembered,
})

/** What a file holds and how its columns are read; nothing is kept. Where its columns are not known, what can be chosen. */
export const previewImport = async (ctx: Context, input: PreviewInput): Promise<Result<Preview, Failure>> => {
  const { kind, file } = input
  const election = await getElection(ctx, input.electionId, permissionForKind(kind))
  if (!election.ok) return election
  const countyCode = homeCounty(election.value)
  const reading = await readingFor(ctx.database, { path: file.path, kind, countyCode }, input.reading)
  const isRemembered = input.reading === undefined && reading !== null
  const table = await openImportTable(file.path, kind, { reading: reading ?? undefined, mayLeave: true })
  if (!table.ok) {
    const { look, ...fault } = table.error
    if (!look) return fail(fault)
    const { sheet, headerRow, missing } = look
    const notes = fault.text ? [fault.text] : []
    const unknown = { encoding: null, format: '', sheet, headerRow, missing: [...missing], notes, sheets: [], questions: [] }
    return ok({ ...unknown, ...previewBase(kind, look, isRemembered) })
  }
  const looked = await lookAtRows(ctx, kind, table.value)
  if (!looked.ok) return looked
  const { encoding, format, sheet, headerRow, sheets, notes } = table.value
  return ok({
    ...{ encoding, format, sheet, headerRow, missing: [], sheets: [...sheets] },
    ...previewBase(kind, table.value, isRemembered),
    notes: [...notes, ...table.value.found(), ...placeNotes(kind, table.value, looked.value)],
    questions: kind === 'registrations' ? await askWhereTheyLive(ctx, election.value, looked.value) : [],
  })
}

interface StartImport extends ImportForm {
  readonly electionId: string
  readonly file: ReceivedFile
}

export const toPayload = (
  actor: Actor,
  input: StartImport,
  { importId, channel }: { readonly importId: number; readonly channel: string },
): ImportPayload => ({
  importId,
  sealedId: input.file.sealedId,
  electionId: input.electionId,
  kind: input.kind,
  channel,
  legalBasis: input.legalBasis ?? null,
  asOf: input.asOf ?? null,
  endsOn: input.endsOn ?? null,
  fileName: input.file.name,
  actorId: actor.id,
  actorName: actor.name,
  role: actor.role,
  areaCode: actor.areaCode,
  checked: null,
})

const isPayload = (order: unknown): order is ImportPayload =>
  typeof order === 'object' && order !== null && 'sealedId' in order && 'electionId' in order

const SENT_BACK = {
  code: 'import.sent-back',
  zh: '文件经审核退回，没有保存任何一行',
  en: 'An officer sent the file back; no row was saved',
}

export interface HeldDecision {
  readonly importId: number
  readonly decision: 'let-in' | 'send-back'
  readonly reason: string
  /** Where the officer who sent the file enters what the level above has confirmed. */
  readonly second?: SecondGiven | undefined
}

const DECISIONS = { 'import.let-in': 'let-in', 'import.send-back': 'send-back' } as const

/** What is decided about a file that waits, as a second officer confirms it. */
const heldChange = (record: ImportRecord, upload: string, decision: HeldDecision['decision']): Change => ({
  kind: `import.${decision}`,
  countyCode: record.countyCode,
  first: { id: record.startedById ?? '', name: record.startedBy },
  content: [String(record.id), record.electionId, upload],
  summary: {
    zh: `第 ${record.id} 次导入（${record.electionId}，${record.fileName}）${decision === 'let-in' ? '审核通过' : '退回'}`,
    en: `Import ${record.id} (${record.electionId}, ${record.fileName}) is ${decision === 'let-in' ? 'let in' : 'sent back'}`,
  },
})

/** Files that wait, for the level above: the number of the import. */
export const waitingFiles: ChangeSource = {
  kinds: Object.keys(DECISIONS),
  find: (ctx, kind, subject) =>
    ctx.database.transaction(async tx => {
      const id = Number(subject)
      const record = Number.isSafeInteger(id) ? await findImportById(tx, id) : undefined
      const held = record && (await lockHeld(tx, id))
      const decision = Object.entries(DECISIONS).find(([name]) => name === kind)?.[1]
      return record && held && decision ? heldChange(record, held.upload, decision) : undefined
    }),
}

/**
 * Another officer decides about a file that waits: it is let in and goes on as a job, or is sent back. Its rows with several numbers go to
 * review all the same.
 */
const decideHeld = async (jobs: Jobs, ctx: Context, input: HeldDecision): Promise<Result<{ id: number }, Failure>> => {
  const { importId, decision, reason } = input
  const record = await findVisible(ctx, importId)
  if (!record) return fail({ code: 'import.unknown' })
  const election = await getElection(ctx, record.electionId, 'decide')
  if (!election.ok) return election
  if (!election.value.areaCode.startsWith(ctx.actor.areaCode)) return fail({ code: 'forbidden' })
  const entered = await CountedSecond.count(ctx.database, input.second)
  let upload: string | undefined
  const decided = await write(
    ctx,
    { action: `decide import ${importId}` },
    async (tx, at): Promise<Result<Written<{ id: number }>, Failure>> => {
      const held = await lockHeld(tx, importId)
      if (!held || !isPayload(held.order)) return fail({ code: 'import.not-held' })
      const other = await checkSecondOfficer(tx, ctx, heldChange(record, held.upload, decision), entered)
      if (!other.ok) return other
      if (decision === 'let-in') {
        await releaseHeld(tx, importId, other.value.name)
        await jobs.send(
          IMPORT_JOB,
          { ...held.order, checked: reason },
          {
            sql: tx,
            // The job that let the file wait may still be ending.
            singletonKey: `${jobKey(importId)} let in`,
          },
        )
      } else {
        await discardHeld(tx, importId, SENT_BACK, at)
        upload = held.upload
      }
      return ok({
        answer: { id: importId },
        audit: {
          countyCode: record.countyCode,
          action: decision === 'let-in' ? 'import.let-in' : 'import.sent-back',
          subject: `import/${importId}`,
          details: { election: record.electionId, reason, startedBy: record.startedBy, ...other.value.details },
        },
      })
    },
  )
  if (decided.ok && upload !== undefined) await ctx.files.remove(upload)
  return decided
}

/** The desk where uploads are handed in: starts imports as jobs and knows how far those of this process are. */
export const openImports = (jobs: Jobs, services: Omit<Context, 'actor' | 'requestId'>) => {
  const running = new Map<number, ImportProgress>()
  workOnImports(jobs, services, running)
  return {
    progressOf: (importId: number): ImportProgress | undefined => running.get(importId),
    ...openReportTimer(jobs, services),
    decideHeld: (ctx: Context, input: HeldDecision) => decideHeld(jobs, ctx, input),

    /** Records the import and hands it to a job, in one transaction; a retry answers with the same import. */
    startImport: async (ctx: Context, input: StartImport): Promise<Result<{ id: number }, Failure>> => {
      const found = await getElection(ctx, input.electionId, permissionForKind(input.kind))
      if (!found.ok) return found
      const election = found.value
      const channel = input.kind === 'registrations' ? (input.channel ?? 'roster') : input.kind
      const { file } = input
      let isFirst = false
      const action = `import ${input.electionId} ${input.kind}`
      const started = await write(ctx, { action }, async (tx, at): Promise<Result<Written<{ id: number }>, Failure>> => {
        const id = await insertImport(tx, {
          electionId: election.id,
          countyCode: homeCounty(election),
          kind: input.kind,
          channel,
          fileName: file.name,
          fileDigest: UPLOADED,
          startedBy: ctx.actor.name,
          startedById: ctx.actor.id,
          startedAt: at,
          // The job opens the file, and finds how such a file was read before.
          reading: input.reading ? { shape: null, ...input.reading } : null,
        })
        await jobs.send(IMPORT_JOB, toPayload(ctx.actor, input, { importId: id, channel }), { sql: tx, singletonKey: jobKey(id) })
        isFirst = true
        // The import is audited when its rows count.
        return ok({ answer: { id }, audit: [] })
      })
      // A retry sent the bytes again: the job has the first ones.
      if (!isFirst) await ctx.files.remove(file.sealedId)
      return started
    },
  }
}
