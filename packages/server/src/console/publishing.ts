/** Publishing from the console: a job that goes on when the page is closed, and the files it leaves, by version. */
import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import { type Actor, authorise, type Context, type Gate } from '../access/index.ts'
import { getElection } from '../election/index.ts'
import type { JobPayload, Jobs } from '../platform/jobs/index.ts'
import { exportRoll, findRollVersions, getVersion, publishRoll, type RollUseCases, verifyRollDirectory } from '../roll/index.ts'

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

/** Ends a job with what its use case refuses: the job keeps code and text. */
class Refused extends Error {
  readonly code: string
  readonly text: Text | undefined
  constructor(refusal: { readonly code: string; readonly text?: Text | undefined }, told: Text) {
    super(refusal.code)
    this.code = refusal.code
    this.text = refusal.text ?? told
  }
}

const NOT_PUBLISHED: Text = { zh: '名单未公布', en: 'Nothing was published' }

const TITLES: Readonly<Record<string, Text>> = {
  posters: { zh: '选民榜', en: 'Poster' },
  lists: { zh: '选民名单（表格）', en: 'Voter list (table)' },
  proofs: { zh: '逐条证明', en: 'Proofs of each entry' },
  'roll.json': { zh: '本版说明', en: 'What this version is' },
  'README.txt': { zh: '阅读说明', en: 'How to read these files' },
  SM3SUMS: { zh: '各文件的校验值', en: 'Digests of the files' },
}

/** «选民榜 · 楼梓庄村» of `posters/楼梓庄村.pdf`. */
const titleOf = (name: string): Text => {
  const [folder = '', file] = name.split('/')
  const title = TITLES[folder] ?? { zh: folder, en: folder }
  if (file === undefined) return title
  const place = path.parse(file).name
  return { zh: `${title.zh} · ${place}`, en: `${title.en} · ${place}` }
}

/** Files of a folder and the folders in it, as `folder/file`, largest thing first: posters, lists, then what proves them. */
const filesIn = async (directory: string): Promise<{ name: string; bytes: number }[]> => {
  const entries = await readdir(directory, { withFileTypes: true, recursive: true })
  const names = entries.filter(entry => entry.isFile()).map(entry => path.relative(directory, path.join(entry.parentPath, entry.name)))
  const order = ['posters', 'lists', 'proofs']
  const rank = (name: string) => (order.indexOf(name.split(path.sep)[0] ?? '') + order.length + 1) % (order.length + 1)
  const sorted = names.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
  return Promise.all(
    sorted.map(async name => ({ name: name.split(path.sep).join('/'), bytes: (await stat(path.join(directory, name))).size })),
  )
}

/** The desk where lists are published. Files of a version lie in `rollsDirectory/<election>/<version>`; they are public. */
export const openPublishingDesk = (jobs: Jobs, services: Gate['services'], rollsDirectory: string): RollUseCases => {
  const directoryOf = (electionId: string, version: number) => path.join(rollsDirectory, electionId, String(version))

  /** The version's files, written now if they are not there: publishing was cut off after the list was frozen, or a backup restored. */
  const present = async (ctx: Context, electionId: string, version: number) => {
    const found = await getVersion(ctx, electionId, version)
    if (!found.ok) return found
    const directory = directoryOf(electionId, version)
    const written = await exportRoll(ctx, { electionId, version, directory })
    return written.ok ? ok(directory) : written
  }

  jobs.work<PublishPayload>(JOB, async (payload, run) => {
    const actor: Actor = { id: payload.actorId, name: payload.actorName, role: payload.role, areaCode: payload.areaCode }
    // Without a client's id the job's own stands in, so that a job run again after a crash publishes once.
    const ctx: Context = { ...services, actor, requestId: payload.requestId ?? run.id.slice(run.id.indexOf('.') + 1) }
    const { electionId } = payload
    const tell = (progress: { stage: string; done: number; total?: number }) => {
      run.signal.throwIfAborted()
      run.report({ step: progress.stage, done: progress.done, ...(progress.total === undefined ? {} : { total: progress.total }) })
    }
    const published = await publishRoll(ctx, { electionId, lateReason: payload.lateReason ?? undefined }, tell)
    if (!published.ok) throw new Refused(published.error, NOT_PUBLISHED)
    const { version, entries, root, kind, openReviews, leftOff } = published.value
    const written = await exportRoll(ctx, { electionId, version, directory: directoryOf(electionId, version) }, tell)
    if (!written.ok) throw new Refused(written.error, NOT_PUBLISHED)
    return { version, kind, entries, root, openReviews, leftOff: leftOff.count }
  })

  return {
    findRollVersions: async (ctx, electionId) => {
      const found = await findRollVersions(ctx, electionId)
      return found.ok ? ok(found.value.map(version => ({ ...version, districts: [...version.districts] }))) : found
    },

    async startPublishing(ctx, { electionId, lateReason }) {
      const election = await getElection(ctx, electionId, 'publish')
      if (!election.ok) return election
      const allowed = authorise(ctx.actor, 'publish', election.value.areaCode)
      if (!allowed.ok) return allowed
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

    async findRollFiles(ctx, electionId, version) {
      const directory = await present(ctx, electionId, version)
      if (!directory.ok) return directory
      return ok((await filesIn(directory.value)).map(file => ({ ...file, title: titleOf(file.name) })))
    },

    async openRollFile(ctx, electionId, version, name): Promise<Result<{ name: string; content: Readable }, { code: 'not-found' }>> {
      const found = await getVersion(ctx, electionId, version)
      if (!found.ok) return fail({ code: 'not-found' })
      const directory = directoryOf(electionId, version)
      // Only a name that was listed becomes part of a path.
      const listed = await filesIn(directory).catch(() => [])
      if (!listed.some(file => file.name === name)) return fail({ code: 'not-found' })
      return ok({ name: path.posix.basename(name), content: createReadStream(path.join(directory, name)) })
    },

    async verifyRoll(ctx, electionId, version) {
      const found = await getVersion(ctx, electionId, version)
      if (!found.ok) return found
      const directory = await present(ctx, electionId, version)
      if (!directory.ok) return directory
      const verified = await verifyRollDirectory(directory.value, { root: found.value.version.root })
      return ok({ ...verified, faults: verified.faults.map(fault => ({ ...fault })) })
    },
  }
}
