/** The job of an upload: its rows are imported, and its report is made in the same run or, where that failed, again later. */
import type { Actor, Context } from '../../access/index.ts'
import { findElectionById } from '../../election/index.ts'
import { DatabaseUnreachable } from '../../platform/database/index.ts'
import type { JobPayload, Jobs } from '../../platform/jobs/index.ts'
import {
  failImport,
  findDueReport,
  findDueUploads,
  findImportById,
  type ImportKind,
  resetImport,
} from '../../population/index.ts'
import { ensureCounted } from '../counts/index.ts'
import { giveUpReport, makeDueReport } from './report/index.ts'
import type { ImportProgress } from './schema.ts'
import { type FileImported, runImport } from './service.import.ts'

type Services = Omit<Context, 'actor' | 'requestId'>

/** Of a report that is still due: what else it needs is in the import's record. */
interface ReportPayload extends JobPayload {
  readonly importId: number
  readonly sealedId: string
}

export interface ImportPayload extends ReportPayload {
  readonly electionId: string
  readonly kind: ImportKind
  readonly channel: string | null
  readonly legalBasis: string | null
  readonly asOf: string | null
  readonly endsOn: string | null
  readonly fileName: string
  readonly actorId: string
  readonly actorName: string
  readonly role: Actor['role']
  readonly areaCode: string
  /** Why an officer let the file in after it had waited. */
  readonly checked: string | null
}

const isOfRows = (payload: ImportPayload | ReportPayload): payload is ImportPayload => 'electionId' in payload

export const IMPORT_JOB = 'import'
/** One job at a time has to do with an import. */
export const jobKey = (importId: number): string => `import ${importId}`
const DUE_POLL_MS = 10 * 60_000
const REPORTING: ImportProgress = { stage: 'report', rowsRead: 0, bytesRead: 0, bytesTotal: 0 }

/** Imports the rows of an upload; its report is made in the same run, or stays due. */
const importUpload = async (
  services: Services,
  payload: ImportPayload,
  onProgress: (progress: ImportProgress) => void,
  signal: AbortSignal,
): Promise<{ readonly imported: FileImported | undefined; readonly isHeld: boolean }> => {
  const { importId, sealedId, fileName } = payload
  const actor: Actor = { id: payload.actorId, name: payload.actorName, role: payload.role, areaCode: payload.areaCode }
  await resetImport(services.database, importId)
  const imported = await services.files.withPlainCopy(sealedId, path =>
    runImport(
      { ...services, actor },
      {
        electionId: payload.electionId,
        kind: payload.kind,
        files: [{ path, name: fileName }],
        channel: payload.channel ?? undefined,
        legalBasis: payload.legalBasis ?? undefined,
        asOf: payload.asOf ?? undefined,
        endsOn: payload.endsOn ?? undefined,
        keepReport: true,
        upload: sealedId,
        heldAs: payload,
        checked: payload.checked ?? undefined,
        signal,
      },
      onProgress,
      importId,
    ),
  )
  if (imported.ok) return { imported: imported.value[0], isHeld: false }
  return { imported: undefined, isHeld: imported.error.code === 'import.held' }
}

/** The rows are saved: a count that fails now is made by whoever asks for it. */
const countNow = async ({ database, clock, log }: Services, electionId: string): Promise<void> => {
  const election = await findElectionById(database, electionId)
  if (!election) return
  await ensureCounted(database, election, clock.now()).catch((error: unknown) =>
    log.warn({ err: error, election: electionId }, 'people were not counted after an import'),
  )
}

/** Imports the upload of an import that is being read, and removes the upload once nothing needs it any more. */
const runRows = async (
  services: Services,
  payload: ImportPayload,
  onProgress: (progress: ImportProgress) => void,
  signal: AbortSignal,
): Promise<object> => {
  const { importId, sealedId } = payload
  try {
    const { imported, isHeld } = await importUpload(services, payload, onProgress, signal)
    if (imported !== undefined) await countNow(services, payload.electionId)
    const reportDue = imported !== undefined && imported.reportFault !== null
    if (!reportDue && !isHeld) await services.files.remove(sealedId)
    return { importId, ok: imported !== undefined, reportDue }
  } catch (error) {
    // Runs again when the database is back or the server starts, and needs its file then.
    if (error instanceof DatabaseUnreachable || signal.aborted) throw error
    const text = { zh: '导入出错，已全部撤回', en: 'The import failed and was rolled back' }
    await failImport(services.database, importId, { code: 'import.unreadable', ...text }, services.clock.now())
    if (!(await findDueReport(services.database, importId))) await services.files.remove(sealedId)
    throw error
  }
}

/** So many killed processes are the file's fault. */
const MOST_KILLED = 2

/** Ends an import whose file was being read each time that the server was killed. */
const park = async (services: Services, { importId, sealedId }: ReportPayload): Promise<void> => {
  const { database, files, clock, log } = services
  log.error({ importId }, 'an import is not tried again: the process was killed while it ran')
  await giveUpReport(services, importId, 'the process was killed while it was made')
  if ((await findImportById(database, importId))?.state === 'reading') {
    await resetImport(database, importId)
    const text = {
      zh: `读取这个文件时服务器已中断${MOST_KILLED}次，不再重试，没有保存任何一行。请在表格软件中打开，另存为 .xlsx 或 CSV 后重新导入；再次出错时告诉管理员`,
      en: `The server stopped ${MOST_KILLED} times while it read this file. It will not be tried again, and no row was saved. Open the file in a spreadsheet program, save it as .xlsx or CSV and import it again; if that fails, tell the administrator`,
    }
    await failImport(database, importId, { code: 'import.unreadable', ...text }, clock.now())
  }
  await files.remove(sealedId)
}

/**
 * Handles the job. Run again after a crash: what is over stays over, and a report that is still due is made. Not run a third time when the
 * process was killed twice while the job ran.
 */
export const workOnImports = (jobs: Jobs, services: Services, running: Map<number, ImportProgress>): void => {
  const runJob = async (payload: ImportPayload | ReportPayload, signal: AbortSignal): Promise<object | undefined> => {
    const { importId, sealedId } = payload
    const record = await findImportById(services.database, importId)
    if (record?.state === 'reading' && isOfRows(payload))
      return runRows(services, payload, progress => running.set(importId, progress), signal)
    // It waits for an officer, with its upload.
    if (record?.state === 'held') return undefined
    if (record?.reportDue) {
      running.set(importId, REPORTING)
      await makeDueReport(services, importId)
    } else await services.files.remove(sealedId)
    return undefined
  }
  jobs.work<ImportPayload | ReportPayload>(
    IMPORT_JOB,
    (payload, { signal }) =>
      services.files.withAttempt(payload.sealedId, async killed => {
        try {
          if (killed < MOST_KILLED) return await runJob(payload, signal)
          await park(services, payload)
          return undefined
        } finally {
          running.delete(payload.importId)
        }
      }),
    { countsCrashes: true },
  )
}

/** Sends the jobs of reports that are still due, at the start and from time to time. */
export const openReportTimer = (jobs: Jobs, services: Services) => {
  /** Sends the job of each report that is still due; one that is waiting or running is not sent twice. */
  const sendDueReports = async (): Promise<void> => {
    for (const { id, upload } of await findDueUploads(services.database))
      if (upload !== null) await jobs.send(IMPORT_JOB, { importId: id, sealedId: upload }, { singletonKey: jobKey(id) })
  }
  let timer: NodeJS.Timeout | undefined
  let sending: Promise<unknown> = Promise.resolve()
  const send = (sweep: () => Promise<unknown>) => {
    sending = sendDueReports()
      .then(sweep)
      .catch((error: unknown) => services.log.error({ err: error }, 'reports that are still due'))
  }

  return {
    /**
     * Reports that are still due are made at the start and tried again from time to time, and files that nobody started are removed. Call when
     * the jobs have started.
     */
    startReports: (sweep: () => Promise<unknown> = async () => undefined): void => {
      send(sweep)
      timer = setInterval(() => send(sweep), DUE_POLL_MS)
      timer.unref()
    },
    /** Call before the jobs stop. */
    stopReports: async (): Promise<void> => {
      clearInterval(timer)
      await sending
    },
  }
}
