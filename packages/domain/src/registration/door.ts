/**
 * Where someone lives, as an address says it: the place, the building (楼栋), the unit (单元) and the door (门牌). Addresses are typed freely; what
 * cannot be told apart stays in the place, and nobody is left out.
 */
import { NUMERAL, numeralValue } from '../standards/index.ts'

export interface Door {
  /** Street, courtyard or village; '' where the address begins with the building. */
  readonly place: string
  /** '' where there is none: a house in a village. */
  readonly building: string
  readonly unit: string
  /** '' where the address ends before it. */
  readonly door: string
}

const NUMBER = `(?:[甲乙丙丁东西南北A-Z]?-?(?:${NUMERAL})(?:之\\d+)?[甲乙丙A-Z]?|[A-Z])`
const BUILDING = new RegExp(`^(.*?)(${NUMBER})(号楼|#楼|栋楼|幢楼|号栋|号幢|栋|幢|座|楼|#)(?!道)(.*)$`, 'u')
const UNIT = new RegExp(`^(${NUMBER})(?:单元|门|梯)(.*)$`, 'u')
const FLOOR = new RegExp(`^(?:${NUMERAL})层(?=.)`, 'u')
const DOOR = new RegExp(`^(${NUMBER})(?:号|室|户|房)*(.*)$`, 'u')
const DASHED = /^(.*?)(\d{1,4})-(?:(\d{1,3})-)?(\d{1,5})(?:号|室|户)?$/u
const HOUSE = new RegExp(`^(.*?)(${NUMBER})号(?:院内)?(.*)$`, 'u')

/** Numbers in figures, without leading zeros, whatever they were written in. */
const figures = (text: string): string =>
  text.replaceAll(new RegExp(NUMERAL, 'gu'), numeral => String(numeralValue(numeral) ?? numeral))

const MOST_PLACE = 80

/** The address without the names of the areas that it lies in, which some people write and others do not. */
const withoutAreas = (text: string, areas: readonly string[]): string => {
  let rest = text
  for (const area of areas) if (area !== '' && rest.startsWith(area)) rest = rest.slice(area.length)
  return rest
}

const inBuilding = (place: string, building: string, after: string): Door => {
  const [, unit = '', afterUnit = after] = UNIT.exec(after) ?? []
  const text = afterUnit.replace(FLOOR, '')
  const [, number, rest = ''] = DOOR.exec(text) ?? []
  return { place, building, unit: figures(unit), door: number === undefined ? text : `${figures(number)}${rest}` }
}

/** Reads an address. `areas`: names of the areas it lies in, from the largest to the smallest, which may stand before it. */
export const readDoor = (address: string, areas: readonly string[] = []): Door => {
  const text = withoutAreas(
    address
      .normalize('NFKC')
      .toUpperCase()
      .replaceAll(/[\s,,。;;]+/gu, ''),
    areas,
  ).slice(0, MOST_PLACE)
  const [, place, number, , after] = BUILDING.exec(text) ?? []
  if (place !== undefined && number !== undefined) return inBuilding(place, figures(number), after ?? '')
  const [, street, building, unit, door] = DASHED.exec(text) ?? []
  if (street !== undefined && building !== undefined && door !== undefined)
    return { place: street, building: figures(building), unit: figures(unit ?? ''), door: figures(door) }
  const [, village, house, rest] = HOUSE.exec(text) ?? []
  if (village !== undefined && house !== undefined)
    return { place: village, building: '', unit: '', door: `${figures(house)}${rest ?? ''}` }
  return { place: text, building: '', unit: '', door: '' }
}

const PIECES = /\d+|\D+/gu

/** Numbers by their size, everything else by its characters. */
const comparePieces = (one: string, other: string): number => {
  const difference = Number(one) - Number(other)
  if (!Number.isNaN(difference) && difference !== 0) return difference
  if (one === other || !Number.isNaN(difference)) return 0
  return one < other ? -1 : 1
}

const compareNatural = (a: string, b: string): number => {
  const [left, right] = [a.match(PIECES) ?? [], b.match(PIECES) ?? []]
  for (const [at, one] of left.entries()) {
    const other = right[at]
    if (other === undefined) return 1
    const difference = comparePieces(one, other)
    if (difference !== 0) return difference
  }
  return left.length - right.length
}

/** The order of a walk: place, building, unit, door. Who has no place at all comes last. */
export const compareDoors = (a: Door, b: Door): number => {
  const unknown = (door: Door): number => (doorKey(door) === NO_DOOR ? 1 : 0)
  return (
    unknown(a) - unknown(b) ||
    compareNatural(a.place, b.place) ||
    compareNatural(a.building, b.building) ||
    compareNatural(a.unit, b.unit) ||
    compareNatural(a.door, b.door)
  )
}

/** Equal for people of one door. */
export const doorKey = ({ place, building, unit, door }: Door): string => [place, building, unit, door].join('\n')

const NO_DOOR = '\n\n\n'
