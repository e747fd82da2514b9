/** Writes a version into a directory, whole or not at all: into a draft beside it first, which then takes its name. */
import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { entryText, rollLines } from '@mingce/domain/roll'
import { codePointName, createPosterPrinter, type Fonts } from '../../documents/index.ts'
import type { Database } from '../../platform/database/index.ts'
import {
  ALGORITHM,
  FORMAT,
  listCells,
  listCsv,
  MANIFEST,
  Manifest,
  placesOf,
  README,
  ROLL_LINES,
  SUMS,
  sm3Of,
} from '../verify/index.ts'
import { RollRefused } from './errors.ts'
import { posterOf } from './service.posters.ts'
import { readmeOf } from './service.readme.ts'
import { countiesOf, entriesBetween, type VersionRow } from './store.ts'

export interface Exported {
  readonly directory: string
  /** Files written; 0 when the directory already held this very version. */
  readonly files: number
  readonly sheets: number
  readonly root: string
}

/** Is there anything in it? A directory that does not exist is free. */
export const isTaken = async (directory: string): Promise<boolean> => {
  try {
    return (await readdir(directory)).length > 0
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return true
    throw error
  }
}

/** The version that a directory holds, or undefined. */
export const manifestIn = async (directory: string): Promise<Manifest | undefined> => {
  try {
    return Manifest.safeParse(JSON.parse(await readFile(join(directory, MANIFEST), 'utf8'))).data
  } catch {
    return undefined
  }
}

/** Makes what was written outlast a power cut. */
const sync = async (path: string): Promise<void> => {
  const handle = await open(path, 'r')
  await handle.sync().catch(() => undefined) // some file systems have none for directories
  await handle.close()
}

/** Lets requests of others be answered between two posters: laying one out keeps the process busy. */
const breathe = () => new Promise<void>(done => setImmediate(done))

const writeInto = async (
  database: Database,
  version: VersionRow,
  words: { readonly committee: string; readonly objectionsUntil: string; readonly training?: boolean },
  draft: string,
  fonts: Fonts,
  onProgress: (done: number, total: number) => void,
): Promise<{ files: number; sheets: number }> => {
  const { districts } = version
  const sums: string[] = []
  const put = async (path: string, content: string | Uint8Array) => {
    await mkdir(dirname(join(draft, path)), { recursive: true })
    await writeFile(join(draft, path), content, { flag: 'wx', flush: true })
    sums.push(`${sm3Of(content)}  ${path}\n`)
  }
  const of = {
    electionId: version.electionId,
    version: version.version,
    counties: await countiesOf(database, version.electionId, version.version),
  }
  const places = placesOf(districts)
  const listed: Manifest['districts'] = []
  let sheets = 0
  let position = 0
  let printer: { for: string; print: ReturnType<typeof createPosterPrinter>['print'] } | undefined
  for (const [i, district] of districts.entries()) {
    const entries = await entriesBetween(database, of, position + 1, position + district.entries)
    if (entries.length !== district.entries)
      throw new Error(`the stored version has ${entries.length} of ${district.entries} entries of ${district.code}`)
    position += district.entries
    const place = places[i] ?? district.code
    const [list, proof] = [`lists/${place}.csv`, `proofs/${place}.jsonl`]
    await put(list, listCsv(entries.map(entry => listCells(entry, district.name, entry.leaf))))
    await put(proof, entries.map(entry => `${entryText(version.electionId, version.version, entry)}\n`).join(''))

    const poster = posterOf(version, district, entries, words)
    const texts = [
      poster.electionName,
      poster.districtName,
      poster.committee,
      ...poster.sections.map(section => section.title),
      ...entries.map(e => e.name + e.mark),
    ]
    const missing = new Set(texts.flatMap(text => fonts.unprintable(text)))
    if (missing.size > 0) {
      const codes = [...missing].map(codePointName).join(' ')
      throw new RollRefused({
        code: 'roll.unprintable',
        text: {
          zh: `${district.name}：这台机器没有字体可以印出${codes}，未写入任何文件`,
          en: `${district.name}: no installed font can print ${codes}; nothing was written`,
        },
      })
    }
    // A later district may need a font that the earlier ones did not.
    const families = fonts.inUse().families.join()
    if (printer?.for !== families) printer = { for: families, print: createPosterPrinter(fonts).print }
    const posters: string[] = []
    for (const printed of printer.print(poster)) {
      const path = `posters/${place}${posters.length === 0 ? '' : ` ${posters.length + 1}`}.pdf`
      await put(path, printed.pdf())
      posters.push(path)
      sheets += printed.pages
      await breathe()
    }
    listed.push({ ...district, list, proof, posters })
    onProgress(i + 1, districts.length)
  }
  if (position !== version.entries) throw new Error(`the districts have ${position} entries, the version ${version.entries}`)

  await put(ROLL_LINES, `${rollLines(version, districts).join('\n')}\n`)
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
    districts: listed,
  }
  await put(MANIFEST, `${JSON.stringify(manifest, null, 2)}\n`)
  await put(README, readmeOf(version))
  const files = sums.length + 1
  await put(SUMS, sums.join(''))
  return { files, sheets }
}

/**
 * Writes `version` into `directory`. 'taken' when something else is in it; a directory with this very version is left as it is.
 * @throws RollRefused when this machine has no font for a name (the publishing one had)
 */
export const exportVersion = async (
  database: Database,
  {
    version,
    ...words
  }: { readonly version: VersionRow; readonly committee: string; readonly objectionsUntil: string; readonly training?: boolean },
  directory: string,
  fonts: Fonts,
  onProgress: (done: number, total: number) => void,
): Promise<Exported | 'taken'> => {
  const target = resolve(directory)
  const there = await manifestIn(target)
  if (there?.root === version.root && there.version === version.version && there.election.id === version.electionId)
    return { directory: target, files: 0, sheets: 0, root: version.root }
  if (await isTaken(target)) return 'taken'
  await mkdir(dirname(target), { recursive: true })
  const draft = `${target}.draft-${randomBytes(6).toString('hex')}`
  try {
    await mkdir(draft)
    const written = await writeInto(database, version, words, draft, fonts, onProgress)
    await sync(draft)
    // An empty directory has to go first where rename does not replace it; whoever put something into it since then keeps it.
    await rmdir(target).catch(() => undefined)
    if (await isTaken(target)) return 'taken'
    await rename(draft, target)
    await sync(dirname(target))
    return { directory: target, ...written, root: version.root }
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}
