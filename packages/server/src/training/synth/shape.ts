/**
 * The shape of a Chinese city, after the census of 2020 (Beijing): ages, sexes, where people come from. Only what decides who may vote
 * where, and how a roll looks, is drawn.
 */
import { type Random, weighted } from './random.ts'

/** Share of each group of five years of age in per mille, 0–4 first, 85+ last (census 2020, Beijing, rounded). */
export const AGE_PYRAMID = [47, 43, 29, 30, 64, 86, 112, 99, 76, 70, 76, 73, 63, 53, 31, 19, 17, 12] as const
const band = weighted(AGE_PYRAMID)
const oldest = weighted([25, 22, 18, 13, 9, 6, 3, 2, 1, 1])

/** An age in whole years. */
export const drawAge = (random: Random): number => {
  const group = band(random)
  return group * 5 + (group === AGE_PYRAMID.length - 1 ? oldest(random) : random.below(5))
}

/** Men are slightly more, but for the old. */
export const drawSex = (random: Random, age: number): 'M' | 'F' =>
  random.chance(age < 20 ? 0.525 : age < 60 ? 0.523 : age < 80 ? 0.478 : 0.44) ? 'M' : 'F'

/** A county or district of today, with a name for addresses. */
export interface County {
  readonly code: string
  readonly name: string
}

/** Where people from elsewhere come from: province, weight, some of its counties. All are codes of today. */
const ORIGINS: readonly (readonly [string, number, readonly string[]])[] = [
  ['河北省', 24, ['130102长安区', '130104桥西区', '130105新华区', '130108裕华区']],
  ['河南省', 13, ['410102中原区', '410103二七区', '410105金水区', '410108惠济区']],
  ['山东省', 10, ['370102历下区', '370103市中区', '370104槐荫区', '370112历城区']],
  ['山西省', 7, ['140105小店区', '140106迎泽区', '140107杏花岭区']],
  ['黑龙江省', 6, ['230102道里区', '230103南岗区', '230104道外区']],
  ['安徽省', 6, ['340102瑶海区', '340104蜀山区', '340121长丰县']],
  ['辽宁省', 5, ['210102和平区', '210103沈河区', '210106铁西区']],
  ['内蒙古自治区', 4, ['150102新城区', '150105赛罕区', '150121土默特左旗']],
  ['湖北省', 4, ['420102江岸区', '420106武昌区', '420107青山区']],
  ['四川省', 4, ['510104锦江区', '510107武侯区', '510108成华区']],
  ['吉林省', 4, ['220102南关区', '220104朝阳区', '220106绿园区']],
  ['江西省', 3, ['360102东湖区', '360111青山湖区', '360121南昌县']],
  ['江苏省', 3, ['320102玄武区', '320104秦淮区', '320106鼓楼区']],
  ['陕西省', 3, ['610103碑林区', '610112未央区', '610113雁塔区']],
  ['湖南省', 3, ['430102芙蓉区', '430104岳麓区', '430111雨花区']],
  ['甘肃省', 2, ['620102城关区', '620103七里河区']],
  ['北京市', 1, ['110101东城区', '110105朝阳区', '110108海淀区']],
]
const split = (entry: string): County => ({ code: entry.slice(0, 6), name: entry.slice(6) })
const origins = ORIGINS.map(([province, weight, counties]) => ({ province, weight, counties: counties.map(split) }))
const originIndex = weighted(origins.map(origin => origin.weight))

/** Every code that a clean number may begin with, besides the election's own county. */
export const CURRENT_CODES: readonly string[] = origins.flatMap(origin => origin.counties.map(county => county.code))

/** Codes that ID numbers still carry though the district is gone: by province, and Chongwen, Xuanwu for Beijing. */
export const RETIRED_CODES: readonly string[] = ['110103', '110104', '310103', '310119', '320103', '120107', '440102', '500381']

/** A county of another province than `areaCode`'s, by the number of people who leave it. */
export const drawOrigin = (random: Random, areaCode: string): County & { readonly province: string } => {
  for (;;) {
    const origin = origins[originIndex(random)] as (typeof origins)[number]
    if (origin.counties[0]?.code.slice(0, 2) !== areaCode.slice(0, 2))
      return { ...random.pick(origin.counties), province: origin.province }
  }
}

/** Other districts of Beijing: a household register there is no register elsewhere (one city, one rule set). */
export const BEIJING_DISTRICTS: readonly County[] = [
  '110101东城区',
  '110102西城区',
  '110106丰台区',
  '110107石景山区',
  '110108海淀区',
  '110111房山区',
  '110112通州区',
  '110114昌平区',
].map(split)
