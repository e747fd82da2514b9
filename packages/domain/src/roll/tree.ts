/** The tree over the districts: its root stands for a whole version, and is what posters print. */
import { districtText, headerText, type RollDistrict, type RollHeader } from './entry.ts'
import { type Hash, leafOf, rootOf } from './merkle.ts'

/** Lines of the tree over the districts: the header, then each district in its order. */
export const rollLines = (header: RollHeader, districts: readonly RollDistrict[]): string[] => [
  headerText(header, districts.length),
  ...districts.map(district => districtText(header.electionId, header.version, district)),
]

/** Root of a version. */
export const rollRoot = (header: RollHeader, districts: readonly RollDistrict[], hash: Hash): string =>
  rootOf(
    rollLines(header, districts).map(line => leafOf(line, hash)),
    hash,
  )

/** A digest in groups of four, as it is printed to be read aloud or typed. */
export const spelled = (digest: string): string => digest.replace(/(.{4})(?=.)/g, '$1 ')
