/** Writes a version into a directory, whole or not at all: into a draft beside it, which is then renamed. */
import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { fail, ok, type Result } from '@mingce/domain/result'
import { entryText, type RollDistrict, rollLines } from '@mingce/domain/roll'
import { codePointName, createPosterPrinter, type Fonts, type Poster } from '../../../documents/index.ts'
import type { Database } from '../../../platform/database/index.ts'
import type { ProvenStatement } from '../../../platform/log/index.ts'
import {
  ALGORITHM,
  FORMAT,
  LOG_PROOF,
  listCells,
  listCsv,
  MANIFEST,
  Manifest,
  placesOf,
  README,
  ROLL_LINES,
  SUMS,
  sm3,
} from '../../verify/index.ts'
import type { RollRefusal } from '../errors.ts'
import { countiesOf, type EntryRow, entriesBetween, type VersionRow } from '../store.ts'
import { posterOf } from './service.posters.ts'
import { readmeOf } from './service.readme.ts'

export interface Exported {
  readonly directory: string
  /** Files written; 0 when the directory already held this very version. */
  readonly files: number
  readonly sheets: number
  readonly root: string
}

/** Whether a directory has contents; one that does not exist has none. */
export const isTaken = async (directory: string): Promise<boolean> => {
  try {
    return (await readdir(directory)).length > 0
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return true
    throw error
  }
}

export const directoryTaken = (directory: string): RollRefusal => ({
  code: 'roll.directory-taken',
  text: {
    zh: `文件夹“${directory}”中已有别的内容，未写入任何文件`,
    en: `The directory “${directory}” contains other files; nothing was written`,
  },
})

/** The version that a directory holds, or undefined. */
export const manifestIn = async (directory: string): Promise<Manifest | undefined> => {
  try {
    return Manifest.safeParse(JSON.parse(await readFile(join(directory, MANIFEST), 'utf8'))).data
  } catch {
    return undefined
  }
}

/** Flushes a file or directory to disk, so that it survives a power failure. */
const sync = async (path: string): Promise<void> => {
  const handle = await open(path, 'r')
  await handle.sync().catch(() => undefined) // some file systems have none for directories
  await handle.close()
}

/** Lets other requests be answered between two posters: laying one out blocks the process. */
const yieldToRequests = () => new Promise<void>(done => setImmediate(done))

/** Names on the posters and the last day for objections. */
interface PosterWords {
  readonly committee: string
  readonly objectionsUntil: string
  readonly training?: boolean
  /** The proof that the publication is in the audit log, and its short code. */
  readonly inLog?: ProvenStatement | undefined
}

/** Writes files below a draft directory and keeps the line of each in `SM3SUMS`. */
const openDraft = (draft: string) => {
  const sums: string[] = []
  return {
    sums,
    async put(path: string, content: string | Uint8Array): Promise<void> {
      await mkdir(dirname(join(draft, path)), { recursive: true })
      await writeFile(join(draft, path), content, { flag: 'wx', flush: true })
      sums.push(`${sm3(content)}  ${path}\n`)
    },
  }
}
type Draft = ReturnType<typeof openDraft>

/** The failure when `fonts` lack a character of a poster. */
const findUnprintable = (poster: Poster, entries: readonly EntryRow[], fonts: Fonts): RollRefusal | null => {
  const texts = [
    poster.electionName,
    poster.districtName,
    poster.committee,
    ...poster.sections.map(section => section.title),
    ...entries.map(e => e.name + e.mark),
  ]
  const missing = new Set(texts.flatMap(text => fonts.unprintable(text)))
  if (missing.size === 0) return null
  const codes = [...missing].map(codePointName).join(' ')
  return {
    code: 'roll.unprintable',
    text: {
      zh: `${poster.districtName}：这台机器没有字体可以印出${codes}，未写入任何文件`,
      en: `${poster.districtName}: no installed font can print ${codes}; nothing was written`,
    },
  }
}

/** Prints the posters of districts, with a printer that has the fonts in use so far: a later district may need one more. */
const openPosterWriter = (draft: Draft, fonts: Fonts) => {
  let printer: { for: string; print: ReturnType<typeof createPosterPrinter>['print'] } | undefined
  return async (poster: Poster, place: string): Promise<{ posters: string[]; sheets: number }> => {
    const families = fonts.inUse().families.join()
    if (printer?.for !== families) printer = { for: families, print: createPosterPrinter(fonts).print }
    const posters: string[] = []
    let sheets = 0
    for (const printed of printer.print(poster)) {
      const path = `posters/${place}${posters.length === 0 ? '' : ` ${posters.length + 1}`}.pdf`
      await draft.put(path, printed.pdf())
      posters.push(path)
      sheets += printed.pages
      await yieldToRequests()
    }
    return { posters, sheets }
  }
}

/** Writes the table and the proof lines of one district. */
const writeTables = async (
  draft: Draft,
  version: VersionRow,
  district: RollDistrict,
  place: string,
  entries: readonly EntryRow[],
): Promise<{ list: string; proof: string }> => {
  const [list, proof] = [`lists/${place}.csv`, `proofs/${place}.jsonl`]
  await draft.put(list, listCsv(entries.map(entry => listCells(entry, district.name, entry.leaf))))
  await draft.put(proof, entries.map(entry => `${entryText(version.electionId, version.version, entry)}\n`).join(''))
  return { list, proof }
}

/** Writes the files about the version as a whole; returns how many files the draft has. */
const writeWhole = async (
  draft: Draft,
  version: VersionRow,
  districts: Manifest['districts'],
  inLog: ProvenStatement | undefined,
): Promise<number> => {
  if (inLog) await draft.put(LOG_PROOF, inLog.proof)
  await draft.put(ROLL_LINES, `${rollLines(version, version.districts).join('\n')}\n`)
  const { electionId, electionName, pollingDay, kind, publishedOn, root, entries } = version
  const manifest: Manifest = {
    format: FORMAT,
    election: { id: electionId, name: electionName, pollingDay },
    version: version.version,
    kind,
    publishedOn,
    algorithm: ALGORITHM,
    root,
    entries,
    districts,
  }
  await draft.put(MANIFEST, `${JSON.stringify(manifest, null, 2)}\n`)
  await draft.put(README, readmeOf(version))
  const files = draft.sums.length + 1
  await draft.put(SUMS, draft.sums.join(''))
  return files
}

const writeInto = async (
  database: Database,
  version: VersionRow,
  words: PosterWords,
  directory: string,
  fonts: Fonts,
  onProgress: (done: number, total: number) => void,
): Promise<Result<{ files: number; sheets: number }, RollRefusal>> => {
  const { districts } = version
  const draft = openDraft(directory)
  const writePosters = openPosterWriter(draft, fonts)
  const of = {
    electionId: version.electionId,
    version: version.version,
    counties: await countiesOf(database, version.electionId, version.version),
  }
  const places = placesOf(districts)
  const written: Manifest['districts'] = []
  let sheets = 0
  let position = 0
  for (const [i, district] of districts.entries()) {
    const entries = await entriesBetween(database, of, position + 1, position + district.entries)
    if (entries.length !== district.entries)
      throw new Error(`the stored version has ${entries.length} of ${district.entries} entries of ${district.code}`)
    position += district.entries
    const place = places[i] ?? district.code
    const tables = await writeTables(draft, version, district, place, entries)
    const poster = posterOf(version, district, entries, { ...words, logCode: words.inLog?.shortCode })
    const refusal = findUnprintable(poster, entries, fonts)
    if (refusal) return fail(refusal)
    const printed = await writePosters(poster, place)
    sheets += printed.sheets
    written.push({ ...district, ...tables, posters: printed.posters })
    onProgress(i + 1, districts.length)
  }
  if (position !== version.entries) throw new Error(`the districts have ${position} entries, the version ${version.entries}`)
  return ok({ files: await writeWhole(draft, version, written, words.inLog), sheets })
}

/**
 * Writes `version` into `directory`. Fails when the directory has other contents, or when this machine has no font for a name (the
 * publishing machine had one). A directory that already holds this version is left as it is.
 */
export const exportVersion = async (
  database: Database,
  { version, ...words }: PosterWords & { readonly version: VersionRow },
  directory: string,
  fonts: Fonts,
  onProgress: (done: number, total: number) => void,
): Promise<Result<Exported, RollRefusal>> => {
  const target = resolve(directory)
  const there = await manifestIn(target)
  if (there?.root === version.root && there.version === version.version && there.election.id === version.electionId)
    return ok({ directory: target, files: 0, sheets: 0, root: version.root })
  if (await isTaken(target)) return fail(directoryTaken(directory))
  await mkdir(dirname(target), { recursive: true })
  const draft = `${target}.draft-${randomBytes(6).toString('hex')}`
  try {
    await mkdir(draft)
    const written = await writeInto(database, version, words, draft, fonts, onProgress)
    if (!written.ok) return written
    await sync(draft)
    // Where rename does not replace an empty directory it has to be removed first; one that was filled meanwhile is kept.
    await rmdir(target).catch(() => undefined)
    if (await isTaken(target)) return fail(directoryTaken(directory))
    await rename(draft, target)
    await sync(dirname(target))
    return ok({ directory: target, ...written.value, root: version.root })
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}
