/** Characters that no installed font can print, collected while a list is made. */
import type { Text } from '@mingce/domain/result'
import { codePointName, type Fonts } from '../../../documents/index.ts'
import type { RollRefusal, Unprintable } from '../errors.ts'

/** The failure names at most this many names and headings. */
const MAX_NAMED = 100
/** Its text names at most this many. */
const MAX_IN_TEXT = 10

const textOf = (found: readonly Unprintable[], count: number): Text => {
  const named = found.slice(0, MAX_IN_TEXT)
  const zh = named.map(
    v =>
      `${v.name}（${v.registrationId === null ? '标题' : `登记号${v.registrationId}，${v.district}`}，${v.codePoints.join(' ')}）`,
  )
  const en = named.map(
    v =>
      `${v.name} (${v.registrationId === null ? 'heading' : `registration ${v.registrationId}, ${v.district}`}, ${v.codePoints.join(' ')})`,
  )
  return {
    zh: `${count}处有字没有字体可以印出，名单未公布：${zh.join('；')}${count > named.length ? '；等' : ''}`,
    en: `No installed font can print ${count} names or headings; the list was not published: ${en.join('; ')}${count > named.length ? '; …' : ''}`,
  }
}

export interface UnprintableCollector {
  /** Checks one text; `name` is what the failure calls it. */
  check(text: string, of: Omit<Unprintable, 'codePoints' | 'name'>): void
  /** The failure, or null when everything can be printed. */
  refusal(): RollRefusal | null
}

/** Collects what `fonts` cannot print: the first hundred are named, all are counted. */
export const collectUnprintable = (fonts: Fonts): UnprintableCollector => {
  const found: Unprintable[] = []
  let count = 0
  return {
    check(text, of) {
      const missing = fonts.unprintable(text)
      if (missing.length === 0) return
      count++
      if (found.length < MAX_NAMED) found.push({ ...of, name: text, codePoints: missing.map(codePointName) })
    },
    refusal: () => (count === 0 ? null : { code: 'roll.unprintable', text: textOf(found, count), unprintable: found }),
  }
}
