/**
 * Proves a published list offline, with no database and no trust in anything but the root: every entry, in its place, unchanged.
 * The root is best given by hand from a poster on the wall; without it, the one in roll.json is believed and shown.
 */
import { fail, ok, type Result } from '@mingce/domain/result'
import { leafOf, parseDistrictText, type RollDistrict, rollLines, rootOf } from '@mingce/domain/roll'
import { faultsIn, type Place, type RollFault, type RollVerification, wholeFault } from './errors.ts'
import { headerOf, LOG_PROOF, MANIFEST, Manifest, type ManifestDistrict, README, ROLL_LINES, SUMS } from './schema.layout.ts'
import { decodeFile, type FileKind } from './service.decode.ts'
import { verifyDistrict } from './service.district.ts'
import { sm3 } from './service.hash.ts'
import { openRollSource, type RollSource } from './service.source.ts'

const rootOfLines = (lines: readonly string[]): string =>
  rootOf(
    lines.map(line => leafOf(line, sm3)),
    sm3,
  )

interface Whole {
  readonly manifest: Manifest
  readonly districts: readonly ManifestDistrict[]
  readonly root: string
  readonly faults: RollFault[]
}

/** roll.json against the lines of the tree over the districts; whichever gives the trusted root is believed. */
const verifyWhole = (manifest: Manifest, given: string[] | undefined, trusted: string | undefined): Whole => {
  const faults: RollFault[] = []
  const say = (zh: string, en: string, code: 'manifest' | 'root' | 'missing-file' = 'manifest', file = MANIFEST) =>
    faults.push(wholeFault(code, file, zh, en))
  const own = rollLines(headerOf(manifest), manifest.districts)
  const ownRoot = rootOfLines(own)
  const lines = given ?? own
  const linesRoot = rootOfLines(lines)
  const root = trusted ?? manifest.root
  if (given === undefined) say('证明文件缺失', 'the file of proof lines is missing', 'missing-file', ROLL_LINES)
  if (manifest.root !== root)
    say(
      `roll.json 写的校验值与给出的不同：${manifest.root.slice(0, 16)}…`,
      `the checksum in roll.json differs from the one given: ${manifest.root.slice(0, 16)}…`,
      'root',
    )
  if (manifest.entries !== manifest.districts.reduce((sum, d) => sum + d.entries, 0))
    say('roll.json 的总条数与各选区之和不符', 'the number of entries in roll.json is not the sum of its districts')

  if (ownRoot === root) {
    if (linesRoot !== root) say('各选区的证明行被改动', 'the lines of the districts were changed', 'manifest', ROLL_LINES)
    return { manifest, districts: manifest.districts, root: ownRoot, faults }
  }
  if (linesRoot !== root) {
    say(
      `这一版的校验值不符：应为${root.slice(0, 16)}…，文件算得${ownRoot.slice(0, 16)}…；选举名称、选举日、公布日期、选区或某选区的名单与公布的不同`,
      `the checksum of the version does not match: ${root.slice(0, 16)}… expected, ${ownRoot.slice(0, 16)}… found; name, day, date of publication, districts or a district’s list are not as published`,
      'root',
    )
    return { manifest, districts: manifest.districts, root: ownRoot, faults }
  }
  // roll.json was changed; the lines know what it said.
  if (lines[0] !== own[0])
    say(
      '选举名称、选举日、版次或公布日期被改动',
      'the election’s name or day, the version or the date of publication was changed',
    )
  const published = lines.slice(1).flatMap(line => parseDistrictText(line) ?? [])
  const key = (d: Pick<RollDistrict, 'level' | 'code'>) => `${d.level} ${d.code}`
  const stated = new Map(manifest.districts.map(d => [key(d), d]))
  const known = new Set(published.map(key))
  const districts = published.map(district => {
    const now = stated.get(key(district))
    const tell = (zh: string, en: string) => faults.push(faultsIn(district, MANIFEST).fault('manifest', undefined, zh, en))
    if (!now) tell('这个选区从 roll.json 中被删去', 'this electoral district was removed from roll.json')
    else if (now.name !== district.name || now.entries !== district.entries || now.root !== district.root)
      tell(
        'roll.json 中这个选区的名称、条数或校验值被改动',
        'the name, number of entries or checksum of this electoral district was changed in roll.json',
      )
    const place = `${district.level}/${district.name === district.code ? district.code : `${district.code} ${district.name}`}`
    return {
      list: now?.list ?? `lists/${place}.csv`,
      proof: now?.proof ?? `proofs/${place}.jsonl`,
      posters: now?.posters ?? [],
      ...district,
    }
  })
  for (const district of manifest.districts)
    if (!known.has(key(district)))
      faults.push(
        faultsIn(district, MANIFEST).fault(
          'manifest',
          undefined,
          '这个选区是公布后添加到 roll.json 的',
          'this electoral district was added to roll.json after publication',
        ),
      )
  if (faults.length === 0) say('roll.json 中选区的次序被调换', 'the electoral districts in roll.json were reordered')
  return { manifest, districts, root: linesRoot, faults }
}

type Read = RollSource['read']

/** roll.json, or why it is none. */
const readManifest = (directory: string, stated: string | undefined): Result<Manifest, RollFault> => {
  if (stated === undefined)
    return fail(
      wholeFault(
        'missing-file',
        MANIFEST,
        `“${directory}”中没有 roll.json，不是公布名单的文件夹或压缩包`,
        `There is no roll.json in “${directory}”, so it is neither the folder nor the ZIP file of a published list`,
      ),
    )
  const damaged = () =>
    fail(wholeFault('manifest', MANIFEST, 'roll.json 已损坏或格式不对', 'roll.json is damaged or has another format'))
  try {
    const { data } = Manifest.safeParse(JSON.parse(stated))
    return data ? ok(data) : damaged()
  } catch {
    return damaged()
  }
}

/** Whether the posters of a district are there and show the root. */
const verifyPosters = async (read: Read, district: ManifestDistrict, root: string): Promise<RollFault[]> => {
  const faults: RollFault[] = []
  for (const file of district.posters) {
    const poster = await read(file)
    const { fault } = faultsIn(district, file)
    if (!poster) faults.push(fault('missing-file', undefined, '选民榜文件缺失', 'the poster is missing'))
    else if (!poster.includes(`mingce-root:${root}`))
      faults.push(
        fault('root', undefined, '选民榜上的校验值与名单的不同', 'the checksum on the poster differs from that of the list'),
      )
  }
  return faults
}

/**
 * Files whose SM3 is not the one stated. Tables and lines are compared entry by entry instead: a table saved again by a spreadsheet differs
 * in bytes and says the same. Files that a fault is known of are passed over.
 */
const verifySums = async (read: Read, sums: string | undefined, blamed: ReadonlySet<string | null>): Promise<RollFault[]> => {
  if (sums === undefined) return [wholeFault('missing-file', SUMS, 'SM3SUMS 缺失', 'SM3SUMS is missing')]
  const faults: RollFault[] = []
  for (const [, digest, path = ''] of sums.matchAll(/^([0-9a-f]{64}) {2}(.+)$/gm)) {
    if (/^(lists|proofs)\//.test(path) || blamed.has(path)) continue
    const content = await read(path)
    if (!content) faults.push(wholeFault('missing-file', path, `文件“${path}”缺失`, `The file “${path}” is missing`))
    else if (sm3(content) !== digest)
      faults.push(wholeFault('changed', path, `文件“${path}”的内容被改动`, `The file “${path}” was changed`))
  }
  return faults
}

/** Proves what `source` gives; `name` is what a message calls it. */
const verifySource = async (
  { read, list: listFiles }: RollSource,
  name: string,
  options: { readonly root?: string },
): Promise<RollVerification> => {
  const faults: RollFault[] = []
  const text = async (path: string, kind: FileKind = 'lines', place?: Place) => {
    const bytes = await read(path)
    if (bytes === undefined) return undefined
    const decoded = decodeFile(bytes, kind)
    if (decoded.form)
      faults.push(
        place
          ? faultsIn(place, path).fault('encoding', undefined, decoded.form.zh, decoded.form.en)
          : wholeFault('encoding', path, `${path}：${decoded.form.zh}`, `${path}: ${decoded.form.en}`),
      )
    return decoded.text
  }
  const stated = readManifest(name, await text(MANIFEST))
  if (!stated.ok) return { ok: false, entries: 0, root: '', faults: [...faults, stated.error] }
  const manifest = stated.value

  const lines = (await text(ROLL_LINES))?.split('\n').filter(Boolean)
  const whole = verifyWhole(manifest, lines, options.root?.replace(/\s/g, '').toLowerCase())
  faults.push(...whole.faults)
  const of = { electionId: manifest.election.id, version: manifest.version }
  const expected = new Set([MANIFEST, ROLL_LINES, SUMS, README, LOG_PROOF])
  const actual: RollDistrict[] = []
  let entries = 0
  for (const district of whole.districts) {
    const list = { file: district.list, text: await text(district.list, 'table', district) }
    const proof = { file: district.proof, text: await text(district.proof, 'lines', district) }
    const found = verifyDistrict(of, district, district, { list, proof })
    faults.push(...found.faults, ...(await verifyPosters(read, district, whole.root)))
    entries += found.entries
    actual.push({ ...district, root: found.root })
    for (const file of [district.list, district.proof, ...district.posters]) expected.add(file)
  }

  const blamed = new Set(faults.map(fault => fault.file))
  faults.push(...(await verifySums(read, await text(SUMS), blamed)))
  for (const file of await listFiles())
    if (!expected.has(file))
      faults.push(wholeFault('added', file, `文件“${file}”不属于公布的内容`, `The file “${file}” is not part of the publication`))
  const root = rootOfLines(rollLines(headerOf(manifest), actual))
  return { ok: faults.length === 0, entries, root, faults }
}

/**
 * Proves the folder or the ZIP file at `path`. `root`: as read from a poster; spaces and case do not matter. Never throws for what lies there.
 */
export const verifyPublished = async (path: string, options: { readonly root?: string } = {}): Promise<RollVerification> => {
  const source = await openRollSource(path)
  if (source === null) {
    const zh = `“${path}”既不是文件夹，也不是可以读取的 ZIP 文件`
    const fault = wholeFault('missing-file', MANIFEST, zh, `“${path}” is neither a folder nor a ZIP file that can be read`)
    return { ok: false, entries: 0, root: '', faults: [fault] }
  }
  try {
    return await verifySource(source, path, options)
  } finally {
    source.close()
  }
}
