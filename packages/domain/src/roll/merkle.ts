/**
 * Merkle trees in the shape of RFC 6962: leaf = H(00 ‖ line), node = H(01 ‖ left ‖ right), with digests written as hex. The two prefixes
 * keep a node from passing as a leaf. A tree is grown leaf by leaf in memory of log n digests, so nine million entries cost as little as one.
 */

/** SM3 (GB/T 32905) of the UTF-8 bytes of `text`, 64 lower-case hex digits. Handed in: the domain computes no hashes itself. */
export type Hash = (text: string) => string

/** The digest of one line: leaf of an entry, or of a district in the tree over the districts. */
export const leafOf = (line: string, hash: Hash): string => hash(`\u0000${line}`)
const nodeOf = (left: string, right: string, hash: Hash): string => hash(`\u0001${left}${right}`)

/** A tree that grows; `root()` may be asked at any time and of an empty tree is the digest of nothing. */
export interface GrowingTree {
  add(leaf: string): void
  root(): string
  readonly size: number
}

/** Starts an empty tree. */
export const growTree = (hash: Hash): GrowingTree => {
  // Roots of full subtrees, each with 2^k leaves, sizes falling: the binary digits of `size`.
  const full: { digest: string; size: number }[] = []
  let size = 0
  return {
    add(leaf) {
      size++
      let digest = leaf
      let width = 1
      for (let last = full.at(-1); last?.size === width; last = full.at(-1)) {
        digest = nodeOf(last.digest, digest, hash)
        width *= 2
        full.pop()
      }
      full.push({ digest, size: width })
    },
    root() {
      const digests = full.map(tree => tree.digest)
      return digests.length === 0 ? hash('') : digests.reduceRight((right, left) => nodeOf(left, right, hash))
    },
    get size() {
      return size
    },
  }
}

/** Root over leaves, in order. */
export const rootOf = (leaves: readonly string[], hash: Hash): string => {
  const tree = growTree(hash)
  for (const leaf of leaves) tree.add(leaf)
  return tree.root()
}

/** Largest power of two below `n` (n ≥ 2): where RFC 6962 splits a tree. */
const split = (n: number): number => {
  let k = 1
  while (k * 2 < n) k *= 2
  return k
}

/**
 * What a voter needs besides their own line to see that it is in the tree: the digests beside the path, from the leaf up.
 * `index` counts from 0; a position outside the list is a caller's mistake and throws.
 */
export const proofOf = (leaves: readonly string[], index: number, hash: Hash): string[] => {
  if (!Number.isInteger(index) || index < 0 || index >= leaves.length)
    throw new RangeError(`no leaf ${index} of ${leaves.length}`)
  if (leaves.length === 1) return []
  const k = split(leaves.length)
  const left = leaves.slice(0, k)
  const right = leaves.slice(k)
  return index < k
    ? [...proofOf(left, index, hash), rootOf(right, hash)]
    : [...proofOf(right, index - k, hash), rootOf(left, hash)]
}

/** The claim that `leaf` stands at `index` (from 0) of a list of `size` entries whose root is known. */
export interface Inclusion {
  readonly leaf: string
  readonly index: number
  readonly size: number
  readonly proof: readonly string[]
}

const rootFrom = (leaf: string, index: number, size: number, proof: readonly string[], hash: Hash): string | undefined => {
  if (size === 1) return proof.length === 0 ? leaf : undefined
  const beside = proof.at(-1)
  if (beside === undefined) return undefined
  const k = split(size)
  const rest = proof.slice(0, -1)
  const inner = index < k ? rootFrom(leaf, index, k, rest, hash) : rootFrom(leaf, index - k, size - k, rest, hash)
  if (inner === undefined) return undefined
  return index < k ? nodeOf(inner, beside, hash) : nodeOf(beside, inner, hash)
}

/** Does the proof show that leaf at that position under that root? Wrong shapes are simply false. */
export const provesInclusion = ({ leaf, index, size, proof }: Inclusion, root: string, hash: Hash): boolean =>
  Number.isInteger(index) && index >= 0 && index < size && rootFrom(leaf, index, size, proof, hash) === root
