/**
 * Names of made-up people: surnames by their real shares, given names by the fashion of the birth year, names of other peoples with their
 * dot, and now and then a character that breaks weak software.
 */
import { type Random, weighted } from './random.ts'

/** Surname and its share of the people in per mille (Ministry of Public Security, rounded); the rest is spread over RARER. */
const SURNAMES: readonly (readonly [string, number])[] = (
  '王72 李71 张67 刘54 陈46 杨31 黄24 吴20 赵20 周19 徐15 孙14 马13 朱13 胡12 林11 郭11 何11 高10 罗9.5 郑9.3 梁8.5 谢7.6 宋7 唐6.9 ' +
  '许6.6 邓6.2 冯6.2 韩6.1 曹6 曾5.8 彭5.8 肖5.6 蔡5.3 潘5.2 田5.2 董5.1 袁5 于4.8 余4.8 叶4.8 蒋4.7 杜4.7 苏4.6 魏4.5 程4.5 吕4.5 ' +
  '丁4.3 沈4.1 任4.1 姚4 卢4 傅3.5 钟4 姜3.9 崔3.8 谭3.8 廖3.7 范3.6 汪3.6 陆3.6 金3.5 石3.4 戴3.4 贾3.3 韦3.3 夏3.3 邱3.2 方3.1 侯3 ' +
  '邹3 熊3 孟2.9 秦2.9 白2.8 江2.8 闫2.7 薛2.6 尹2.6 段2.5 雷2.5 黎2.3 史2.3 龙2.2 陶2.2 贺2.2 顾2.1 毛2.1 郝2.1 龚2 邵2 万1.9 钱1.9 ' +
  '严1.8 赖1.8 覃1.8 洪1.8 武1.8 莫1.8 孔1.7 欧阳0.8 上官0.1 司马0.06 诸葛0.05 皇甫0.05 尉迟0.02 令狐0.03 慕容0.02'
)
  .split(' ')
  .map(entry => {
    const share = /[\d.]+$/.exec(entry)?.[0] ?? ''
    return [entry.slice(0, entry.length - share.length), Number(share)] as const
  })
const RARER = [
  ...'汤常康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华',
]
const surnameIndex = weighted([...SURNAMES.map(([, share]) => share), 130])
const drawSurname = (random: Random): string => SURNAMES[surnameIndex(random)]?.[0] ?? random.pick(RARER)

/** Characters of given names, per sex and per generation: born before 1966, before 1990, after. */
const GIVEN: Readonly<Record<'M' | 'F', readonly (readonly string[])[]>> = {
  M: [
    [...'国建德明荣华生福贵志永忠义文林祥庆宝金玉春树长清海山成发根富仁光保堂全才昌兴发世学正宗'],
    [...'建军伟强勇志国平明华海峰斌辉涛刚波鹏杰亮超健宏新文东红卫民立永利庆春晓宁磊飞林龙成'],
    [...'宇浩轩子涵泽俊杰睿博文昊天梓晨铭皓逸嘉航一诺思远瑞霖景行奕辰书恒翔宁安远哲凯旭阳楠'],
  ],
  F: [
    [...'秀英兰珍芳桂玉凤淑华梅莲芬素云香琴娥翠霞菊荣珠清月春金花爱惠巧美丽贞银彩'],
    [...'丽静芳敏艳娟霞燕红玲娜梅洁颖琳萍莉英华慧雪晶倩婷文秀春海云平欣蕾爱凤瑞'],
    [...'欣怡梓涵诗雨彤思琪佳一诺可馨雅婷子萱语桐若曦梦瑶紫嘉宁悦然安琪晨芷心妍静楠月'],
  ],
}
/** Characters outside the first plane, of a late extension, or with no place in old character sets. */
const RARE_CHARACTERS = ['𠮷', '䶮', '𬭎', '䶮', '𬭎', '㛃', '喆', '堃', '㴋', '𬱖']

/** Names of two parts with the dot between them, as the register has them (U+00B7). */
const DOTTED: Readonly<Record<'M' | 'F', readonly string[]>> = {
  M: [
    '买买提',
    '阿不都',
    '艾力',
    '吐尔逊',
    '玉素甫',
    '库尔班',
    '热合曼',
    '艾合买提',
    '依明',
    '斯马义',
    '巴哈提',
    '叶尔兰',
    '努尔兰',
  ],
  F: [
    '阿依古丽',
    '古丽娜尔',
    '帕提古丽',
    '热依汗',
    '阿米娜',
    '茹克亚',
    '麦丽亚',
    '迪丽努尔',
    '祖丽皮亚',
    '古丽巴哈尔',
    '阿依努尔',
  ],
}
const TIBETAN: Readonly<Record<'M' | 'F', readonly string[]>> = {
  M: ['扎西', '次仁', '多吉', '平措', '旺堆', '顿珠', '洛桑', '丹增', '格桑', '索朗', '尼玛', '达瓦'],
  F: ['卓玛', '央金', '拉姆', '曲珍', '德吉', '白玛', '仓决', '梅朵', '卓嘎', '措姆', '尼玛', '达瓦'],
}

/** Peoples (GB/T 3304 name) and their shares in per mille in a northern city; those with names of their own form are last. */
const PEOPLES: readonly (readonly [string, number])[] = [
  ['汉族', 952],
  ['满族', 20],
  ['回族', 12],
  ['蒙古族', 5],
  ['朝鲜族', 2.2],
  ['土家族', 2],
  ['壮族', 1.6],
  ['苗族', 1.2],
  ['彝族', 0.7],
  ['侗族', 0.5],
  ['布依族', 0.4],
  ['瑶族', 0.3],
  ['白族', 0.4],
  ['维吾尔族', 0.8],
  ['哈萨克族', 0.3],
  ['藏族', 0.6],
]
const peopleIndex = weighted(PEOPLES.map(([, share]) => share))

export interface NamedPerson {
  readonly name: string
  readonly people: string
}

/** The surname a child takes from a parent of that people, or undefined where names have none. */
const surnameOf = (parent: NamedPerson): string | undefined => {
  if (parent.name.includes('·') || parent.people === '藏族') return undefined
  const two = parent.name.slice(0, 2)
  return parent.name.length > 2 && SURNAMES.some(([surname]) => surname === two) ? two : parent.name.slice(0, 1)
}

/**
 * A name and a people for someone of that sex and birth year.
 * `family`: the parent whose people and surname are handed on.
 */
export const drawName = (random: Random, sex: 'M' | 'F', year: number, family?: NamedPerson): NamedPerson => {
  const people = family?.people ?? PEOPLES[peopleIndex(random)]?.[0] ?? '汉族'
  if (people === '维吾尔族' || people === '哈萨克族')
    return { people, name: `${random.pick(DOTTED[sex])}·${random.pick(DOTTED.M)}` }
  if (people === '藏族') return { people, name: random.pick(TIBETAN[sex]) + random.pick(TIBETAN[sex]) }
  const surname = (family && surnameOf(family)) ?? drawSurname(random)
  const characters = GIVEN[sex][year < 1966 ? 0 : year < 1990 ? 1 : 2] as readonly string[]
  // One character was the fashion of the seventies to nineties, two before and since.
  const single = random.chance(year < 1966 ? 0.12 : year < 1990 ? 0.38 : 0.12)
  const first = random.chance(0.0006) ? random.pick(RARE_CHARACTERS) : random.pick(characters)
  return { people, name: surname + first + (single ? '' : random.pick(characters)) }
}

/** Characters that are taken for one another: alike in sound or in shape. */
const CONFUSED = [
  ...'伟玮 静婧 丽莉 燕艳 杰洁 军君 辉晖 明铭 林琳 宇雨 华桦 强蔷 敏闽 婷停 磊蕾 俊骏 涛滔 鹏朋 英瑛 玉钰 平萍 芳方 兰岚 秀琇 建健 志智'.split(
    ' ',
  ),
]
const LOOKALIKE = new Map(
  CONFUSED.flatMap(pair => [[pair.charAt(0), pair.charAt(1)] as const, [pair.charAt(1), pair.charAt(0)] as const]),
)

/** The name with one character of the given name mistyped. */
export const mistype = (name: string): string => {
  const characters = [...name]
  for (let i = characters.length - 1; i > 0; i--) {
    const other = LOOKALIKE.get(characters[i] as string)
    if (other) return characters.with(i, other).join('')
  }
  return characters.with(-1, characters.at(-1) === '凯' ? '楷' : '凯').join('')
}
