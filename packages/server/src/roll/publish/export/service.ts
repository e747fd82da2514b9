/** Writes a version into a directory, whole or not at all: into a draft beside it, which is then renamed. */
import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { fail, ok, type Result } from '@mingce/domain/result'
import { entryText, type RollDistrict, rollLines } from '@mingce/domain/roll'
import { codePointName, type Fonts, fontAdvice, type Poster, PRINT_THREADS, printPoster } from '../../../documents/index.ts'
import type { Database } from '../../../platform/database/index.ts'
import type { ProvenStatement } from '../../../platform/log/index.ts'
import {
  ALGORITHM,
  FORMATS,
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
import { type PosterWords, posterOf } from './service.posters.ts'
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

/** Writes files below a draft directory and keeps the line of each in `SM3SUMS`. */
const openDraft = (draft: string) => {
  const sums = new Map<string, string>()
  return {
    sums,
    async put(path: string, content: string | Uint8Array): Promise<void> {
      await mkdir(dirname(join(draft, path)), { recursive: true })
      await writeFile(join(draft, path), content, { flag: 'wx', flush: true })
      sums.set(path, sm3(content))
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
    ...poster.voting,
    ...poster.sections.map(section => section.title + section.note),
    ...entries.map(e => e.name + e.mark),
  ]
  const drawn = new Set([...(poster.glyphs?.keys() ?? [])].map(character => character.codePointAt(0)))
  const missing = new Set(texts.flatMap(text => fonts.unprintable(text)).filter(codePoint => !drawn.has(codePoint)))
  if (missing.size === 0) return null
  const codes = [...missing].map(codePointName).join(' ')
  const advice = fontAdvice([...missing])
  return {
    code: 'roll.unprintable',
    next: advice,
    text: {
      zh: `${poster.districtName}：这台机器没有字体可以印出${codes}，未写入任何文件`,
      en: `${poster.districtName}: no installed font can print ${codes}; nothing was written`,
    },
  }
}

/** Prints the posters of a district in a thread, and writes them. */
const writePosters = async (
  draft: Draft,
  fonts: Fonts,
  poster: Poster,
  place: string,
): Promise<{ posters: string[]; sheets: number }> => {
  const posters: string[] = []
  let sheets = 0
  for (const { pages, pdf } of await printPoster(fonts, poster)) {
    const path = `posters/${place}${posters.length === 0 ? '' : ` ${posters.length + 1}`}.pdf`
    await draft.put(path, pdf)
    posters.push(path)
    sheets += pages
  }
  return { posters, sheets }
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
  const { electionId, electionName, pollingDay, kind, publishedOn, previousRoot, root, entries } = version
  const manifest: Manifest = {
    format: previousRoot === undefined ? FORMATS[0] : FORMATS[1],
    election: { id: electionId, name: electionName, pollingDay },
    version: version.version,
    kind,
    publishedOn,
    ...(previousRoot === undefined ? {} : { previousRoot }),
    algorithm: ALGORITHM,
    root,
    entries,
    districts,
  }
  await draft.put(MANIFEST, `${JSON.stringify(manifest, null, 2)}\n`)
  await draft.put(README, readmeOf(version))
  const files = draft.sums.size + 1
  // Posters are finished in any order; two exports of a version are the same bytes.
  const sums = [...draft.sums].sort(([one], [other]) => (one < other ? -1 : 1))
  await draft.put(SUMS, sums.map(([path, sum]) => `${sum}  ${path}\n`).join(''))
  return files
}

/** Runs tasks beside each other, at most `limit`; the first failure is thrown when all that began have ended. */
const openTasks = (limit: number) => {
  const running = new Set<Promise<void>>()
  const faults: unknown[] = []
  return {
    async add(task: () => Promise<void>): Promise<void> {
      while (running.size >= limit) await Promise.race(running)
      if (faults.length > 0) throw faults[0]
      const one = task()
        .catch((fault: unknown) => void faults.push(fault))
        .finally(() => running.delete(one))
      running.add(one)
    },
    async end(): Promise<void> {
      await Promise.all(running)
      if (faults.length > 0) throw faults[0]
    },
  }
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
  const of = {
    electionId: version.electionId,
    version: version.version,
    counties: await countiesOf(database, version.electionId, version.version),
  }
  const places = placesOf(districts)
  const written: Manifest['districts'][number][] = []
  let sheets = 0
  let done = 0
  let position = 0
  let refusal: RollRefusal | null = null
  // One more than there are threads: its entries are read while posters are printed.
  const tasks = openTasks(PRINT_THREADS + 1)
  try {
    for (const [i, district] of districts.entries()) {
      const entries = await entriesBetween(database, of, position + 1, position + district.entries)
      if (entries.length !== district.entries)
        throw new Error(`the stored version has ${entries.length} of ${district.entries} entries of ${district.code}`)
      position += district.entries
      const place = places[i] ?? district.code
      const poster = posterOf(version, district, entries, words)
      refusal = findUnprintable(poster, entries, fonts)
      if (refusal) break
      await tasks.add(async () => {
        const tables = await writeTables(draft, version, district, place, entries)
        const printed = await writePosters(draft, fonts, poster, place)
        sheets += printed.sheets
        written[i] = { ...district, ...tables, posters: printed.posters }
        done += 1
        onProgress(done, districts.length)
      })
    }
  } finally {
    await tasks.end()
  }
  if (refusal) return fail(refusal)
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
