/** Publishing from the console: a job, so that it continues when the page is closed. */
import { ok, type Text } from '@mingce/domain/result'
import { type Actor, authorise, type Context, type Gate } from '../../access/index.ts'
import { getElection } from '../../election/index.ts'
import { expectTrustedClock } from '../../platform/clock/index.ts'
import type { JobPayload, Jobs } from '../../platform/jobs/index.ts'
import { rollFilesIn, verifyRoll } from './service.files.ts'
import { findRollVersions, publishRoll } from './service.ts'
import type { RollUseCases } from './service.use-cases.ts'

interface PublishPayload extends JobPayload {
  readonly electionId: string
  readonly lateReason: string | null
  readonly requestId: string | null
  readonly actorId: string
  readonly actorName: string
  readonly role: Actor['role']
  readonly areaCode: string
}

const JOB = 'publish'

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

const NOT_PUBLISHED: Text = { zh: '名单未公布', en: 'The list was not published' }
const NOT_WRITTEN: Text = { zh: '名单已公布，文件没有写成', en: 'The list was published, but its files could not be written' }

/** The use cases of the routes, and the handler of the publishing job. Files of a version are kept below `rollsDirectory`; they are public. */
export const openRollUseCases = (jobs: Jobs, services: Gate['services'], rollsDirectory: string): RollUseCases => {
  const files = rollFilesIn(rollsDirectory)

  jobs.work<PublishPayload>(JOB, async (payload, run) => {
    const actor: Actor = { id: payload.actorId, name: payload.actorName, role: payload.role, areaCode: payload.areaCode }
    // Without a client's request id the job's id serves as one, so that a job that runs again after a crash publishes once.
    const ctx: Context = { ...services, actor, requestId: payload.requestId ?? run.id.slice(run.id.indexOf('.') + 1) }
    const { electionId } = payload
    const published = await publishRoll(ctx, { electionId, lateReason: payload.lateReason ?? undefined }, progress => {
      run.signal.throwIfAborted()
      run.report({
        step: progress.stage,
        done: progress.done,
        ...(progress.total === undefined ? {} : { total: progress.total }),
      })
    })
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
    async startPublishing(ctx, { electionId, lateReason }) {
      const election = await getElection(ctx, electionId, 'publish')
      if (!election.ok) return election
      const allowed = authorise(ctx.actor, 'publish', election.value.areaCode)
      if (!allowed.ok) return allowed
      await expectTrustedClock(services.database, services.clock.now())
      const payload: PublishPayload = {
        electionId,
        lateReason: lateReason ?? null,
        requestId: ctx.requestId ?? null,
        actorId: ctx.actor.id,
        actorName: ctx.actor.name,
        role: ctx.actor.role,
        areaCode: ctx.actor.areaCode,
      }
      return ok({ jobId: await jobs.send(JOB, payload, { singletonKey: `publish ${electionId}` }) })
    },
  }
}
