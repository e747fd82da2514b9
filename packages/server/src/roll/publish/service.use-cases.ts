/** What the routes of the voter list call. */
import type { Readable } from 'node:stream'
import type { Level } from '@mingce/domain/election'
import type { Result } from '@mingce/domain/result'
import type { Context, SecondGiven } from '../../access/index.ts'
import type { Failure } from '../../platform/http/index.ts'
import type { RollFailure } from './errors.ts'
import type { PreviewEntries, RollFiles, RollPreview, RollVerified, RollVersion } from './schema.ts'

type Answer<T> = Promise<Result<T, Failure<RollFailure>>>

/** An answer whose list nobody may change. */
type Listed<T, K extends keyof T> = Omit<T, K> & { readonly [P in K]: Readonly<T[P]> }

export interface RollUseCases {
  findRollVersions(ctx: Context, electionId: string): Answer<readonly Listed<RollVersion, 'districts'>[]>
  /** Counts what the next version would say, as a job. */
  startPreview(
    ctx: Context,
    input: { readonly electionId: string; readonly lateReason?: string | undefined },
  ): Answer<{ readonly jobId: string }>
  /** The preview that waits for a second person. */
  findRollPreview(ctx: Context, electionId: string): Answer<Listed<RollPreview, 'districts' | 'glyphs'> | null>
  findPreviewEntries(
    ctx: Context,
    input: { readonly electionId: string; readonly level: Level; readonly district: string; readonly from: number },
  ): Answer<Listed<PreviewEntries, 'entries'>>
  /** Refuses at once what cannot be published; the rest goes on as a job. The actor confirms the preview, or enters who of the level above does. */
  startPublishing(
    ctx: Context,
    input: { readonly electionId: string; readonly preview: number; readonly second?: SecondGiven | undefined },
  ): Answer<{ readonly jobId: string }>
  findRollFiles(ctx: Context, electionId: string, version: number): Answer<Listed<RollFiles, 'files'>>
  /** Makes the files as a job, unless they are there. */
  startRollFiles(ctx: Context, electionId: string, version: number): Answer<{ readonly jobId: string }>
  openRollArchive(
    ctx: Context,
    electionId: string,
    version: number,
  ): Answer<{ readonly name: string; readonly content: Readable }>
  openRollPosters(
    ctx: Context,
    electionId: string,
    version: number,
    which: 'all' | 'changed',
  ): Answer<{ readonly name: string; readonly content: Readable }>
  openRollFile(
    ctx: Context,
    electionId: string,
    version: number,
    name: string,
  ): Answer<{ readonly name: string; readonly content: Readable }>
  verifyRoll(ctx: Context, electionId: string, version: number): Answer<Listed<RollVerified, 'faults'>>
}
