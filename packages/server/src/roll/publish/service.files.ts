/** The files of a version for download, and proving a version in the database. The database is the truth: files that are gone are made again. */
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import { entryWriter, growTree, leafOf, type RollDistrict, rollRoot } from '@mingce/domain/roll'
import type { Context } from '../../access/index.ts'
import { type Fonts, installedFonts } from '../../documents/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import {
  faultsIn,
  MANIFEST,
  README,
  ROLL_LINES,
  type RollFault,
  type RollVerification,
  SUMS,
  sm3,
  wholeFault,
} from '../verify/index.ts'
import type { RollRefusal } from './errors.ts'
import { manifestIn } from './export/index.ts'
import { exportRoll, getVersion } from './service.ts'
import { countEntries, countiesOf, type EntryRow, entriesBetween } from './store.ts'

export interface RollFileInfo {
  /** A plain file name, unique within the version. */
  readonly name: string
  readonly bytes: number
  readonly title: Text
}

/** Folders become part of the name, so that a browser saves every file under a name of its own. */
const flat = (path: string): string => path.replaceAll('/', '~')

/** Use cases over files kept below `base`, a folder of this installation. */
export const rollFilesIn = (base: string, fonts: () => Fonts = installedFonts) => {
  const folderOf = (electionId: string, version: number) => join(base, encodeURIComponent(electionId), String(version))
  const listed = async (
    ctx: Context,
    electionId: string,
    version: number,
  ): Promise<Result<{ folder: string; files: { path: string; title: Text }[] }, RollRefusal>> => {
    const folder = folderOf(electionId, version)
    const found = await getVersion(ctx, electionId, version)
    if (!found.ok) return found
    let manifest = await manifestIn(folder)
    if (!manifest) {
      const exported = await exportRoll(ctx, { electionId, version, directory: folder }, undefined, fonts())
      if (!exported.ok) return exported
      manifest = await manifestIn(folder)
    }
    const districts = manifest?.districts ?? []
    const of = (path: string, zh: string, en: string) => ({ path, title: { zh, en } })
    return ok({
      folder,
      files: [
        ...districts.flatMap(({ name, posters }) =>
          posters.map((path, i) =>
            of(path, `选民榜　${name}${i > 0 ? `（${i + 1}）` : ''}`, `Poster, ${name}${i > 0 ? ` (${i + 1})` : ''}`),
          ),
        ),
        ...districts.map(({ name, list }) => of(list, `名单　${name}`, `List, ${name}`)),
        ...districts.map(({ name, proof }) => of(proof, `证明　${name}`, `Proof, ${name}`)),
        of(MANIFEST, '版本说明与校验值', 'Description of this version, with its checksum'),
        of(ROLL_LINES, '各选区的校验值', 'Checksums of the electoral districts'),
        of(SUMS, '各文件的 SM3 值', 'SM3 checksums of the files'),
        of(README, '说明：怎样核验', 'Read me: how to verify'),
      ],
    })
  }
  return {
    /** Posters, tables and proofs of a version, with their sizes. Made first where they are not there yet. */
    async findRollFiles(ctx: Context, electionId: string, version: number): Promise<Result<RollFileInfo[], RollRefusal>> {
      const found = await listed(ctx, electionId, version)
      if (!found.ok) return found
      const { folder, files } = found.value
      return ok(
        await Promise.all(
          files.map(async ({ path, title }) => ({ name: flat(path), bytes: (await stat(join(folder, path))).size, title })),
        ),
      )
    },
    /** Opens one of them by the name it was listed with; any other name is not found. */
    async openRollFile(
      ctx: Context,
      electionId: string,
      version: number,
      name: string,
    ): Promise<Result<{ name: string; content: Readable }, RollRefusal>> {
      const found = await listed(ctx, electionId, version)
      if (!found.ok) return found
      const file = found.value.files.find(({ path }) => flat(path) === name)
      if (!file) return fail({ code: 'not-found', text: { zh: `没有文件“${name}”`, en: `There is no file “${name}”` } })
      return ok({ name, content: createReadStream(join(found.value.folder, file.path)) })
    },
  }
}

const PAGE = 20_000

/** The entries of one version, as `entriesBetween` finds them. */
interface Entries {
  readonly electionId: string
  readonly version: number
  readonly counties: readonly string[]
}

interface ProvedDistrict {
  readonly root: string
  readonly entries: number
  readonly faults: readonly RollFault[]
}

/** Proves the entries of a district, which follow position `after`, against their leaves and its root. */
const proveDistrict = async (sql: Sql, of: Entries, district: RollDistrict, after: number): Promise<ProvedDistrict> => {
  const { fault } = faultsIn(district, 'roll_entry')
  const faults: RollFault[] = []
  const write = entryWriter(of.electionId, of.version)
  const tree = growTree(sm3)
  const end = after + district.entries
  let last: { group: string; number: number } | undefined
  const prove = (entry: EntryRow): void => {
    const leaf = leafOf(write(entry), sm3)
    tree.add(leaf)
    const { group, number, name } = entry
    const expected = last?.group === group ? last.number + 1 : 1
    last = { group, number }
    if (leaf !== entry.leaf)
      faults.push(
        fault(
          'changed',
          entry,
          `${group}第${number}号“${name}”与保存的校验值不符`,
          `no. ${number} “${name}” does not match its stored checksum`,
        ),
      )
    else if (number !== expected)
      faults.push(
        fault(
          'reordered',
          entry,
          `${group}第${number}号“${name}”前面缺少或次序有误`,
          `before no. ${number} “${name}” entries are missing or out of order`,
        ),
      )
  }
  for (let from = after + 1; from <= end; from += PAGE)
    for (const entry of await entriesBetween(sql, of, from, Math.min(end, from + PAGE - 1))) prove(entry)
  const root = tree.root()
  if (tree.size !== district.entries)
    faults.push(
      fault(
        'dropped',
        undefined,
        `应有${district.entries}条，现有${tree.size}条`,
        `${district.entries} entries were published, ${tree.size} are here`,
      ),
    )
  else if (root !== district.root && faults.length === 0)
    faults.push(fault('root', undefined, '本选区的校验值不符', 'the checksum of this electoral district does not match'))
  return { root, entries: tree.size, faults }
}

/** Entries of the version beyond those of its districts. */
const faultsBeyond = async (sql: Sql, electionId: string, version: number, entries: number): Promise<RollFault[]> => {
  const added = (await countEntries(sql, electionId, version)) - entries
  if (added <= 0) return []
  return [wholeFault('added', 'roll_entry', `多出${added}条未公布的记录`, `${added} entries were never published`)]
}

/** Proves a version as it stands in the database: each entry against its leaf, each district and the whole against their roots. */
export const verifyRoll = async (
  ctx: Context,
  electionId: string,
  version: number,
): Promise<Result<RollVerification, RollRefusal>> => {
  const found = await getVersion(ctx, electionId, version)
  if (!found.ok) return found
  const row = found.value.version
  const of = { electionId, version, counties: await countiesOf(ctx.database, electionId, version) }
  const faults: RollFault[] = []
  const districts: RollDistrict[] = []
  let position = 0
  let entries = 0
  for (const district of row.districts) {
    const proved = await proveDistrict(ctx.database, of, district, position)
    position += district.entries
    entries += proved.entries
    districts.push({ ...district, root: proved.root })
    faults.push(...proved.faults)
  }
  faults.push(...(await faultsBeyond(ctx.database, electionId, version, entries)))
  const root = rollRoot(row, districts, sm3)
  if (root !== row.root && faults.length === 0)
    faults.push(wholeFault('root', 'roll_version', '这一版的校验值不符', 'the checksum of this version does not match'))
  return ok({ ok: faults.length === 0, entries, root, faults })
}
