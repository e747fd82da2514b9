/** Articles of law for readers: the data cite `EL 4, CL 55–58` (short names of docs/law), a reader sees 选举法第四条、刑法第五十五条至第五十八条. */
import type { Text } from '../result/index.ts'

const LAWS = {
  EL: { zh: '选举法', en: 'Electoral Law' },
  P83: { zh: '直接选举若干规定', en: 'Provisions on Direct Election' },
  OL: { zh: '地方组织法', en: 'Organic Law' },
  DL: { zh: '代表法', en: 'Law on Deputies' },
  CPL: { zh: '民事诉讼法', en: 'Civil Procedure Law' },
  CL: { zh: '刑法', en: 'Criminal Law' },
  BJ: { zh: '北京市实施细则', en: 'Beijing Implementing Rules' },
  SH: { zh: '上海市实施细则', en: 'Shanghai Implementing Rules' },
  ZJ: { zh: '浙江省实施细则', en: 'Zhejiang Implementing Rules' },
  SD: { zh: '山东省实施细则', en: 'Shandong Implementing Rules' },
  BJR: { zh: '北京市2016年选民登记工作规定', en: 'Beijing’s working rules on registration (2016)' },
  PIPL: { zh: '个人信息保护法', en: 'Personal Information Protection Law' },
  CSL: { zh: '网络安全法', en: 'Cybersecurity Law' },
} as const satisfies Record<string, Text>

export type Law = keyof typeof LAWS
const isLaw = (name: string | undefined): name is Law => name !== undefined && Object.hasOwn(LAWS, name)

export interface ArticleReference {
  /** The citation as the data have it. */
  readonly text: string
  /** null: a standard such as GB 11643, which is shown as it is. */
  readonly law: Law | null
  /** An office's own text, named in full in its rule set (`河北省实施细则 20`); null: one of the known laws, or a standard. */
  readonly ownText: string | null
  /** Number or range, such as `55–58`; empty for a standard and for a law as a whole. */
  readonly number: string
}

/** The citations in `EL 57, 58, GB 11643`. A number without a law belongs to the law before it; a law without a number is meant as a whole. */
export const parseArticles = (articles: string): ArticleReference[] => {
  let last: Pick<ArticleReference, 'law' | 'ownText'> = { law: null, ownText: null }
  return articles.split(/\s*,\s*/).map(text => {
    const match = /^([A-Z]+\d{0,2})(?:\s+§?\s?(\d[\d–-]*))?$/.exec(text)
    if (match && isLaw(match[1])) {
      last = { law: match[1], ownText: null }
      return { text, ...last, number: match[2] ?? '' }
    }
    const own = /^([\p{Script=Han}（）《》〈〉、]{2,60})\s+(\d[\d–-]*)$/u.exec(text)
    if (own) {
      last = { law: null, ownText: own[1] ?? '' }
      return { text, ...last, number: own[2] ?? '' }
    }
    if (!match && (last.law || last.ownText) && /^\d[\d–-]*$/.test(text)) return { text, ...last, number: text }
    last = { law: null, ownText: null }
    return { text, ...last, number: '' }
  })
}

/** Does every citation name an article of a known law or of an office's own text? */
export const isCitation = (articles: string): boolean =>
  parseArticles(articles).every(({ law, ownText, number }) => law === 'BJR' || ((law ?? ownText) !== null && number !== ''))

const DIGITS = '零一二三四五六七八九'

/** A number below a thousand as laws write it: 12 is 十二, 103 is 一百零三. */
const chineseNumber = (value: number): string => {
  if (value < 10) return DIGITS.charAt(value)
  if (value < 20) return `十${value % 10 === 0 ? '' : DIGITS.charAt(value % 10)}`
  if (value < 100) return `${DIGITS.charAt(Math.floor(value / 10))}十${value % 10 === 0 ? '' : DIGITS.charAt(value % 10)}`
  const rest = value % 100
  const hundreds = `${DIGITS.charAt(Math.floor(value / 100))}百`
  if (rest === 0) return hundreds
  return `${hundreds}${rest < 10 ? `零${DIGITS.charAt(rest)}` : `${rest < 20 ? '一' : ''}${chineseNumber(rest)}`}`
}

const place = (number: string): string =>
  number
    .split(/[–-]/)
    .map(part => `第${chineseNumber(Number(part))}条`)
    .join('至')

/** One citation in both languages. */
const articleText = ({ law, ownText, number, text }: ArticleReference): Text => {
  if (ownText !== null) return { zh: `${ownText}${place(number)}`, en: `${ownText}, Art. ${number}` }
  if (law === null) return { zh: text, en: text }
  if (number === '') return LAWS[law]
  return { zh: `${LAWS[law].zh}${place(number)}`, en: `${LAWS[law].en}, Art. ${number}` }
}

/** Citations as one text: 选举法第四条、刑法第五十五条至第五十八条; "Electoral Law, Art. 4; Criminal Law, Art. 55–58". */
export const spellArticles = (articles: string): Text => {
  const texts = parseArticles(articles).map(articleText)
  return { zh: texts.map(({ zh }) => zh).join('、'), en: texts.map(({ en }) => en).join('; ') }
}
