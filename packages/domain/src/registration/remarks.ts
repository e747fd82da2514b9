/** What the remark of a row may say that an officer has to look into: a closed list of words (EL 27). Nothing else of a remark is kept. */

const WORDS = [
  '已故',
  '死亡',
  '去世',
  '病故',
  '亡故',
  '过世',
  '逝世',
  '离世',
  '身故',
  '已亡',
  '迁出',
  '迁走',
  '迁往',
  '户口迁',
  '户籍迁',
  '搬走',
  '搬离',
  '销户',
  '注销',
  '服刑',
  '判刑',
  '在押',
  '羁押',
  '剥夺政治权利',
  '剥权',
  '停止行使选举权',
  '停权',
  '重复',
  '重登',
  '重报',
  '查无此人',
  '下落不明',
  '失踪',
  '出国定居',
  '定居国外',
  '加入外国国籍',
  '不满18',
  '未满18',
  '未满十八',
  '不满十八',
] as const

export type RemarkWord = (typeof WORDS)[number]

/** Spaces and marks between the characters of a word. */
const BETWEEN = /[\s\u3000\u200b-\u200f\ufeff.．。·、，,]+/g
/** Words that turn what follows into its contrary, or say it of somebody else. */
const NOT_THIS =
  /(未|没有|没|无|非|不|并未|尚未|不是|不属|父亲?|母亲?|父母|丈夫|妻子|妻|夫|配偶|爱人|老伴|儿子|女儿|子女|亲属)(已|已经|于)?$/
const MAY_BE = /[故亡世迁搬销服判押剥停重查下失出加满]/

/** The first word of the list that a remark says of the person, or null. */
export const wordInRemark = (remark: string | undefined): RemarkWord | null => {
  if (remark === undefined || remark === '' || !MAY_BE.test(remark)) return null
  const text = remark.replace(BETWEEN, '')
  for (const word of WORDS) {
    const at = text.indexOf(word)
    if (at >= 0 && !NOT_THIS.test(text.slice(Math.max(0, at - 6), at))) return word
  }
  return null
}
