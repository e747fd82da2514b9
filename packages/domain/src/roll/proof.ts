/**
 * The proof that one entry is in a published version: two paths, from the entry's line to its district's root, and from the district's
 * line to the root of the version, which the posters print. It says nothing of any other entry: what lies beside a path are digests of
 * salted lines.
 */
import { districtText, entryText, type RollDistrict, type RollEntry, type RollHeader } from './entry.ts'
import { type Hash, leafOf, proofOf, provesInclusion } from './merkle.ts'
import { rollLines } from './tree.ts'

/** The name and version of the form that a proof is saved in. */
export const ENTRY_PROOF_FORMAT = 'mingce-entry-proof/1'

export interface EntryProof {
  readonly electionId: string
  readonly version: number
  readonly entry: RollEntry
  /** Position of the entry's line in its district, from 0; not the number printed in the list, which begins anew in each voter group. */
  readonly index: number
  /** Digests beside the way from the entry's leaf to the district's root, from the leaf up. */
  readonly path: readonly string[]
  readonly district: RollDistrict
  /** The same for the district's line in the tree over the districts; line 0 of that tree is the version's header. */
  readonly inVersion: { readonly index: number; readonly size: number; readonly path: readonly string[] }
  /** Root of the version. */
  readonly root: string
}

/** An entry as the version has it: which of its districts, which line of that, and the leaves of all lines of the district. */
export interface PlacedEntry {
  readonly entry: RollEntry
  readonly index: number
  readonly leaves: readonly string[]
  /** Index into the version's districts. */
  readonly districtIndex: number
}

/** @throws RangeError when the version has no such district, or the district no such line */
export const proveEntry = (
  version: RollHeader & { readonly root: string; readonly districts: readonly RollDistrict[] },
  { entry, index, leaves, districtIndex }: PlacedEntry,
  hash: Hash,
): EntryProof => {
  const district = version.districts[districtIndex]
  if (!district) throw new RangeError(`no district ${districtIndex} of ${version.districts.length}`)
  const lines = rollLines(version, version.districts).map(line => leafOf(line, hash))
  const at = districtIndex + 1
  return {
    electionId: version.electionId,
    version: version.version,
    entry,
    index,
    path: proofOf(leaves, index, hash),
    district: { level: district.level, code: district.code, name: district.name, entries: district.entries, root: district.root },
    inVersion: { index: at, size: lines.length, path: proofOf(lines, at, hash) },
    root: version.root,
  }
}

/**
 * What is wrong with a proof. entry: the entry is not in that district, or not as it says. district: the district is not in that version,
 * or not as it says. root: the proof holds, but for another root than the one given.
 */
export const PROOF_FAULTS = ['entry', 'district', 'root'] as const
export type ProofFault = (typeof PROOF_FAULTS)[number]

/** Hexadecimal digits as they are typed or copied from a poster: spaces and case do not matter. */
const plainDigest = (digest: string): string => digest.replace(/\s/g, '').toLowerCase()

/** The first thing that is wrong with a proof; null: it holds. `root`: as read from a poster; without it only the proof itself is checked. */
export const findProofFault = (proof: EntryProof, hash: Hash, root?: string): ProofFault | null => {
  const { electionId, version, entry, index, path, district, inVersion } = proof
  const leaf = leafOf(entryText(electionId, version, entry), hash)
  const isOfDistrict = entry.level === district.level && entry.district === district.code
  if (!isOfDistrict || !provesInclusion({ leaf, index, size: district.entries, proof: path }, district.root, hash)) return 'entry'
  const line = leafOf(districtText(electionId, version, district), hash)
  if (!provesInclusion({ leaf: line, index: inVersion.index, size: inVersion.size, proof: inVersion.path }, proof.root, hash))
    return 'district'
  return root === undefined || plainDigest(root) === proof.root ? null : 'root'
}
