/** The 56 peoples of GB/T 3304, code and name. */

const NAMES = (
  '汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 ' +
  '达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 ' +
  '珞巴 基诺'
).split(' ')

export interface People {
  /** '01'–'56' */
  readonly code: string
  /** 汉族, 蒙古族, … */
  readonly name: string
}

/** In the order of their codes. */
export const PEOPLES: readonly People[] = NAMES.map((name, i) => ({ code: String(i + 1).padStart(2, '0'), name: `${name}族` }))

const codes = new Map<string, string>()
PEOPLES.forEach(({ code, name }, i) => {
  for (const text of [code, String(i + 1), name, name.slice(0, -1)]) codes.set(text, code)
})

/** Code of a people by name, with or without 族, or by code; undefined for anything else. */
export const readPeople = (raw: string): string | undefined => codes.get(raw) ?? codes.get(raw.trim())

/** Name of a code, 汉族; undefined for no such code. */
export const peopleName = (code: string): string | undefined => PEOPLES[Number(code) - 1]?.name
