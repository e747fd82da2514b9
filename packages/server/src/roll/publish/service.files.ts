/**
 * The files of a version for download, one by one or all in a ZIP file, and proving a version in the database. The database is the truth: a job
 * makes the files of a version, and makes them again if they are gone.
 */
import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { Readable } from 'node:stream'
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import { type RollDistrict, rollRoot } from '@mingce/domain/roll'
import yazl from 'yazl'
import type { Context } from '../../access/index.ts'
import { type Fonts, installedFonts } from '../../documents/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import { openThreadPool, type Thread } from '../../platform/threads/index.ts'
import {
  LOG_PROOF,
  MANIFEST,
  type Manifest,
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
import type { ProofOrder, ProvedDistrict } from './service.prove.ts'
import { exportRoll, getVersion } from './service.ts'
import { countEntries, countiesOf, entriesBetween, findVersions, type VersionRow } from './store.ts'
import type { RollProgress } from './version/index.ts'

export interface RollFileInfo {
  /** A plain file name, unique within the version. */
  readonly name: string
  readonly bytes: number
  readonly title: Text
}

/** The files of a version as they can be had now. */
export interface RollFiles {
  /** False: they are still to be made, which `writeRollFiles` does. */
  readonly ready: boolean
  readonly files: readonly RollFileInfo[]
}

/** A file for the browser to save. */
interface Download {
  readonly name: string
  readonly content: Readable
}

/** Folders become part of the name, so that a browser saves every file under a name of its own. */
const flat = (path: string): string => path.replaceAll('/', '~')

const titled = (path: string, zh: string, en: string) => ({ path, title: { zh, en } })

/** What the files of a version are called, in the order in which they are shown. */
const titlesOf = ({ districts }: Manifest, hasLogProof: boolean) => [
  ...districts.flatMap(({ name, posters }) =>
    posters.map((path, i) =>
      titled(path, `选民榜　${name}${i > 0 ? `（${i + 1}）` : ''}`, `Poster, ${name}${i > 0 ? ` (${i + 1})` : ''}`),
    ),
  ),
  ...districts.map(({ name, list }) => titled(list, `名单　${name}`, `List, ${name}`)),
  ...districts.map(({ name, proof }) => titled(proof, `证明　${name}`, `Proof, ${name}`)),
  titled(MANIFEST, '版本说明与校验值', 'Description of this version, with its checksum'),
  titled(ROLL_LINES, '各选区的校验值', 'Checksums of the electoral districts'),
  ...(hasLogProof ? [titled(LOG_PROOF, '公布已记入操作记录的证明', 'Proof that the publication is in the audit trail')] : []),
  titled(SUMS, '各文件的 SM3 值', 'SM3 checksums of the files'),
  titled(README, '说明：怎样核验', 'Read me: how to verify'),
]

const NOT_READY: RollRefusal = { code: 'roll.files-not-ready' }

interface ZippedFile {
  /** On disk, and in the ZIP file. */
  readonly file: string
  readonly path: string
  readonly at: Date
}

/** A ZIP file, read as it is sent: nothing of it is kept. PDF does not get smaller. */
const zipOf = (files: readonly ZippedFile[]): Readable => {
  const zip = new yazl.ZipFile()
  for (const { file, path, at } of files) zip.addFile(file, path, { mtime: at, mode: 0o644, compress: !path.endsWith('.pdf') })
  zip.end()
  // A file that cannot be read ends the answer early, so that nobody takes it for whole.
  const stream = Readable.from(zip.outputStream)
  zip.on('error', (error: Error) => stream.destroy(error))
  return stream
}

/** Everything in a folder, in the order of its paths. */
const filesBelow = async (folder: string, name: string, at: Date): Promise<ZippedFile[]> => {
  const inside = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = inside.filter(entry => entry.isFile()).map(entry => relative(folder, join(entry.parentPath, entry.name)))
  return paths.sort().map(path => ({ file: join(folder, path), path: `${name}/${path.split(sep).join('/')}`, at }))
}

/** Midnight of the day on which a version was published: two ZIP files of it are the same bytes. */
const dayOf = ({ publishedOn }: VersionRow): Date => new Date(`${publishedOn}T00:00:00Z`)

const postersOf = (folder: string, { districts }: Manifest, row: VersionRow): ZippedFile[] => {
  const place = `第${row.version}版　${row.kind === 'list' ? '选民榜' : '补充选民榜'}`
  return districts
    .flatMap(({ posters }) => posters)
    .map(path => ({ file: join(folder, path), path: `${place}/${path.slice(path.lastIndexOf('/') + 1)}`, at: dayOf(row) }))
}

const notReady = (version: number): RollRefusal => ({
  ...NOT_READY,
  text: {
    zh: `第${version}版的选民榜还没有做成`,
    en: `The posters of version ${version} are not made yet`,
  },
})

/** Use cases over files kept below `base`, a folder of this installation. */
export const rollFilesIn = (base: string, fonts: () => Fonts = installedFonts) => {
  const folderOf = (electionId: string, version: number) => join(base, encodeURIComponent(electionId), String(version))
  /** A version that the actor may see, its folder, and what is in it; undefined: nothing yet. */
  const opened = async (ctx: Context, electionId: string, version: number) => {
    const found = await getVersion(ctx, electionId, version)
    if (!found.ok) return found
    const folder = folderOf(electionId, version)
    const manifest = await manifestIn(folder)
    return ok({ folder, manifest, row: found.value.version })
  }
  const filesIn = async (folder: string, manifest: Manifest) => {
    const hasLogProof = await stat(join(folder, LOG_PROOF)).then(
      () => true,
      () => false,
    )
    return titlesOf(manifest, hasLogProof)
  }
  return {
    /** Posters, tables and proofs of a version, with their sizes. */
    async findRollFiles(ctx: Context, electionId: string, version: number): Promise<Result<RollFiles, RollRefusal>> {
      const found = await opened(ctx, electionId, version)
      if (!found.ok) return found
      const { folder, manifest } = found.value
      if (!manifest) return ok({ ready: false, files: [] })
      const files = (await filesIn(folder, manifest)).map(async ({ path, title }) => ({
        name: flat(path),
        bytes: (await stat(join(folder, path))).size,
        title,
      }))
      return ok({ ready: true, files: await Promise.all(files) })
    },
    /** Makes the files of a version unless they are there. */
    async writeRollFiles(
      ctx: Context,
      electionId: string,
      version: number,
      onProgress: (progress: RollProgress) => void = () => undefined,
    ): Promise<Result<{ files: number }, RollRefusal>> {
      return await exportRoll(ctx, { electionId, version, directory: folderOf(electionId, version) }, onProgress, fonts())
    },
    /** Opens one of them by the name it was listed with; any other name is not found. */
    async openRollFile(ctx: Context, electionId: string, version: number, name: string): Promise<Result<Download, RollRefusal>> {
      const found = await opened(ctx, electionId, version)
      if (!found.ok) return found
      const { folder, manifest } = found.value
      if (!manifest) return fail(NOT_READY)
      const file = (await filesIn(folder, manifest)).find(({ path }) => flat(path) === name)
      if (!file) return fail({ code: 'not-found', text: { zh: `没有文件“${name}”`, en: `There is no file “${name}”` } })
      return ok({ name, content: createReadStream(join(folder, file.path)) })
    },
    /** All of them as one ZIP file, which `roll verify` takes. */
    async openRollArchive(ctx: Context, electionId: string, version: number): Promise<Result<Download, RollRefusal>> {
      const found = await opened(ctx, electionId, version)
      if (!found.ok) return found
      const { folder, manifest, row } = found.value
      if (!manifest) return fail(NOT_READY)
      const name = `${electionId}-${version}`
      const content = zipOf(await filesBelow(folder, name, dayOf(row)))
      return ok({ name: `${row.electionName}　选民名单第${row.version}版.zip`, content })
    },
    /**
     * Posters to print: `changed`, those of the districts whose list this version changes, which are all that it has; `all`, those of the list and
     * of its supplements up to this version, as they hang beside each other.
     */
    async openRollPosters(
      ctx: Context,
      electionId: string,
      version: number,
      which: 'all' | 'changed',
    ): Promise<Result<Download, RollRefusal>> {
      const posters: ZippedFile[] = []
      let electionName = ''
      for (let each = which === 'all' ? 1 : version; each <= version; each += 1) {
        const found = await opened(ctx, electionId, each)
        if (!found.ok) return found
        const { folder, manifest, row } = found.value
        if (!manifest) return fail(notReady(each))
        electionName = row.electionName
        posters.push(...postersOf(folder, manifest, row))
      }
      const words = which === 'all' ? '全部选民榜' : '有变化的选民榜'
      return ok({ name: `${electionName}　第${version}版　${words}.zip`, content: zipOf(posters) })
    },
  }
}

const PAGE = 5_000

const PROGRAM = new URL(import.meta.url.replace(/service\.files\.(ts|js)$/, 'service.prove-program.$1'))
const provers = openThreadPool<ProofOrder, ProvedDistrict>(PROGRAM)

/** The entries of one version, as `entriesBetween` finds them. */
interface Entries {
  readonly electionId: string
  readonly version: number
  readonly counties: readonly string[]
}

/** Has the entries of a district, which follow position `after`, proved against their leaves and its root. */
const proveDistrict = async (
  sql: Sql,
  thread: Pick<Thread<ProofOrder, ProvedDistrict>, 'ask'>,
  of: Entries,
  district: RollDistrict,
  after: number,
): Promise<ProvedDistrict> => {
  const { electionId, version } = of
  let proved = await thread.ask({ kind: 'begin', electionId, version, district })
  const end = after + district.entries
  for (let from = after + 1; from <= end; from += PAGE) {
    const entries = await entriesBetween(sql, of, from, Math.min(end, from + PAGE - 1))
    proved = await thread.ask({ kind: 'entries', entries, isLast: from + PAGE > end })
  }
  return district.entries > 0 ? proved : thread.ask({ kind: 'entries', entries: [], isLast: true })
}

/** Entries of the version beyond those of its districts. */
const faultsBeyond = async (sql: Sql, electionId: string, version: number, entries: number): Promise<RollFault[]> => {
  const added = (await countEntries(sql, electionId, version)) - entries
  if (added <= 0) return []
  return [wholeFault('added', 'roll_entry', `多出${added}条未公布的记录`, `${added} entries were never published`)]
}

/** The version before is another one than the header names. */
const faultsBefore = async (sql: Sql, { electionId, version, previousRoot }: VersionRow): Promise<RollFault[]> => {
  if (previousRoot === undefined) return []
  const before = (await findVersions(sql, electionId, version - 1))[0]?.root ?? null
  if (before === previousRoot) return []
  const zh = `第${version - 1}版的校验值不是这一版公布时所依据的那一个`
  return [
    wholeFault('root', 'roll_version', zh, `version ${version - 1} has another checksum than this version was published after`),
  ]
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
  // Hashing a large list takes seconds, in which the server would answer nobody.
  await provers.use(async thread => {
    for (const district of row.districts) {
      const proved = await proveDistrict(ctx.database, thread, of, district, position)
      position += district.entries
      entries += proved.entries
      districts.push({ ...district, root: proved.root })
      faults.push(...proved.faults)
    }
  })
  faults.push(...(await faultsBeyond(ctx.database, electionId, version, entries)), ...(await faultsBefore(ctx.database, row)))
  const root = rollRoot(row, districts, sm3)
  if (root !== row.root && faults.length === 0)
    faults.push(wholeFault('root', 'roll_version', '这一版的校验值不符', 'the checksum of this version does not match'))
  return ok({ ok: faults.length === 0, entries, root, faults })
}
