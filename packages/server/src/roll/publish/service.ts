/** Publishing the voter list and its supplements (EL 28, 29), and reading what was published. */
import { rollStatement } from '@mingce/domain/log'
import { fail, ok, type Result } from '@mingce/domain/result'
import { objectionsUntil } from '@mingce/domain/roll'
import type { Context } from '../../access/index.ts'
import { authorise } from '../../access/index.ts'
import { type Fonts, installedFonts } from '../../documents/index.ts'
import { type Election, getElection } from '../../election/index.ts'
import { describeFileFault, findWriteFault } from '../../platform/files/index.ts'
import { integrateLog, type ProvenStatement, proveStatement } from '../../platform/log/index.ts'
import { write } from '../../platform/write/index.ts'
import type { RollRefusal } from './errors.ts'
import { type Exported, exportVersion } from './export/index.ts'
import { findVersions, type VersionRow } from './store.ts'
import { makeVersion, type PublishedVersion, type PublishInput, type RollProgress } from './version/index.ts'

export interface PublishedRoll extends PublishedVersion {
  readonly exported?: Exported
  /** Why the files were not written, though the version is published. */
  readonly notExported?: RollRefusal
}

/** A refusal for a directory in which nothing can be written; null: it can. */
const findUnwritable = async (directory: string): Promise<RollRefusal | null> => {
  const fault = await findWriteFault(directory)
  if (fault === null) return null
  return {
    code: 'roll.directory-unwritable',
    text: {
      zh: `文件夹“${directory}”不能写入：${fault.zh}。名单未公布`,
      en: `The directory “${directory}” cannot be written: ${fault.en}. The list was not published`,
    },
  }
}

/**
 * Publishes the voter list or, where one is published, a supplement with what changed since (EL 27–29): a version with its root, in one
 * transaction with the audit row. With `directory` the files are written afterwards; if that fails, the version is published all the same,
 * `notExported` says why, and `exportRoll` writes them again. Refuses a list later than E−20 without `lateReason`, names that no font can
 * print, a directory that is in use or cannot be written, and a supplement without changes; then nothing is published. The same request id
 * gets the same answer.
 */
export const publishRoll = async (
  ctx: Context,
  input: PublishInput & { readonly electionId: string },
  onProgress: (progress: RollProgress) => void = () => undefined,
  fonts: Fonts = installedFonts(),
): Promise<Result<PublishedRoll, RollRefusal>> => {
  const election = await getElection(ctx, input.electionId, 'publish')
  if (!election.ok) return election
  const unwritable = input.directory === undefined ? null : await findUnwritable(input.directory)
  if (unwritable) return fail(unwritable)
  const published = await write(
    ctx,
    {
      action: `roll.publish ${input.electionId}`,
      effect: 'publishes',
      authorise: (): Result<unknown, RollRefusal> => authorise(ctx.actor, 'publish', election.value.areaCode),
    },
    (tx, at) => makeVersion(ctx, tx, election.value, input, fonts, onProgress, at),
  )
  if (!published.ok || input.directory === undefined) return published
  const { electionId, directory } = input
  const { version } = published.value
  const exported = await exportRoll(ctx, { electionId, version, directory }, onProgress, fonts).catch((error: unknown) => {
    // The version is committed: whatever goes wrong from here on must not read as if it were not.
    ctx.log.error({ err: error }, 'files of a published roll')
    return fail<RollRefusal>({ code: 'roll.files-not-written' })
  })
  return ok({ ...published.value, ...(exported.ok ? { exported: exported.value } : { notExported: exported.error }) })
}

/** Versions of an election, newest first. */
export const findRollVersions = async (ctx: Context, electionId: string): Promise<Result<VersionRow[], RollRefusal>> => {
  const election = await getElection(ctx, electionId)
  return election.ok ? ok(await findVersions(ctx.database, electionId)) : election
}

/** One version with its election; fails when it does not exist or the actor may not see it. */
export const getVersion = async (
  ctx: Context,
  electionId: string,
  version: number,
): Promise<Result<{ election: Election; version: VersionRow }, RollRefusal>> => {
  const election = await getElection(ctx, electionId)
  if (!election.ok) return election
  const [row] = await findVersions(ctx.database, electionId, version)
  if (row) return ok({ election: election.value, version: row })
  return fail({
    code: 'not-found',
    text: { zh: `这次选举没有第${version}版选民名单`, en: `This election has no version ${version} of the voter list` },
  })
}

/** A fault of the disk as a refusal; any other error is a bug. */
const filesNotWritten = (directory: string, error: unknown): RollRefusal => {
  const fault = describeFileFault(error)
  if (fault === null) throw error
  return {
    code: 'roll.files-not-written',
    text: {
      zh: `文件没有写入“${directory}”：${fault.zh}`,
      en: `The files could not be written to “${directory}”: ${fault.en}`,
    },
  }
}

/** The proof that the version's publication is in the audit log; undefined for one that was published before there was a log. */
const proveInLog = async (ctx: Context, version: VersionRow): Promise<ProvenStatement | undefined> => {
  const statement = rollStatement(version)
  const proven = await proveStatement(ctx.database, statement)
  if (proven) return proven
  // It was published a moment ago.
  await integrateLog(ctx)
  return proveStatement(ctx.database, statement)
}

/**
 * Writes a version's posters, tables and proofs into a directory that does not exist or is empty. A directory that already holds this
 * version is left as it is. All files appear at once or none does.
 */
export const exportRoll = async (
  ctx: Context,
  input: { readonly electionId: string; readonly version: number; readonly directory: string },
  onProgress: (progress: RollProgress) => void = () => undefined,
  fonts: Fonts = installedFonts(),
): Promise<Result<Exported, RollRefusal>> => {
  const found = await getVersion(ctx, input.electionId, input.version)
  if (!found.ok) return found
  const { election, version } = found.value
  const names = {
    inLog: await proveInLog(ctx, version),
    committee: `${election.areaName}选举委员会`,
    objectionsUntil: objectionsUntil(version.publishedOn),
    training: election.training,
  }
  return exportVersion(ctx.database, { version, ...names }, input.directory, fonts, (done, total) =>
    onProgress({ stage: 'writing', done, total }),
  ).catch((error: unknown) => fail(filesNotWritten(input.directory, error)))
}
