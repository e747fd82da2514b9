import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareNames, nameOrder, strokeCount, strokeRanks } from './index.ts'

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

/** Characters of names by their strokes, each line in the order of 通用规范汉字表; checked by hand. */
const CHECKED: Readonly<Record<number, string>> = {
  2: '丁卜刁乜',
  3: '干于万山广弓卫习马',
  4: '丰王井元韦云木支尤车戈贝水牛毛仇仉从公乌勾凤殳卞文亢方计尹巴孔邓双毋',
  5: '玉甘艾古左厉石龙平东卢帅叶申田史冉付代白仝印乐包邝冯兰宁司弘皮边',
  6: '匡邢戎吉𠮷巩权厍有成毕师曲吕刚年朱乔伟伍伏仲任华仰伊向后全危邬庄刘齐充闫羊关米江汲池汤安军祁许农那阮孙阳阴牟红纪',
  7: '寿扶贡芮花苍芳严芦劳苏杜巫李杨束邴丽连步肖时吴别岑利秀邱何伯佟余佘谷邸狄邹言况应冷辛闵汪沙沃沈怀宋迟张陆陈邵邰',
  8: '武幸苗英范茅林松杭杰郁欧郏卓尚国昌明易罗牧和季竺岳佴郈金周鱼庞郑单宗空宓郎房居屈孟终经',
  9: '珍封项赵贲郝荆荀荣胡茹柯相查柏柳郦咸䶮哈钟钮郜香秋段禹侯须俞郗逄饶施闻养姜娄洪洋宣宦宫祖祝费胥姚娜贺勇骆',
  10: '艳秦班敖袁都耿聂莫莘桂桓索贾夏原顾柴党晁晏钱倪徐殷爱奚翁凌栾高郭席唐益涛浦家容宰诸谈陶姬娟通能桑',
  11: '堵黄萧梅曹戚龚盛常鄂崔笪符敏麻庾康章商阎盖梁寇宿扈逯屠隗隆巢',
  12: '琴越超彭葛董蒋韩覃赏景喻智嵇程傅焦储舒鲁童曾湛温滑游富禄谢强缑',
  13: '靳蓝蒯蓟蓬蒲蒙裘赖甄雷訾虞路简詹鲍解廉雍阙满慎窦褚福',
  14: '静慕蔡蔺蔚臧裴管廖韶阚谭谯暨翟熊缪',
  15: '樊磊暴墨黎滕颜潘',
  16: '燕薛薄融霍冀穆衡',
  17: '璩戴鞠霞魏糜濮',
  18: '瞿',
  20: '酆籍',
  21: '夔',
}

describe('the order by strokes (GF 3003-1999)', () => {
  it('has the number of strokes of each checked character in mainland forms', () => {
    const wrong = Object.entries(CHECKED).flatMap(([count, characters]) =>
      [...characters].filter(character => strokeCount(character) !== Number(count)),
    )
    expect(wrong).toEqual([])
    // 阝 has 2 strokes, 艹 3 and 辶 3.
    expect([...'邓阮艾边𬭎'].map(strokeCount)).toEqual([4, 6, 5, 5, 12])
    expect(strokeCount('A')).toBeUndefined()
    expect(strokeCount('')).toBeUndefined()
  })

  it('orders the checked characters by strokes, then by the first stroke that differs', () => {
    const characters = Object.values(CHECKED).flatMap(line => [...line])
    expect(characters.length).toBeGreaterThan(400)
    expect(sorted([...characters].reverse())).toEqual(characters)
    expect(sorted(['陈二', '邓一', '王三', '阮四'])).toEqual(['王三', '邓一', '阮四', '陈二'])
  })

  it('goes on with the next character, a shorter name first', () => {
    expect(sorted(['王五', '王二', '王', '欧阳三', '丁八'])).toEqual(['丁八', '王', '王二', '王五', '欧阳三'])
    // 五 4 横, 方 4 点, 刚 6, 明 8, 磊 15.
    expect(sorted(['李磊', '李明', '李方', '李刚', '李五'])).toEqual(['李五', '李方', '李刚', '李明', '李磊'])
  })

  it('keeps people of one surname together where two surnames are written with the same strokes', () => {
    // 田 and 由 are both 竖 折 横 竖 横.
    expect(sorted(['由二', '田五', '由五', '田二'])).toEqual(['田二', '田五', '由二', '由五'])
  })

  it('puts names without strokes first, and the dot before any character', () => {
    expect(sorted(['丁', 'Zoe', '阿·丙', '阿丙', 'Ann'])).toEqual(['Ann', 'Zoe', '丁', '阿·丙', '阿丙'])
  })

  it('compares in memory as a database does by bytes', () => {
    const name = fc.string({ unit: fc.constantFrom(...'丁王于万阮陈𠮷䶮𬭎·a', '\u{32000}'), maxLength: 4 })
    fc.assert(
      fc.property(name, name, (a, b) => {
        expect(Math.sign(compareNames(a, b))).toBe(Math.sign(byCodePoint(nameOrder(a), nameOrder(b))))
      }),
    )
  })

  it('gives every Han character its own rank, and keys that a database can store', () => {
    const { count, rankOf } = strokeRanks()
    expect(count).toBe(103_000)
    const seen = new Set<number>()
    for (let c = 0x3005; c <= 0x33479; c++) {
      const rank = rankOf(c)
      if (rank >= 0) seen.add(rank)
    }
    expect(seen.size).toBe(count)
    expect(Math.max(...seen)).toBe(count - 1)
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        expect(nameOrder(text)).not.toMatch(/[\ud800-\udfff]|\0/u)
      }),
    )
  })
})
