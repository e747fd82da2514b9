/** The job that looks at files before they are imported: what is wrong with each, and what is to be chosen or answered. */
import type { Text } from '@mingce/domain/result'
import type { Actor, Context } from '../../../access/index.ts'
import type { JobPayload, Jobs } from '../../../platform/jobs/index.ts'
import { findShape } from '../../reading/index.ts'
import type { Preview } from '../schema.ts'
import { previewImport } from '../service.uploads.ts'
import { type FileRow, findBatch, findUnseen, type Look, saveLook } from './store.ts'

type Services = Omit<Context, 'actor' | 'requestId'>

const LOOK_JOB = 'import-look'

interface LookPayload extends JobPayload {
  readonly batchId: number
  readonly actorId: string
  readonly actorName: string
  readonly role: Actor['role']
  readonly areaCode: string
}

/** So many killed processes are the file's fault. */
const MOST_KILLED = 2
const KILLED = {
  text: { zh: '读取这个文件时服务器中断，不再重试', en: 'The server stopped while it read this file; it is not tried again' },
  next: {
    zh: '在表格软件中打开，另存为 .xlsx 后重新导入',
    en: 'Open it in a spreadsheet program, save it as .xlsx and import it again',
  },
}

const sheetsLeft = ({ sheets }: Preview, leaveOut: readonly string[]): number =>
  sheets.filter(({ name, isRead, people }) => !isRead && (people ?? 0) > 0 && !leaveOut.includes(name ?? '')).length

interface Found {
  readonly state: 'ready' | 'asks' | 'problem'
  readonly look: Look
  readonly shape: string | null
}

const problem = (text: Text, next?: Text): Found => ({ state: 'problem', look: { problem: { text, next } }, shape: null })

const lookAt = async (ctx: Context, electionId: string, file: FileRow, path: string): Promise<Found> => {
  const { name, reading, confirmed } = file
  const kind = 'registrations'
  const preview = await previewImport(ctx, { electionId, kind, file: { path, name }, ...(reading ? { reading } : {}) })
  if (!preview.ok) {
    const { text, next } = preview.error
    return problem(text ?? { zh: '文件无法读取', en: 'The file cannot be read' }, next)
  }
  const { missing, notes, questions } = preview.value
  const left = sheetsLeft(preview.value, reading?.leaveOut ?? [])
  const isAsked = missing.length > 0 || left > 0 || (questions.length > 0 && !confirmed)
  const look: Look = { missing, notes, questions: confirmed ? [] : questions, sheetsLeft: left }
  return { state: isAsked ? 'asks' : 'ready', look, shape: await findShape(path, kind) }
}

const lookAtNext = async (services: Services, ctx: Context, electionId: string, file: FileRow): Promise<void> => {
  const { sealedId } = file
  if (sealedId === null) {
    await saveLook(services.database, file.id, problem({ zh: '文件已经清除', en: 'The file was removed' }))
    return
  }
  const found = await services.files.withAttempt(sealedId, async killed =>
    killed < MOST_KILLED
      ? services.files.withPlainCopy(sealedId, path => lookAt(ctx, electionId, file, path))
      : problem(KILLED.text, KILLED.next),
  )
  await saveLook(services.database, file.id, found)
}

/** Registers the job, and sends it. */
export const openLooking = (jobs: Jobs, services: Services) => {
  jobs.work<LookPayload>(
    LOOK_JOB,
    async ({ batchId, actorId, actorName, role, areaCode }, { signal }) => {
      const ctx: Context = { ...services, actor: { id: actorId, name: actorName, role, areaCode } }
      const batch = await findBatch(services.database, batchId)
      if (!batch) return undefined
      for (;;) {
        signal.throwIfAborted()
        const file = await findUnseen(services.database, batchId)
        if (!file) return undefined
        await lookAtNext(services, ctx, batch.electionId, file)
      }
    },
    { countsCrashes: true },
  )
  /** Files that wait are looked at: each sending is a job of its own, since one that is ending may have missed them. */
  return async ({ actor }: Context, batchId: number): Promise<void> => {
    const { id, name, role, areaCode } = actor
    await jobs.send(LOOK_JOB, { batchId, actorId: id, actorName: name, role, areaCode })
  }
}
