/**
 * What lies in a published directory, so that writing and verifying it cannot drift apart:
 * `roll.json` (what the version is), `lists/` (tables for people), `proofs/` (the exact lines that were hashed), `posters/`, `SM3SUMS`.
 */
import type { Level } from '@mingce/domain/election'
import type { Change, RollDistrict, RollEntry, RollHeader } from '@mingce/domain/roll'
import { z } from 'zod'
import { BYTE_ORDER_MARK, csvLines } from '../../platform/files/index.ts'

export const MANIFEST = 'roll.json'
/** The lines of the tree over the districts. */
export const ROLL_LINES = 'proofs/roll.jsonl'
/** The proof that the publication is in the audit log (C2SP tlog-proof). */
export const LOG_PROOF = 'log.tlog-proof'
export const SUMS = 'SM3SUMS'
export const README = 'README.txt'
/** The second names the version before and counts the districts in the header that the root covers. */
export const FORMATS = ['mingce-roll/1', 'mingce-roll/2'] as const

const District = z.object({
  level: z.enum(['county', 'township']),
  code: z.string(),
  name: z.string(),
  entries: z.number().int().nonnegative(),
  root: z.string(),
  list: z.string(),
  proof: z.string(),
  posters: z.array(z.string()),
})
export const Manifest = z.object({
  format: z.enum(FORMATS),
  election: z.object({ id: z.string(), name: z.string(), pollingDay: z.string() }),
  version: z.number().int().positive(),
  kind: z.enum(['list', 'supplement']),
  publishedOn: z.string(),
  /** Root of the version before; absent in the first form. */
  previousRoot: z.string().nullable().optional(),
  algorithm: z.string(),
  root: z.string(),
  entries: z.number().int().nonnegative(),
  districts: z.array(District),
})
export type Manifest = z.infer<typeof Manifest>
export type ManifestDistrict = z.infer<typeof District>

export const ALGORITHM =
  'SM3 (GB/T 32905), Merkle tree as in RFC 6962: leaf = SM3(00 || line), node = SM3(01 || left || right), digests as lower-case hex text. Lines of a district: proofs/<level>/<district>.jsonl; lines of the tree over the districts: proofs/roll.jsonl.'

/** The header that the root vouches for. */
export const headerOf = (manifest: Manifest): RollHeader => ({
  electionId: manifest.election.id,
  electionName: manifest.election.name,
  pollingDay: manifest.election.pollingDay,
  version: manifest.version,
  kind: manifest.kind,
  publishedOn: manifest.publishedOn,
  previousRoot: manifest.format === FORMATS[0] ? undefined : (manifest.previousRoot ?? null),
})

/** A name that every file system takes: codes and names of districts are an office's own text. */
const fileName = (text: string): string =>
  [...text.replace(/[\\/:*?"<>|\p{Cc}]/gu, '_').replace(/^[. ]+|[. ]+$/g, '_')].slice(0, 48).join('') || '_'

/** Where the files of each district go, without extension; two districts never share one. */
export const placesOf = (districts: readonly Pick<RollDistrict, 'level' | 'code' | 'name'>[]): string[] => {
  const taken = new Set<string>()
  return districts.map(({ level, code, name }) => {
    const plain = `${level}/${fileName(name === code ? code : `${code} ${name}`)}`
    let place = plain
    for (let n = 2; taken.has(place.toLowerCase()); n++) place = `${plain}-${n}`
    taken.add(place.toLowerCase())
    return place
  })
}

export const SEX: Readonly<Record<string, string>> = { M: '男', F: '女' }
const LEVEL: Readonly<Record<Level, string>> = { county: '县级', township: '乡级' }
export const CHANGE: Readonly<Record<Change, string>> = { listed: '列入', added: '增补', removed: '除名', corrected: '更正' }
const keyOf = (words: Readonly<Record<string, string>>, word: string): string | undefined =>
  Object.keys(words).find(key => words[key] === word)

export const LIST_HEADER = [
  '序号',
  '选区',
  '选民小组',
  '姓名',
  '性别',
  '备注',
  '级别',
  '变动',
  '选区代码',
  '随机数',
  '校验值',
] as const

/** Cells of an entry in its table. */
export const listCells = (entry: RollEntry, districtName: string, leaf: string): string[] => [
  String(entry.number),
  districtName,
  entry.group,
  entry.name,
  SEX[entry.sex] ?? entry.sex,
  entry.mark,
  LEVEL[entry.level],
  CHANGE[entry.change],
  entry.district,
  entry.salt,
  leaf,
]

/** The entry that a row of a table says, or undefined where the row is not of this shape; its leaf is for the caller to check. */
export const entryOfCells = (cells: readonly string[]): { entry: RollEntry; districtName: string; leaf: string } | undefined => {
  if (cells.length !== LIST_HEADER.length) return undefined
  const [
    number = '',
    districtName = '',
    group = '',
    name = '',
    sex = '',
    mark = '',
    level = '',
    change = '',
    district = '',
    salt = '',
    leaf = '',
  ] = cells
  const levelKey = keyOf(LEVEL, level) as Level | undefined
  const changeKey = keyOf(CHANGE, change) as Change | undefined
  if (!/^[1-9]\d{0,8}$/.test(number) || levelKey === undefined || changeKey === undefined) return undefined
  return {
    entry: {
      level: levelKey,
      district,
      group,
      number: Number(number),
      change: changeKey,
      name,
      sex: keyOf(SEX, sex) ?? sex,
      mark,
      salt,
    },
    districtName,
    leaf,
  }
}

/** The text of a published list: a byte order mark, the header and a line for each row of cells. */
export const listCsv = (rows: readonly (readonly string[])[]): string => BYTE_ORDER_MARK + csvLines([LIST_HEADER, ...rows])
