/** Publishing from the console: a job, so that it continues when the page is closed. */
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import { type Actor, authorise, type Context, type Gate } from '../../access/index.ts'
import { getElection } from '../../election/index.ts'
import { expectTrustedClock } from '../../platform/clock/index.ts'
import type { JobPayload, JobRun, Jobs } from '../../platform/jobs/index.ts'
import type { RollRefusal } from './errors.ts'
import { rollFilesIn, verifyRoll } from './service.files.ts'
import { findRollVersions, publishRoll } from './service.ts'
import type { RollUseCases } from './service.use-cases.ts'
import type { RollProgress } from './version/index.ts'
import { confirmByLevelAbove, findPreviewEntries, findRollPreview, preparePreview } from './version/index.ts'

interface RequestPayload extends JobPayload {
  readonly electionId: string
  readonly requestId: string | null
  readonly actorId: string
  readonly actorName: string
  readonly role: Actor['role']
  readonly areaCode: string
}

interface PublishPayload extends RequestPayload {
  readonly preview: number
}

interface PreviewPayload extends RequestPayload {
  readonly lateReason: string | null
}

const JOB = 'publish'
const PREVIEW_JOB = 'preview-roll'

/** Ends a job with the failure of its use case: the job stores code and text. */
class PublishFailure extends Error {
  readonly code: string
  readonly text: Text | undefined
  constructor(refusal: { readonly code: string; readonly text?: Text | undefined }, otherwise: Text) {
    super(refusal.code)
    this.code = refusal.code
    this.text = refusal.text ?? otherwise
  }
}

const NOT_PREVIEWED: Text = { zh: '公布预览没有做成', en: 'The preview could not be made' }
const NOT_PUBLISHED: Text = { zh: '名单未公布', en: 'The list was not published' }
const NOT_WRITTEN: Text = { zh: '名单已公布，文件没有写成', en: 'The list was published, but its files could not be written' }

const mayPublish = async (ctx: Context, electionId: string): Promise<Result<unknown, RollRefusal>> => {
  const election = await getElection(ctx, electionId, 'publish')
  return election.ok ? authorise(ctx.actor, 'publish', election.value.areaCode) : election
}

const requestOf = ({ actor, requestId }: Context, electionId: string): RequestPayload => ({
  electionId,
  requestId: requestId ?? null,
  actorId: actor.id,
  actorName: actor.name,
  role: actor.role,
  areaCode: actor.areaCode,
})

/** The use cases of the routes, and the handler of the publishing job. Files of a version are kept below `rollsDirectory`; they are public. */
export const openRollUseCases = (jobs: Jobs, services: Gate['services'], rollsDirectory: string): RollUseCases => {
  const files = rollFilesIn(rollsDirectory)

  const contextIn = (payload: RequestPayload, run: JobRun): Context => ({
    ...services,
    actor: { id: payload.actorId, name: payload.actorName, role: payload.role, areaCode: payload.areaCode },
    // Without a client's request id the job's id serves as one, so that a job that runs again after a crash publishes once.
    requestId: payload.requestId ?? run.id.slice(run.id.indexOf('.') + 1),
  })
  const reportTo = (run: JobRun) => (progress: RollProgress) => {
    run.signal.throwIfAborted()
    run.report({ step: progress.stage, done: progress.done, ...(progress.total === undefined ? {} : { total: progress.total }) })
  }

  jobs.work<PreviewPayload>(PREVIEW_JOB, async (payload, run) => {
    const { electionId, lateReason } = payload
    const input = { electionId, lateReason: lateReason ?? undefined }
    const made = await preparePreview(contextIn(payload, run), input, reportTo(run))
    if (!made.ok) throw new PublishFailure(made.error, NOT_PREVIEWED)
    return { preview: made.value.id, entries: made.value.entries, people: made.value.people }
  })

  jobs.work<PublishPayload>(JOB, async (payload, run) => {
    const ctx = contextIn(payload, run)
    const { electionId, preview } = payload
    const published = await publishRoll(ctx, { electionId, preview }, reportTo(run))
    if (!published.ok) throw new PublishFailure(published.error, NOT_PUBLISHED)
    const { version, entries, root, kind, openReviews, leftOff } = published.value
    // The list is published now. If the job is interrupted here, the first request for the files writes them.
    run.report({ step: 'writing', done: 0, total: published.value.districts.length })
    const written = await files.findRollFiles(ctx, electionId, version)
    if (!written.ok) throw new PublishFailure(written.error, NOT_WRITTEN)
    return { version, kind, entries, root, openReviews, leftOff: leftOff.count }
  })

  return {
    ...files,
    findRollVersions,
    verifyRoll,
    findRollPreview,
    findPreviewEntries,
    async startPreview(ctx, { electionId, lateReason }) {
      const allowed = await mayPublish(ctx, electionId)
      if (!allowed.ok) return allowed
      const payload: PreviewPayload = { ...requestOf(ctx, electionId), lateReason: lateReason ?? null }
      return ok({ jobId: await jobs.send(PREVIEW_JOB, payload, { singletonKey: `preview ${electionId}` }) })
    },
    async startPublishing(ctx, { electionId, preview, second }) {
      const allowed = await mayPublish(ctx, electionId)
      if (!allowed.ok) return allowed
      const waiting = await findRollPreview(ctx, electionId)
      if (!waiting.ok) return waiting
      await expectTrustedClock(services.database, services.clock.now())
      if (second) {
        const confirmed = await confirmByLevelAbove(ctx, { electionId, preview }, second)
        if (!confirmed.ok) return confirmed
      } else if (waiting.value?.id === preview && waiting.value.own) return fail({ code: 'roll.same-person' })
      const payload: PublishPayload = { ...requestOf(ctx, electionId), preview }
      return ok({ jobId: await jobs.send(JOB, payload, { singletonKey: `publish ${electionId}` }) })
    },
  }
}
