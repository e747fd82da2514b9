/**
 * A refused row is mended in place: an officer enters it again from the ID card, and it takes the road of a file of one row, with the same
 * reading, checks and limits. The refused row says then who mended it. Where the row is refused again, that row waits in its place.
 */
import { REGISTRATION_COLUMNS } from '@mingce/domain/registration'
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import { matchColumns } from '@mingce/domain/standards'
import { authorise, type Context } from '../../../access/index.ts'
import { type Election, getElection, homeCounty } from '../../../election/index.ts'
import type { Sql } from '../../../platform/database/index.ts'
import type { AuditEntry } from '../../../platform/write/index.ts'
import { deleteImport, insertImport, type RowsToRead, sweepStaging } from '../../../population/index.ts'
import type { JudgedMask } from '../../check/index.ts'
import { findImportFault, type RosterFailure } from '../errors.ts'
import { saveRosters, stageRosters } from '../service.ts'
import type { MendBody, Mended, RefusedRowRef } from './schema.ts'
import { findRefused, findRefusedBy, markMended, type Refused, type RefusedKey } from './store.ts'

type Failed = { readonly code: RosterFailure; readonly text?: Text; readonly next?: Text }

/** Somebody else mended the row while this one was being saved. */
class MendedMeanwhile extends Error {}

const YES = '有'
const SEXES = { M: '男', F: '女' } as const

/** The row as a file of one row has it, under the first header of each column. */
const tableOf = (row: MendBody): RowsToRead => {
  const cells: Partial<Record<(typeof REGISTRATION_COLUMNS)[number]['field'], string | undefined>> = {
    name: row.name,
    number: row.number,
    sex: row.sex && SEXES[row.sex],
    birth: row.birthDate,
    community: row.community,
    part: row.part,
    voterGroup: row.voterGroup,
    unit: row.unit,
    phone: row.phone,
    address: row.address,
    certificate: row.hasCertificate ? YES : undefined,
    residencePermit: row.hasResidencePermit ? YES : undefined,
  }
  const filled = REGISTRATION_COLUMNS.filter(({ field }) => cells[field] !== undefined)
  const values = filled.map(({ field }) => cells[field] ?? '')
  return {
    columns: matchColumns(
      filled.map(({ zh }) => zh),
      REGISTRATION_COLUMNS,
    ),
    notes: [],
    totalBytes: 0,
    found: () => [],
    skipped: () => ({ empty: 0, totals: 0, headers: 0, captions: 0 }),
    async *rows() {
      yield { rowNos: [1], cells: [values], bytesRead: 0 }
    },
  }
}

/** A row of last round's roll is a row of a roster when an officer enters it again. */
const channelOf = ({ channel }: Refused): string => (channel === null || channel === 'previous-roll' ? 'roster' : channel)

interface Mending {
  readonly election: Election
  readonly key: RefusedKey
  readonly row: Refused
  readonly importId: number
}

/** In the transaction of the new row: the refused one is mended, unless the very same row was refused again. */
const settleRefused = async (
  ctx: Context,
  tx: Sql,
  { key, row, importId }: Mending,
  at: Date,
  [judged]: readonly JudgedMask[],
): Promise<{ readonly audit: readonly AuditEntry[]; readonly mended: Mended }> => {
  if (!judged) throw new Error('a mended row was not judged')
  const { outcome, findings } = judged.decision
  const again = outcome === 'refused' ? ((await findRefusedBy(tx, key.electionId, importId)) ?? key) : null
  const mended: Mended = {
    outcome,
    codes: [...findings],
    importId,
    row: again && { countyCode: again.countyCode, digest: again.digest },
  }
  if (again?.digest === key.digest) return { audit: [], mended }
  const by = { id: ctx.actor.id, name: ctx.actor.name, at, importId }
  if ((await markMended(tx, { ...key, personKey: row.personKey }, by)) === 0) throw new MendedMeanwhile()
  const details = { election: key.electionId, office: ctx.actor.areaCode, import: importId, outcome }
  return { audit: [{ countyCode: key.countyCode, action: 'refused.mended', subject: `refused/${key.digest}`, details }], mended }
}

const alreadyMended = (by: string): Failed => ({
  code: 'refused.mended',
  text: { zh: `这一行已由${by}更正`, en: `${by} has corrected this row` },
})

/** Enters the row again. A row that is refused again is kept as such, as of a file. */
const sendAgain = async (ctx: Context, mending: Mending, body: MendBody): Promise<Result<Mended, Failed>> => {
  const { election, row, importId } = mending
  const { requestId: _, ...alone } = ctx
  let mended: Mended | undefined
  const input = {
    election,
    kind: 'registrations',
    channel: channelOf(row),
    files: [{ importId, table: tableOf(body) }],
    dryRun: false,
    onSaved: async (tx: Sql, at: Date, masks: readonly JudgedMask[]) => {
      const settled = await settleRefused(ctx, tx, mending, at, masks)
      mended = settled.mended
      return settled.audit
    },
  } as const
  try {
    await saveRosters(alone, input, await stageRosters(alone, input, () => undefined))
    await sweepStaging(ctx.database, importId)
  } catch (error) {
    await deleteImport(ctx.database, importId)
    if (error instanceof MendedMeanwhile) return fail({ code: 'refused.mended' })
    const fault = findImportFault(error)
    if (fault) return fail(fault.code === 'import.held' ? { code: 'refused.held' } : fault)
    throw error
  }
  if (mended === undefined) throw new Error('a mended row has no outcome')
  return ok(mended)
}

export const mendRow = async (ctx: Context, of: RefusedRowRef, body: MendBody): Promise<Result<Mended, Failed>> => {
  const found = await getElection(ctx, of.id, 'import-registrations')
  if (!found.ok) return found
  const election = found.value
  if (election.state === 'closed') return fail({ code: 'refused.closed' })
  const key = { electionId: of.id, countyCode: of.countyCode, digest: of.digest }
  const row = await findRefused(ctx.database, key)
  const within = (place: string) => authorise(ctx.actor, 'import-registrations', place).ok
  if (!row || !within(row.communityCode ?? election.areaCode)) return fail({ code: 'not-found' })
  if (!within(body.community)) return fail({ code: 'forbidden' })
  if (row.mendedBy !== null) return fail(alreadyMended(row.mendedBy))
  const importId = await insertImport(ctx.database, {
    electionId: election.id,
    countyCode: homeCounty(election),
    kind: 'registrations',
    channel: channelOf(row),
    fileName: row.fileName ?? '',
    fileDigest: '',
    startedBy: ctx.actor.name,
    startedById: ctx.actor.id,
    startedAt: ctx.clock.now(),
    mends: key.digest,
  })
  return sendAgain(ctx, { election, key, row, importId }, body)
}
