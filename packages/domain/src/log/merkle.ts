/**
 * Merkle trees of RFC 6962 over bytes: roots, inclusion proofs and consistency proofs (sections 2.1 to 2.1.2). A tree is read by its full
 * subtrees, so that a proof over millions of entries needs a few hashes, wherever these are stored. Sizes are numbers below 2^53, and the
 * arithmetic on them uses no bit operators.
 */

/** SHA-256, 32 bytes. Passed in: the domain computes no hashes itself. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array

/** The hash of the full subtree of 2^level entries that begins at entry index·2^level. */
export type ReadNode = (level: number, index: number) => Uint8Array

const LEAF_PREFIX = 0
const NODE_PREFIX = 1

/** The hash of an entry: H(00 ‖ entry). */
export const leafHash = (entry: Uint8Array, hash: Sha256): Uint8Array => {
  const bytes = new Uint8Array(entry.length + 1)
  bytes[0] = LEAF_PREFIX
  bytes.set(entry, 1)
  return hash(bytes)
}

/** The hash of two subtrees: H(01 ‖ left ‖ right). */
export const nodeHash = (left: Uint8Array, right: Uint8Array, hash: Sha256): Uint8Array => {
  const bytes = new Uint8Array(left.length + right.length + 1)
  bytes[0] = NODE_PREFIX
  bytes.set(left, 1)
  bytes.set(right, left.length + 1)
  return hash(bytes)
}

export const isSameHash = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, at) => byte === b[at])

/** Largest power of two below `n` (n ≥ 2): where RFC 6962 divides a tree. */
const split = (n: number): number => {
  let k = 1
  while (k * 2 < n) k *= 2
  return k
}

/** The root over the entries `from` to `to` (exclusive) of a tree; the range is one that RFC 6962 arrives at by dividing. */
const rangeHash = (from: number, to: number, read: ReadNode, hash: Sha256): Uint8Array => {
  const n = to - from
  const level = Math.log2(n)
  if (Number.isInteger(level) && from % n === 0) return read(level, from / n)
  const k = split(n)
  return nodeHash(rangeHash(from, from + k, read, hash), rangeHash(from + k, to, read, hash), hash)
}

const assertSize = (isValid: boolean, text: string): void => {
  if (!isValid) throw new RangeError(text)
}

/** The root of the first `size` entries; of none, the hash of nothing. */
export const rootAt = (size: number, read: ReadNode, hash: Sha256): Uint8Array =>
  size === 0 ? hash(new Uint8Array()) : rangeHash(0, size, read, hash)

/** The hashes beside the path of entry `index` in the tree of `size` entries, from the leaf up. @throws RangeError without such an entry */
export const inclusionProof = (index: number, size: number, read: ReadNode, hash: Sha256): Uint8Array[] => {
  assertSize(Number.isSafeInteger(index) && index >= 0 && index < size, `no entry ${index} of ${size}`)
  const path = (m: number, from: number, to: number): Uint8Array[] => {
    if (to - from === 1) return []
    const k = split(to - from)
    return m < k
      ? [...path(m, from, from + k), rangeHash(from + k, to, read, hash)]
      : [...path(m - k, from + k, to), rangeHash(from, from + k, read, hash)]
  }
  return path(index, 0, size)
}

/** Shows that the tree of `size` entries begins with the tree of `earlier` entries. Empty where one of them is trivial. */
export const consistencyProof = (earlier: number, size: number, read: ReadNode, hash: Sha256): Uint8Array[] => {
  assertSize(Number.isSafeInteger(earlier) && earlier >= 0 && earlier <= size, `no tree ${earlier} of ${size}`)
  if (earlier === 0 || earlier === size) return []
  const path = (m: number, from: number, to: number, isWhole: boolean): Uint8Array[] => {
    if (m === to - from) return isWhole ? [] : [rangeHash(from, to, read, hash)]
    const k = split(to - from)
    return m <= k
      ? [...path(m, from, from + k, isWhole), rangeHash(from + k, to, read, hash)]
      : [...path(m - k, from + k, to, false), rangeHash(from, from + k, read, hash)]
  }
  return path(earlier, 0, size, true)
}

/** The root that an inclusion proof leads to; undefined when it has too few or too many hashes. */
const rootOfInclusion = (
  leaf: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
  hash: Sha256,
): Uint8Array | undefined => {
  if (size === 1) return proof.length === 0 ? leaf : undefined
  const beside = proof.at(-1)
  if (beside === undefined) return undefined
  const k = split(size)
  const rest = proof.slice(0, -1)
  const inner = index < k ? rootOfInclusion(leaf, index, k, rest, hash) : rootOfInclusion(leaf, index - k, size - k, rest, hash)
  if (inner === undefined) return undefined
  return index < k ? nodeHash(inner, beside, hash) : nodeHash(beside, inner, hash)
}

const HASH_BYTES = 32
const areHashes = (hashes: readonly Uint8Array[]): boolean => hashes.every(bytes => bytes.length === HASH_BYTES)

/** The statement that the entry with hash `leaf` is number `index` (from 0) of the `size` entries under `root`. */
export interface InclusionClaim {
  readonly leaf: Uint8Array
  readonly index: number
  readonly size: number
  readonly root: Uint8Array
  readonly proof: readonly Uint8Array[]
}

/** Whether the proof shows the claim. A wrong shape is false. */
export const verifyInclusion = ({ leaf, index, size, root, proof }: InclusionClaim, hash: Sha256): boolean => {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return false
  if (!areHashes([leaf, root, ...proof])) return false
  const computed = rootOfInclusion(leaf, index, size, proof, hash)
  return computed !== undefined && isSameHash(computed, root)
}

/** The statement that the tree of `size` entries under `root` begins with the `earlier` entries under `earlierRoot`. */
export interface ConsistencyClaim {
  readonly earlier: number
  readonly size: number
  readonly earlierRoot: Uint8Array
  readonly root: Uint8Array
  readonly proof: readonly Uint8Array[]
}

interface Roots {
  readonly earlier: Uint8Array
  readonly later: Uint8Array
}

/** Both roots that a consistency proof leads to. `whole` is the earlier root, which the proof leaves out when it is a full subtree. */
const rootsOfConsistency = (
  m: number,
  n: number,
  proof: readonly Uint8Array[],
  whole: Uint8Array | undefined,
  hash: Sha256,
): Roots | undefined => {
  if (m === n) {
    const [only, ...more] = whole === undefined ? proof : [whole, ...proof]
    return only === undefined || more.length > 0 ? undefined : { earlier: only, later: only }
  }
  const beside = proof.at(-1)
  if (beside === undefined) return undefined
  const k = split(n)
  const rest = proof.slice(0, -1)
  const inner = m <= k ? rootsOfConsistency(m, k, rest, whole, hash) : rootsOfConsistency(m - k, n - k, rest, undefined, hash)
  if (inner === undefined) return undefined
  return m <= k
    ? { earlier: inner.earlier, later: nodeHash(inner.later, beside, hash) }
    : { earlier: nodeHash(beside, inner.earlier, hash), later: nodeHash(beside, inner.later, hash) }
}

/** Whether the proof shows the claim. A wrong shape is false. A tree of no entries is the beginning of every tree, without a proof. */
export const verifyConsistency = ({ earlier, size, earlierRoot, root, proof }: ConsistencyClaim, hash: Sha256): boolean => {
  if (!Number.isSafeInteger(earlier) || !Number.isSafeInteger(size) || earlier < 0 || earlier > size) return false
  if (!areHashes([earlierRoot, root, ...proof])) return false
  if (earlier === 0) return proof.length === 0 && isSameHash(earlierRoot, hash(new Uint8Array()))
  if (earlier === size) return proof.length === 0 && isSameHash(earlierRoot, root)
  const roots = rootsOfConsistency(earlier, size, proof, earlierRoot, hash)
  return roots !== undefined && isSameHash(roots.earlier, earlierRoot) && isSameHash(roots.later, root)
}
