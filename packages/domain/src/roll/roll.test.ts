/** Any single change of a list changes its root and is reported. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  differences,
  districtText,
  entryText,
  entryWriter,
  growTree,
  leafOf,
  parseDistrictText,
  parseEntryText,
  proofOf,
  provesInclusion,
  type RollDistrict,
  type RollEntry,
  type RollHeader,
  rollLines,
  rollRoot,
  rootOf,
  spelled,
} from './index.ts'

// The domain has no hash function, so the test uses cyrb53 with two seeds, which is good enough to tell lines apart.
// A test in the server checks that published roots use SM3.
const mixed = (text: string, seed: number): number => {
  let a = 0xdeadbeef ^ seed
  let b = 0x41c6ce57 ^ seed
  for (let i = 0; i < text.length; i++) {
    a = Math.imul(a ^ text.charCodeAt(i), 2654435761)
    b = Math.imul(b ^ text.charCodeAt(i), 1597334677)
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909)
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909)
  return 4294967296 * (2097151 & b) + (a >>> 0)
}
const hash = (text: string) => [1, 2].map(seed => mixed(text, seed).toString(16).padStart(14, '0')).join('')
const hex = (bytes: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 2 * bytes, maxLength: 2 * bytes })

const anEntry: fc.Arbitrary<RollEntry> = fc.record({
  level: fc.constantFrom('county' as const, 'township' as const),
  district: fc.constantFrom('110105021001', '110105021002', '11'),
  group: fc.oneof(fc.constantFrom('', '第一组', '1', '11'), fc.string()),
  number: fc.integer({ min: 1, max: 999 }),
  change: fc.constantFrom('listed' as const, 'added' as const, 'removed' as const, 'corrected' as const),
  name: fc.oneof(fc.constantFrom('张伟', '𠮷野', '阿·买买提', '"', '[,]'), fc.string({ unit: 'binary' })),
  sex: fc.constantFrom('M', 'F', ''),
  mark: fc.constantFrom('', '1985年生'),
  salt: hex(16),
})
const entries = fc.uniqueArray(anEntry, { minLength: 1, maxLength: 40, selector: entry => entry.salt })
const text = (entry: RollEntry) => entryText('110105021-20261220', 1, entry)
const root = (list: readonly RollEntry[]) =>
  rootOf(
    list.map(entry => leafOf(text(entry), hash)),
    hash,
  )

describe('the line of an entry', () => {
  test('reads back as the entry it was made of, so two entries never share a line', () => {
    fc.assert(
      fc.property(anEntry, entry => {
        expect(parseEntryText(text(entry))).toEqual({ ...entry, electionId: '110105021-20261220', version: 1 })
      }),
    )
  })
  test('has a fixed format, on which published roots depend', () => {
    const entry: RollEntry = {
      level: 'county',
      district: '110105021001',
      group: '第三组',
      number: 7,
      change: 'listed',
      name: '𠮷·"安',
      sex: 'F',
      mark: '',
      salt: '00112233445566778899aabbccddeeff',
    }
    expect(text(entry)).toBe(
      '["entry","110105021-20261220",1,"county","110105021001","第三组",7,"listed","𠮷·\\"安","F","","00112233445566778899aabbccddeeff"]',
    )
  })
  test('is the JSON of the array, and does not depend on the previous entry', () => {
    fc.assert(
      fc.property(entries, list => {
        const write = entryWriter('e"', 2)
        for (const e of list)
          expect(write(e)).toBe(
            JSON.stringify(['entry', 'e"', 2, e.level, e.district, e.group, e.number, e.change, e.name, e.sex, e.mark, e.salt]),
          )
      }),
    )
  })
  test('is not an entry if damaged', () => {
    for (const line of ['', '{}', '[]', 'null', '["entry"]', '["entry","e",1,"county","d","g",1,"listed","n","M","","s","more"]'])
      expect(parseEntryText(line)).toBeUndefined()
  })
})

describe('the Merkle tree', () => {
  test('has the shape of RFC 6962', () => {
    const [a, b, c] = ['a', 'b', 'c'].map(line => leafOf(line, hash)) as [string, string, string]
    expect(a).toBe(hash('\u0000a'))
    expect(rootOf([a, b, c], hash)).toBe(hash(`\u0001${hash(`\u0001${a}${b}`)}${c}`))
    expect(rootOf([], hash)).toBe(hash(''))
  })
  test('is the same built leaf by leaf as split from the top', () => {
    const fromTheTop = (leaves: string[]): string => {
      const [only] = leaves
      if (leaves.length === 1 && only) return only
      let k = 1
      while (k * 2 < leaves.length) k *= 2
      return hash(`\u0001${fromTheTop(leaves.slice(0, k))}${fromTheTop(leaves.slice(k))}`)
    }
    for (let n = 1; n <= 70; n++) {
      const leaves = Array.from({ length: n }, (_, i) => leafOf(String(i), hash))
      expect(rootOf(leaves, hash)).toBe(fromTheTop(leaves))
    }
  })
  test('distinguishes a node from a leaf', () => {
    const [a, b] = ['a', 'b'].map(line => leafOf(line, hash)) as [string, string]
    expect(leafOf(`${a}${b}`, hash)).not.toBe(rootOf([a, b], hash))
  })
  test('returns its root at any size', () => {
    const tree = growTree(hash)
    for (let n = 1; n <= 20; n++) {
      tree.add(leafOf(String(n - 1), hash))
      expect(tree.size).toBe(n)
      expect(tree.root()).toBe(
        rootOf(
          Array.from({ length: n }, (_, i) => leafOf(String(i), hash)),
          hash,
        ),
      )
    }
  })
})

describe('any single change of a list changes its root', () => {
  test('a change in any entry', () => {
    fc.assert(
      fc.property(
        entries,
        fc.nat(),
        anEntry,
        fc.constantFrom(...(['level', 'district', 'group', 'number', 'change', 'name', 'sex', 'mark', 'salt'] as const)),
        (list, at, other, field) => {
          const place = at % list.length
          const edited = list.map((entry, i) => (i === place ? { ...entry, [field]: other[field] } : entry))
          fc.pre(edited[place]?.[field] !== list[place]?.[field])
          expect(root(edited)).not.toBe(root(list))
        },
      ),
    )
  })
  test('one entry dropped, added or duplicated, or two swapped', () => {
    fc.assert(
      fc.property(entries, fc.nat(), fc.nat(), anEntry, (list, a, b, extra) => {
        const before = root(list)
        const i = a % list.length
        const j = b % list.length
        expect(root(list.toSpliced(i, 1))).not.toBe(before)
        expect(root(list.toSpliced(i, 0, extra))).not.toBe(before)
        expect(root(list.toSpliced(i, 0, ...list.slice(j, j + 1)))).not.toBe(before)
        const swapped = list.map((entry, place) => (place === i ? list[j] : place === j ? list[i] : entry) as RollEntry)
        if (i !== j) expect(root(swapped)).not.toBe(before)
      }),
    )
  })
  test('another election, another version', () => {
    const entry: RollEntry = {
      level: 'county',
      district: 'd',
      group: '',
      number: 1,
      change: 'listed',
      name: '甲',
      sex: '',
      mark: '',
      salt: '00',
    }
    expect(entryText('a', 1, entry)).not.toBe(entryText('b', 1, entry))
    expect(entryText('a', 1, entry)).not.toBe(entryText('a', 2, entry))
  })
})

describe('the root of a version covers everything about it', () => {
  const header: RollHeader = {
    electionId: 'e-20261220',
    electionName: '示例',
    pollingDay: '2026-12-20',
    version: 1,
    kind: 'list',
    publishedOn: '2026-11-30',
    previousRoot: null,
  }
  const districts: RollDistrict[] = [1, 2, 3].map(n => ({
    level: 'county',
    code: `d${n}`,
    name: `第${n}选区`,
    entries: n,
    root: hash(String(n)),
  }))
  const before = rollRoot(header, districts, hash)
  test('name, day, version, kind and date', () => {
    const others: Partial<RollHeader>[] = [
      { electionId: 'x' },
      { electionName: 'x' },
      { pollingDay: '2026-12-21' },
      { version: 2 },
      { kind: 'supplement' },
      { publishedOn: '2026-12-01' },
      { previousRoot: hash('before') },
      { previousRoot: undefined },
    ]
    for (const other of others) expect(rollRoot({ ...header, ...other }, districts, hash)).not.toBe(before)
  })
  test('names the version before and counts the districts, which headers of the first form did not', () => {
    const { previousRoot: _, ...old } = header
    expect(rollLines(old, districts)[0]).toBe('["roll",1,"e-20261220","示例","2026-12-20",1,"list","2026-11-30"]')
    expect(rollLines({ ...header, version: 2, kind: 'supplement', previousRoot: 'ab' }, districts)[0]).toBe(
      '["roll",2,"e-20261220","示例","2026-12-20",2,"supplement","2026-11-30","ab",3]',
    )
  })
  test('districts, their names, counts, roots and order', () => {
    const others: Partial<RollDistrict>[] = [
      { level: 'township' },
      { code: 'x' },
      { name: 'x' },
      { entries: 9 },
      { root: hash('x') },
    ]
    for (const other of others)
      expect(
        rollRoot(
          header,
          districts.map((d, i) => (i === 1 ? { ...d, ...other } : d)),
          hash,
        ),
      ).not.toBe(before)
    expect(rollRoot(header, districts.toReversed(), hash)).not.toBe(before)
    expect(rollRoot(header, districts.slice(1), hash)).not.toBe(before)
  })
  test('a district’s line reads back', () => {
    for (const district of districts) expect(parseDistrictText(districtText('e', 1, district))).toEqual(district)
    expect(parseDistrictText('["entry"]')).toBeUndefined()
  })
  test('is printed in groups of four', () => {
    expect(spelled('0123456789abcdef')).toBe('0123 4567 89ab cdef')
  })
})

describe('a proof of inclusion', () => {
  test('is valid for every position of every small list, and for no other position, leaf, size or root', () => {
    for (let size = 1; size <= 33; size++) {
      const leaves = Array.from({ length: size }, (_, i) => leafOf(String(i), hash))
      const top = rootOf(leaves, hash)
      leaves.forEach((leaf, index) => {
        const proof = proofOf(leaves, index, hash)
        expect(provesInclusion({ leaf, index, size, proof }, top, hash)).toBe(true)
        expect(provesInclusion({ leaf, index, size, proof }, hash('other'), hash)).toBe(false)
        expect(provesInclusion({ leaf: hash('other'), index, size, proof }, top, hash)).toBe(false)
        expect(provesInclusion({ leaf, index, size, proof: [...proof, leaf] }, top, hash)).toBe(false)
        expect(provesInclusion({ leaf, index, size, proof: proof.slice(1) }, top, hash)).toBe(size === 1)
        for (let other = 0; other < size; other++)
          if (other !== index) expect(provesInclusion({ leaf, index: other, size, proof }, top, hash)).toBe(false)
      })
      expect(() => proofOf(leaves, size, hash)).toThrow(RangeError)
    }
  })
})

describe('differences between two lists', () => {
  const line = (name: string, number = 0) => ({ text: `${number} ${name}`, keys: [String(number), name] })
  const list = [...'甲乙丙丁戊己庚'].map((name, i) => line(name, i + 1))
  test('none', () => expect(differences(list, list)).toEqual([]))
  test('a changed name, a dropped, an added and a duplicated line', () => {
    expect(differences(list, list.with(2, line('冒', 3)))).toEqual([{ code: 'changed', was: 2, is: 2 }])
    expect(differences(list, list.toSpliced(2, 1))).toEqual([{ code: 'dropped', was: 2 }])
    expect(differences(list, list.toSpliced(2, 0, line('新', 99)))).toEqual([{ code: 'added', is: 2, copy: false }])
    expect(differences(list, list.toSpliced(5, 0, ...list.slice(1, 2)))).toEqual([{ code: 'added', is: 5, copy: true }])
  })
  test('both of two swapped lines, at any distance', () => {
    for (let i = 0; i < list.length; i++)
      for (let j = i + 1; j < list.length; j++) {
        const swapped = list.map((entry, place) => list[place === i ? j : place === j ? i : place] ?? entry)
        expect(differences(list, swapped)).toEqual([
          { code: 'reordered', was: j, is: i },
          { code: 'reordered', was: i, is: j },
        ])
      }
  })
  test('only the line that was moved far', () => {
    const first = list.slice(0, 1)
    expect(differences(list, [...list.slice(1), ...first])).toEqual([{ code: 'reordered', was: 0, is: 6 }])
  })
  test('are empty exactly for equal lists, and include each line that is removed or new', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(50), { maxLength: 15 }), fc.array(fc.nat(50), { maxLength: 15 }), (before, after) => {
        const lines = (values: number[]) => values.map(value => ({ text: String(value), keys: [] }))
        const found = differences(lines(before), lines(after))
        expect(found.length === 0).toBe(before.join() === after.join())
        const gone = before.flatMap((value, was) => (after.includes(value) ? [] : [was]))
        expect(found.flatMap(f => (f.code === 'dropped' ? [f.was] : []))).toEqual(gone)
      }),
    )
  })
})
