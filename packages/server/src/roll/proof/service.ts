/** Proves single entries of a published list: to a voter their own, to an office any, from the leaves that were stored at publication. */
import type { Level } from '@mingce/domain/election'
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import { ENTRY_PROOF_FORMAT, proveEntry } from '@mingce/domain/roll'
import type { Context, VoterContext } from '../../access/index.ts'
import { getElection } from '../../election/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import { countiesOf, findVersions, type VersionRow } from '../publish/index.ts'
import { sm3 } from '../verify/index.ts'
import type { ProofFailure } from './errors.ts'
import type { EntryProofs } from './schema.ts'
import {
  type EntryPlace,
  type EntryRow,
  findEntriesAt,
  findEntriesOf,
  findRegistrationsOf,
  leavesBetween,
  type RegisteredRow,
  type Stretch,
} from './store.ts'

export interface ProofRefusal {
  readonly code: ProofFailure
  readonly text?: Text | undefined
  readonly next?: Text | undefined
}
type Proved = Promise<Result<EntryProofs, ProofRefusal>>
type EntryProof = EntryProofs['proofs'][number]

interface PlacedDistrict extends Stretch {
  readonly level: Level
  readonly code: string
  /** Index into the version's districts. */
  readonly index: number
}

/** Districts of a version with the positions of their entries: they follow each other in their order. */
const placedDistricts = ({ version, districts }: VersionRow): PlacedDistrict[] => {
  let before = 0
  return districts.map(({ level, code, entries }, index) => {
    const first = before + 1
    before += entries
    return { level, code, index, version, first, last: before }
  })
}

const prove = async (sql: Sql, version: VersionRow, row: EntryRow): Promise<EntryProof> => {
  const stretch = placedDistricts(version).find(({ first, last }) => row.position >= first && row.position <= last)
  const district = stretch && version.districts[stretch.index]
  if (!stretch || !district) throw new Error(`position ${row.position} is in no district of version ${version.version}`)
  const { electionId } = version
  // The people of a district are those of one county, or nearly always; asking for the counties of a version reads it whole.
  let leaves = await leavesBetween(sql, { electionId, counties: [row.county] }, stretch)
  if (leaves.length < district.entries)
    leaves = await leavesBetween(sql, { electionId, counties: await countiesOf(sql, electionId, version.version) }, stretch)
  const { level, group, number, change, name, sex, mark, salt } = row
  const proof = proveEntry(
    version,
    {
      entry: { level, district: row.district, group, number, change, name, sex, mark, salt },
      index: leaves.findIndex(({ position }) => position === row.position),
      leaves: leaves.map(({ leaf }) => leaf),
      districtIndex: stretch.index,
    },
    sm3,
  )
  return { ...proof, path: [...proof.path], inVersion: { ...proof.inVersion, path: [...proof.inVersion.path] } }
}

const isDistrictOf = (row: RegisteredRow, { level, code }: PlacedDistrict): boolean =>
  code === (level === 'county' ? row.countyDistrict : row.townshipDistrict)

/** What the versions say last of a voter in each district: one entry for each level that lists them. */
const findOwnEntries = async (sql: Sql, personKey: string, versions: readonly VersionRow[]): Promise<EntryRow[]> => {
  const [newest] = versions
  if (!newest) return []
  const { electionId } = newest
  const rows = await findRegistrationsOf(sql, electionId, personKey)
  const stretches = versions
    .flatMap(placedDistricts)
    .filter(district => district.last >= district.first && rows.some(row => isDistrictOf(row, district)))
  const last = new Map<string, EntryRow>()
  for (const county of new Set(rows.map(row => row.county))) {
    const registrationIds = rows.filter(row => row.county === county).map(row => row.id)
    for (const entry of await findEntriesOf(sql, { electionId, county, registrationIds }, stretches)) {
      const key = JSON.stringify([entry.level, entry.district])
      const known = last.get(key)
      if (!known || known.version < entry.version) last.set(key, entry)
    }
  }
  return [...last.values()].filter(({ change }) => change !== 'removed').sort((a, b) => (a.level < b.level ? -1 : 1))
}

/** The proofs of the signed-in voter's entries on the list as it is published now: one for each level. */
export const getMyEntryProofs = async (ctx: VoterContext, electionId: string): Proved => {
  const versions = await findVersions(ctx.database, electionId)
  const proofs: EntryProof[] = []
  for (const entry of await findOwnEntries(ctx.database, ctx.voter.personKey, versions)) {
    const version = versions.find(({ version }) => version === entry.version)
    if (version) proofs.push(await prove(ctx.database, version, entry))
  }
  return proofs.length === 0 ? fail({ code: 'proof.no-entry' }) : ok({ format: ENTRY_PROOF_FORMAT, proofs })
}

/** Entries that are named where several match. */
const MAX_NAMED = 5

const describeEntry = ({ version, level, group, number, name }: EntryRow): Text => ({
  zh: `第${version}版 ${level === 'county' ? '县级' : '乡级'} ${group || '未编小组'} 第${number}号“${name}”`,
  en: `version ${version}, ${level}, ${group === '' ? 'no voter group' : `voter group ${group}`}, no. ${number} “${name}”`,
})

/** The proof of one entry of a published version, for an office. Refuses where none or several entries are at that place. */
export const getEntryProof = async (ctx: Context, at: EntryPlace): Proved => {
  const election = await getElection(ctx, at.electionId)
  if (!election.ok) return election
  const [entry, ...others] = await findEntriesAt(ctx.database, at, MAX_NAMED + 1)
  if (!entry)
    return fail({
      code: 'proof.no-entry',
      text: {
        zh: `已公布的选民名单上，选区 ${at.district} 没有这样的第 ${at.number} 号`,
        en: `The published voter list has no such entry no. ${at.number} in the electoral district ${at.district}`,
      },
      next: {
        zh: '核对选区代码、选民小组、序号和版次',
        en: 'Check the code of the electoral district, the voter group, the number and the version',
      },
    })
  if (others.length > 0) {
    const named = [entry, ...others].slice(0, MAX_NAMED).map(describeEntry)
    return fail({
      code: 'proof.several-entries',
      text: {
        zh: `有几条符合：${named.map(({ zh }) => zh).join('；')}`,
        en: `Several entries match: ${named.map(({ en }) => en).join('; ')}`,
      },
    })
  }
  const [version] = await findVersions(ctx.database, at.electionId, entry.version)
  if (!version) throw new Error(`an entry of version ${entry.version}, which is not there`)
  return ok({ format: ENTRY_PROOF_FORMAT, proofs: [await prove(ctx.database, version, entry)] })
}
