/** Codes of administrative areas: GB/T 2260 to the county, GB/T 10114 to the township, three more digits to the community. */

/** Province-level codes of GB/T 2260. */
export const PROVINCES: Readonly<Record<string, string>> = {
  11: '北京市',
  12: '天津市',
  13: '河北省',
  14: '山西省',
  15: '内蒙古自治区',
  21: '辽宁省',
  22: '吉林省',
  23: '黑龙江省',
  31: '上海市',
  32: '江苏省',
  33: '浙江省',
  34: '安徽省',
  35: '福建省',
  36: '江西省',
  37: '山东省',
  41: '河南省',
  42: '湖北省',
  43: '湖南省',
  44: '广东省',
  45: '广西壮族自治区',
  46: '海南省',
  50: '重庆市',
  51: '四川省',
  52: '贵州省',
  53: '云南省',
  54: '西藏自治区',
  61: '陕西省',
  62: '甘肃省',
  63: '青海省',
  64: '宁夏回族自治区',
  65: '新疆维吾尔自治区',
  71: '台湾省',
  81: '香港特别行政区',
  82: '澳门特别行政区',
}

const provinces = new Set(Object.keys(PROVINCES))

/** Are these two digits a province of GB/T 2260? */
export const isProvince = (code2: string): boolean => provinces.has(code2)

/** 1 province, 2 city, 3 county or district, 4 township or street, 5 community or village */
export type AreaLevel = 1 | 2 | 3 | 4 | 5
const LENGTHS = [2, 4, 6, 9, 12]

/** Level of a code by its length: 2, 4, 6, 9 or 12 digits; undefined for anything else. */
export const areaLevel = (code: string): AreaLevel | undefined => {
  const level = LENGTHS.indexOf(code.length) + 1
  return level > 0 && /^\d+$/.test(code) && isProvince(code.slice(0, 2)) ? (level as AreaLevel) : undefined
}

/** Code of the area one level up; undefined for a province and for what is no code. */
export const parentArea = (code: string): string | undefined => {
  const level = areaLevel(code)
  return level === undefined || level === 1 ? undefined : code.slice(0, LENGTHS[level - 2])
}

/** Twelve digits under a known province: a community or village. */
export const isCommunityCode = (text: string): boolean => areaLevel(text) === 5
