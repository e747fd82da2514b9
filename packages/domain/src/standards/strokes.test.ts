import fc from 'fast-check'
import { expect, it } from 'vitest'
import { nameOrder, strokeRanks } from './index.ts'

/** The order of UTF-8 bytes, which is the order of code points. */
const byCodePoint = (a: string, b: string): number => {
  const [x, y] = [[...a], [...b]]
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    const difference = (x[i]?.codePointAt(0) ?? 0) - (y[i]?.codePointAt(0) ?? 0)
    if (difference !== 0) return difference
  }
  return x.length - y.length
}
const sorted = (names: string[]) => [...names].sort((a, b) => byCodePoint(nameOrder(a), nameOrder(b)))

const SURNAMES = [
  ...'丁卜刀万马于王木孔邓石田白冯吕朱任刘关许孙杜李杨吴何汪张陈林周郑赵胡柯徐高郭唐黄曹梁彭蒋韩曾谢蔡潘薛魏瞿𠮷䶮𬭎',
]

it('orders names by the strokes of the surname', () => {
  // 李 and 张 both have seven strokes; CLDR puts the radical 弓 before 木.
  expect(sorted(['魏', '李', '王', '丁', '张', '陈'])).toEqual(['丁', '王', '张', '李', '陈', '魏'])
  expect(sorted(['王五', '王二', '王', '欧阳三', '丁八'])).toEqual(['丁八', '王', '王二', '王五', '欧阳三'])
})

it('agrees with the stroke collation for every pair', () => {
  const collator = new Intl.Collator('zh-u-co-stroke')
  for (const a of SURNAMES)
    for (const b of SURNAMES) expect(Math.sign(byCodePoint(nameOrder(a), nameOrder(b)))).toBe(Math.sign(collator.compare(a, b)))
})

it('puts names without strokes first, and the dot before any character', () => {
  expect(sorted(['丁', 'Zoe', '阿·丙', '阿丙', 'Ann'])).toEqual(['Ann', 'Zoe', '丁', '阿·丙', '阿丙'])
})

it('gives every Han character its own rank, and keys that a database can store', () => {
  const { count, rankOf } = strokeRanks()
  expect(count).toBeGreaterThan(97_000)
  const seen = new Set<number>()
  for (let c = 0x3400; c <= 0x33479; c++) {
    const rank = rankOf(c)
    if (rank >= 0) seen.add(rank)
  }
  expect(seen.size).toBe(count - (rankOf(0x3005) >= 0 ? 1 : 0) - (rankOf(0x3007) >= 0 ? 1 : 0))
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), name => {
      expect(nameOrder(name)).not.toMatch(/[\ud800-\udfff]|\0/u)
    }),
  )
})
