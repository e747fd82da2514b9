/**
 * Communities, villages and units with their people and neighbours, from a GeoJSON or a table (CSV, XLSX). Neighbours come from shapes, from a
 * column, from a list of pairs, or, failing these, from points: then what is drawn is a sketch (示意图).
 */
import { readFile, stat } from 'node:fs/promises'
import {
  type Border,
  bordersOfPoints,
  bordersOfShapes,
  middleOf,
  type Part,
  type Point,
  partCode,
  partName,
  readPartCode,
  replaceInBorders,
  type Shape,
  type Unit,
} from '@mingce/domain/district'
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import { partKey } from '@mingce/domain/standards'
import { z } from 'zod'
import { readWholeTable } from '../../platform/files/index.ts'

export interface AreasFile {
  readonly units: readonly Unit[]
  readonly borders: readonly Border[]
  /** Parts of communities that are units of their own. */
  readonly parts: readonly (Part & { readonly community: string })[]
  /** Features as they came, by code; null where the file has no shapes. */
  readonly shapes: ReadonlyMap<string, unknown> | null
  /** Neighbours were guessed from points, or nothing is known of them. */
  readonly sketch: boolean
}

export interface AreasFileError {
  readonly code: 'areas.unreadable'
  readonly text: Text
  readonly next?: Text
}

/** More units than any county has communities. */
const MOST_UNITS = 5_000
/** The communities of a county with 500 points each have some 300,000. */
const MOST_POINTS = 500_000
const MOST_BORDERS = 100_000
const MOST_GEOJSON_BYTES = 32 * 1024 ** 2
/** Characters of a file's own text that a message repeats. */
const QUOTED = 40

const NAMES = {
  code: ['代码', '社区代码', '区划代码', '编码', 'code', 'id'],
  name: ['名称', '社区', '单元', '单位', '姓名', 'name'],
  part: ['村民小组', '居民小组', '小组', '组', '楼院', 'part'],
  population: ['人口', '人口数', '总人口', 'population', 'people'],
  existing: ['现选区', '原选区', '选区', 'district', 'existing'],
  neighbours: ['相邻', '相邻代码', '邻接', 'neighbours', 'neighbors'],
  longitude: ['经度', 'longitude', 'lon', 'lng', 'x'],
  latitude: ['纬度', 'latitude', 'lat', 'y'],
} as const
type Field = keyof typeof NAMES

const t = (zh: string, en: string): Text => ({ zh, en })
const wrong = (zh: string, en: string, next?: Text): Result<never, AreasFileError> =>
  fail({ code: 'areas.unreadable', text: t(zh, en), ...(next ? { next } : {}) })

const peopleOf = (written: unknown): number | null => {
  const text = String(written ?? '')
    .normalize('NFKC')
    .replaceAll(',', '')
    .trim()
  return /^\d+$/.test(text) ? Number(text) : null
}
const codesOf = (written: string): string[] =>
  written
    .split(/[;；、,，\s|]+/)
    .map(code => code.trim())
    .filter(code => code !== '')

const quoted = (value: unknown): string => String(value ?? '').slice(0, QUOTED)

interface Read {
  readonly where: Text
  /** Of the community, street or unit. */
  readonly community: string
  /** Of the unit: of a part, the community's with the part. */
  readonly code: string
  readonly name: string
  /** The part of the community that the row is, as written and in one spelling; null: the whole of it. */
  readonly part: { readonly key: string; readonly name: string } | null
  readonly population: unknown
  readonly existing: string
  readonly neighbours: readonly string[]
  readonly at: Point | null
  readonly shape: Shape | null
}

/** What a row is of: a code with a part, in one cell or in two. */
const unitOf = (written: string, name: string, partCell: string): Pick<Read, 'community' | 'code' | 'name' | 'part'> => {
  const { community, part: inCode } = readPartCode(written)
  const said = partCell === '' ? (inCode ?? '') : partCell
  const key = partKey(said, name)
  if (key === null) return { community, code: community, name, part: null }
  const unit = name === '' || name.endsWith(said) ? name || `${community} ${said}` : partName(name, said)
  return { community, code: partCode(community, key), name: unit, part: { key, name: said } }
}

const wholeAndDivided = (where: Text, name: string): Result<never, AreasFileError> =>
  wrong(
    `${where.zh}：${quoted(name)}在表中既是整个社区，又分成小组`,
    `${where.en}: ${quoted(name)} is in the table both whole and in parts`,
    t('只留小组的各行，或只留整个社区的一行', 'Keep the rows of its parts, or the one of the whole community'),
  )

/** The units of the rows; fails on the first row without a code of its own or a number of people. */
const unitsOf = (rows: readonly Read[]): Result<Unit[], AreasFileError> => {
  const seen = new Set<string>()
  const units: Unit[] = []
  const divided = new Set(rows.flatMap(row => (row.part ? [row.community] : [])))
  for (const { where, code, community, name, population: written, existing, at } of rows) {
    const population = peopleOf(written)
    if (community === '') return wrong(`${where.zh}没有代码`, `${where.en} has no code`)
    if (seen.has(code))
      return wrong(`${where.zh}：代码${quoted(code)}出现了两次`, `${where.en}: the code ${quoted(code)} appears twice`)
    if (divided.has(code)) return wholeAndDivided(where, name || code)
    if (population === null)
      return wrong(
        `${where.zh}“${quoted(name)}”的人口“${quoted(written)}”不是整数`,
        `${where.en} “${quoted(name)}”: the population “${quoted(written)}” is not a whole number`,
      )
    seen.add(code)
    units.push({ code, name: name || code, population, ...(existing === '' ? {} : { existing }), ...(at ? { at } : {}) })
  }
  return ok(units)
}

/** Which units neighbour each other: as listed; failing that by their shapes; failing these by their points, which is a guess. */
const communityNeighbours = (
  rows: readonly Read[],
  pairs: readonly Border[],
): Result<Pick<AreasFile, 'borders' | 'sketch'>, AreasFileError> => {
  const communityOf = (code: string) => readPartCode(code).community
  const listed = [...pairs, ...rows.flatMap(row => row.neighbours.map((other): Border => [row.community, other]))].map(
    ([a, b]): Border => [communityOf(a), communityOf(b)],
  )
  if (listed.length > MOST_BORDERS) return tooMany('相邻关系', 'neighbours', MOST_BORDERS)
  const codes = new Set(rows.map(row => row.community))
  const unknown = listed.flat().find(code => !codes.has(code))
  if (unknown !== undefined)
    return wrong(
      `相邻代码${quoted(unknown)}不在表中`,
      `The neighbour ${quoted(unknown)} is not in the table`,
      t('更正相邻代码后再试', 'Correct the code of the neighbour and try again'),
    )
  if (listed.length > 0) return ok({ borders: listed, sketch: false })
  const [first] = rows
  // One village alone: its parts neighbour each other, and there is nothing else.
  if (first?.part && codes.size === 1) return ok({ borders: [], sketch: false })
  const wholes = rows.filter((row, index) => rows.findIndex(one => one.community === row.community) === index)
  const outlines = rows.flatMap(row => (row.shape ? [row.shape] : []))
  if (outlines.length === rows.length) {
    const borders = bordersOfShapes(outlines).map(([a, b]): Border => [communityOf(a), communityOf(b)])
    return ok({ borders, sketch: false })
  }
  const places = wholes.flatMap(row => (row.at ? [{ code: row.community, at: row.at }] : []))
  if (places.length === wholes.length) return ok({ borders: bordersOfPoints(places), sketch: true })
  return wrong(
    '文件里没有边界、相邻代码或经纬度，不知道哪些单元相邻',
    'The file has no boundaries, neighbours or coordinates, so adjacency is not known',
    t(
      '加上“相邻”一列（代码用分号分开），或经度、纬度两列',
      'Add a column “neighbours” (codes separated by semicolons), or longitude and latitude',
    ),
  )
}

/** Neighbours of units: those of their communities, and parts of one community are neighbours of each other. */
const neighboursOf = (
  rows: readonly Read[],
  pairs: readonly Border[],
): Result<Pick<AreasFile, 'borders' | 'sketch'>, AreasFileError> => {
  const found = communityNeighbours(rows, pairs)
  if (!found.ok) return found
  const parts = new Map<string, string[]>()
  for (const { community, code, part } of rows) if (part) parts.set(community, [...(parts.get(community) ?? []), code])
  let { borders } = found.value
  for (const [community, codes] of parts) borders = replaceInBorders(borders, [community], codes)
  return ok({ ...found.value, borders })
}

const tooMany = (zh: string, en: string, most: number): Result<never, AreasFileError> =>
  wrong(
    `文件里的${zh}超过${most}个`,
    `The file has more than ${most} ${en}`,
    t('只保留本地的单元，或简化边界后再试', 'Keep only the units of the area, or simplify the boundaries, then try again'),
  )

/** Checks what was read, row by row, and finds the neighbours. */
const together = (
  rows: readonly Read[],
  shapes: ReadonlyMap<string, unknown> | null,
  pairs: readonly Border[],
): Result<AreasFile, AreasFileError> => {
  const units = unitsOf(rows)
  if (!units.ok) return units
  const neighbours = neighboursOf(rows, pairs)
  const parts = rows.flatMap(({ community, part, population }) =>
    part ? [{ community, part: part.key, name: part.name, population: peopleOf(population) ?? 0 }] : [],
  )
  return neighbours.ok ? ok({ units: units.value, parts, shapes, ...neighbours.value }) : neighbours
}

const Ring = z.array(z.array(z.number()).min(2))
const Geometry = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Polygon'), coordinates: z.array(Ring) }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(Ring)) }),
  z.object({ type: z.literal('Point'), coordinates: z.array(z.number()).min(2) }),
])
const Collection = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(z.looseObject({ properties: z.record(z.string(), z.unknown()).nullable(), geometry: Geometry.nullable() })),
})

type Feature = z.infer<typeof Collection>['features'][number]

const pointOf = (position: readonly number[]): Point => [position[0] ?? 0, position[1] ?? 0]

/** Outlines of a geometry as rings of points; a point has none. */
const ringsOf = (geometry: Feature['geometry']): Point[][] => {
  if (geometry?.type === 'Polygon') return geometry.coordinates.map(ring => ring.map(pointOf))
  if (geometry?.type === 'MultiPolygon') return geometry.coordinates.flat().map(ring => ring.map(pointOf))
  return []
}

/** A property of a feature by any of the field's names; undefined where it has none. */
const propertiesOf = (feature: Feature): ((field: Field) => unknown) => {
  const properties = new Map(Object.entries(feature.properties ?? {}).map(([key, value]) => [key.trim().toLowerCase(), value]))
  return field => NAMES[field].map(name => properties.get(name)).find(found => found !== undefined && found !== null)
}

const readFeature = (feature: Feature, index: number): Read => {
  const value = propertiesOf(feature)
  const text = (field: Field) => String(value(field) ?? '').trim()
  const unit = unitOf(text('code'), text('name'), text('part'))
  const { code } = unit
  const { geometry } = feature
  const rings = ringsOf(geometry)
  const shape = rings.length > 0 ? { code, rings } : null
  const neighbours = value('neighbours')
  const point = geometry?.type === 'Point' ? pointOf(geometry.coordinates) : null
  return {
    where: t(`第${index + 1}个要素`, `Feature ${index + 1}`),
    ...unit,
    population: value('population'),
    existing: text('existing'),
    neighbours: Array.isArray(neighbours) ? neighbours.map(String) : codesOf(text('neighbours')),
    at: shape ? middleOf(shape) : point,
    shape,
  }
}

const notGeoJson = (): Result<never, AreasFileError> =>
  wrong('文件无法读取，或者不是 GeoJSON', 'The file cannot be read or is not GeoJSON')

const pointsOf = ({ geometry }: Feature): number => {
  if (geometry?.type === 'Polygon') return geometry.coordinates.reduce((sum, ring) => sum + ring.length, 0)
  if (geometry?.type === 'MultiPolygon') return geometry.coordinates.flat().reduce((sum, ring) => sum + ring.length, 0)
  return 1
}

const readCollection = async (path: string): Promise<Result<Feature[], AreasFileError>> => {
  if ((await stat(path)).size > MOST_GEOJSON_BYTES)
    return wrong(
      `GeoJSON 超过 ${MOST_GEOJSON_BYTES / 1024 ** 2} MB`,
      `The GeoJSON is larger than ${MOST_GEOJSON_BYTES / 1024 ** 2} MB`,
      t('简化边界后再试', 'Simplify the boundaries and try again'),
    )
  const read = Collection.safeParse(JSON.parse(await readFile(path, 'utf8')))
  if (!read.success) {
    const [issue] = read.error.issues
    const where = `${quoted(issue?.path.join('.'))} ${issue?.message ?? ''}`
    return wrong(
      `GeoJSON 不符合要求：${where}`,
      `The GeoJSON does not have the required structure: ${where}`,
      t(
        '应为 FeatureCollection，几何为 Polygon、MultiPolygon 或 Point',
        'It must be a FeatureCollection of Polygon, MultiPolygon or Point geometries',
      ),
    )
  }
  const { features } = read.data
  if (features.length > MOST_UNITS) return tooMany('单元', 'units', MOST_UNITS)
  if (features.reduce((sum, feature) => sum + pointsOf(feature), 0) > MOST_POINTS)
    return tooMany('边界点', 'points of boundaries', MOST_POINTS)
  return ok(features)
}

const readGeoJson = async (path: string, pairs: readonly Border[]): Promise<Result<AreasFile, AreasFileError>> => {
  const features = await readCollection(path).catch(notGeoJson)
  if (!features.ok) return features
  const rows = features.value.map(readFeature)
  const shapes = new Map(rows.map(({ code }, index) => [code, features.value[index]]))
  return together(rows, shapes, pairs)
}

const readTable = async (path: string, pairs: readonly Border[]): Promise<Result<AreasFile, AreasFileError>> => {
  const read = await readWholeTable(path, { maxRows: MOST_UNITS })
  if (!read.ok) return fail({ code: 'areas.unreadable', text: read.error.text, next: read.error.next })
  const header = read.value.table.header.map(cell => cell.trim().toLowerCase())
  const column = (field: Field) => header.findIndex(cell => (NAMES[field] as readonly string[]).includes(cell))
  const missing = (['code', 'population'] as const).filter(field => column(field) < 0)
  if (missing.length > 0)
    return wrong(
      `表中缺少列：${missing.map(field => NAMES[field][0]).join('、')}`,
      `The table is missing columns: ${missing.join(', ')}`,
      t(
        '表头可写：代码、名称、人口、相邻、经度、纬度、现选区',
        'The header may be code, name, population, neighbours, longitude, latitude, district',
      ),
    )
  const rows = read.value.rows.map(({ rowNo, cells }): Read => {
    const cell = (field: Field) => (column(field) < 0 ? '' : (cells[column(field)] ?? '').trim())
    const [longitude, latitude] = [Number(cell('longitude') || Number.NaN), Number(cell('latitude') || Number.NaN)]
    return {
      where: t(`第${rowNo}行`, `Row ${rowNo}`),
      ...unitOf(cell('code'), cell('name'), cell('part')),
      population: cell('population'),
      existing: cell('existing'),
      neighbours: codesOf(cell('neighbours')),
      at: Number.isFinite(longitude) && Number.isFinite(latitude) ? [longitude, latitude] : null,
      shape: null,
    }
  })
  return together(rows, null, pairs)
}

/** Pairs of neighbours: a table whose first two columns are codes, below a header. */
const readPairs = async (path: string): Promise<Result<Border[], AreasFileError>> => {
  const read = await readWholeTable(path, { maxRows: MOST_BORDERS })
  if (!read.ok) return fail({ code: 'areas.unreadable', text: read.error.text, next: read.error.next })
  return ok(
    read.value.rows.flatMap(({ cells: [a = '', b = ''] }): Border[] =>
      a.trim() === '' || b.trim() === '' ? [] : [[a.trim(), b.trim()]],
    ),
  )
}

export type AreasFormat = 'geojson' | 'table'

/** By the ending of the file's name. */
export const areasFormatOf = (name: string): AreasFormat => (/\.(geo)?json$/i.test(name) ? 'geojson' : 'table')

export interface AreasInput {
  readonly path: string
  readonly format: AreasFormat
  /** A table of pairs of neighbours, which then counts and nothing else. */
  readonly neighbours?: string | undefined
}

/** Reads units in this process, in which a file that was made to do harm takes too much memory or time: see `readAreas`. */
export const parseAreas = async ({ path, format, neighbours }: AreasInput): Promise<Result<AreasFile, AreasFileError>> => {
  const pairs = neighbours === undefined ? ok([]) : await readPairs(neighbours)
  if (!pairs.ok) return pairs
  return format === 'geojson' ? readGeoJson(path, pairs.value) : readTable(path, pairs.value)
}
