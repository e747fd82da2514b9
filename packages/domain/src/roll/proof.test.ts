/** The proof of one entry of a version holds for it, and for nothing that differs from it in anything. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { entryText, type RollDistrict, type RollEntry, type RollHeader } from './entry.ts'
import { leafOf, rootOf } from './merkle.ts'
import { type EntryProof, findProofFault, type ProofFault, proveEntry } from './proof.ts'
import { rollRoot, spelled } from './tree.ts'

// FNV-1a with two seeds: enough to tell lines apart. That SM3 is what proofs are made with is tested on the server.
const mixed = (text: string, seed: number): string => {
  let h = 0x811c9dc5 ^ seed
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return (Math.imul(h ^ (h >>> 15), 0x2c1b3c6d) >>> 0).toString(16).padStart(8, '0')
}
const hash = (text: string) => [1, 2, 3, 4].map(seed => mixed(text, seed)).join('')

const header: RollHeader = {
  electionId: 'e-20261220',
  electionName: '示例',
  pollingDay: '2026-12-20',
  version: 1,
  kind: 'list',
  publishedOn: '2026-11-30',
}

const entriesOf = (district: number, count: number): RollEntry[] =>
  Array.from({ length: count }, (_, i) => ({
    level: 'county',
    district: `d${district}`,
    group: i % 2 ? '第2组' : '',
    number: i + 1,
    change: 'listed',
    name: `选民${district}-${i}`,
    sex: 'F',
    mark: '',
    salt: hash(`${district}/${i}`).slice(0, 32),
  }))

/** A version whose districts have so many entries each. */
const versionOf = (sizes: readonly number[]) => {
  const entries = sizes.map((count, d) => entriesOf(d, count))
  const leaves = entries.map(list => list.map(entry => leafOf(entryText(header.electionId, header.version, entry), hash)))
  const districts = sizes.map(
    (count, d): RollDistrict => ({
      level: 'county',
      code: `d${d}`,
      name: `第${d}选区`,
      entries: count,
      root: rootOf(leaves[d] ?? [], hash),
    }),
  )
  const version = { ...header, districts, root: rollRoot(header, districts, hash) }
  const proofAt = (d: number, i: number): EntryProof => {
    const entry = entries[d]?.[i]
    if (!entry) throw new Error('no such entry')
    return proveEntry(version, { entry, index: i, leaves: leaves[d] ?? [], districtIndex: d }, hash)
  }
  return { version, proofAt }
}

const aPlace = fc
  .array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 9 })
  .chain(sizes => fc.tuple(fc.constant(sizes), fc.nat(sizes.length - 1)))
  .chain(([sizes, d]) => fc.tuple(fc.constant(sizes), fc.constant(d), fc.nat((sizes[d] ?? 1) - 1)))

test('holds for every entry of every version, with the root as a poster spells it', () => {
  fc.assert(
    fc.property(aPlace, ([sizes, d, i]) => {
      const { version, proofAt } = versionOf(sizes)
      expect(findProofFault(proofAt(d, i), hash)).toBeNull()
      expect(findProofFault(proofAt(d, i), hash, spelled(version.root).toUpperCase())).toBeNull()
      expect(findProofFault(proofAt(d, i), hash, hash('other'))).toBe('root')
    }),
  )
})

test('holds no more once anything in it is changed, and says in which half', () => {
  const proof = versionOf([3, 5, 4]).proofAt(1, 2)
  const entry = (change: Partial<RollEntry>): EntryProof => ({ ...proof, entry: { ...proof.entry, ...change } })
  const district = (change: Partial<RollDistrict>): EntryProof => ({ ...proof, district: { ...proof.district, ...change } })
  const changed: readonly (readonly [EntryProof, ProofFault])[] = [
    [entry({ name: '冒名' }), 'entry'],
    [entry({ number: 9 }), 'entry'],
    [entry({ group: '第9组' }), 'entry'],
    [entry({ sex: 'M' }), 'entry'],
    [entry({ mark: '1980年生' }), 'entry'],
    [entry({ change: 'removed' }), 'entry'],
    [entry({ salt: '00' }), 'entry'],
    [entry({ district: 'd0' }), 'entry'],
    [entry({ level: 'township' }), 'entry'],
    [{ ...proof, electionId: 'x' }, 'entry'],
    [{ ...proof, version: 2 }, 'entry'],
    [{ ...proof, index: 1 }, 'entry'],
    [{ ...proof, index: -1 }, 'entry'],
    [{ ...proof, path: proof.path.slice(1) }, 'entry'],
    [{ ...proof, path: [...proof.path, hash('x')] }, 'entry'],
    [{ ...proof, path: proof.path.map(() => hash('x')) }, 'entry'],
    [district({ root: hash('x') }), 'entry'],
    [district({ name: '别的选区' }), 'district'],
    [{ ...proof, inVersion: { ...proof.inVersion, index: 1 } }, 'district'],
    [{ ...proof, inVersion: { ...proof.inVersion, path: [] } }, 'district'],
    [{ ...proof, root: hash('x') }, 'district'],
  ]
  for (const [forged, fault] of changed) expect([forged, findProofFault(forged, hash)]).toEqual([forged, fault])
})

test('is not made for an entry or district that is not there', () => {
  const { version, proofAt } = versionOf([2])
  const { entry } = proofAt(0, 0)
  expect(() => proveEntry(version, { entry, index: 0, leaves: [hash('x')], districtIndex: 1 }, hash)).toThrow(RangeError)
  expect(() => proveEntry(version, { entry, index: 1, leaves: [hash('x')], districtIndex: 0 }, hash)).toThrow(RangeError)
})
