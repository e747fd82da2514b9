/**
 * People's names as they come and as they are kept. A name is never "corrected" to another character: only spaces, marks and the dot
 * between parts are made one, so that the same name compares equal. Rare characters pass as they are, or are shown to a person.
 */

/** Is this code point a Han character (unified, compatibility, extensions, 〇 and 々)? */
export const isHan = (c: number): boolean =>
  (c >= 0x4e00 && c <= 0x9fff) ||
  (c >= 0x3400 && c <= 0x4dbf) ||
  (c >= 0x20000 && c <= 0x3ffff) ||
  (c >= 0xf900 && c <= 0xfaff) ||
  c === 0x3007 ||
  c === 0x3005

/** Nearly all names: 2 to 4 common characters, nothing to do. */
const isPlain = (name: string): boolean => {
  const length = name.length
  if (length < 2 || length > 4) return false
  for (let i = 0; i < length; i++) {
    const c = name.charCodeAt(i)
    if (c < 0x3400 || c > 0x9fff || (c > 0x4dbf && c < 0x4e00)) return false
  }
  return true
}

/**
 * The dots that stand for U+00B7, whatever is beside them. From the dots that GB 2312, GBK, GB 18030, Big5 and Unicode offer; full stops and
 * bullets only do between Han characters.
 */
const DOT_CODES =
  '\u02d9\u0387\u0701\u1427\u16eb\u2022\u2024\u2027\u2218\u2219\u22c5\u25e6\u2981\u2e30\u2e31\u2e33\u30fb\ufe52\uff65\ua78f'
const DOTS = new RegExp(`[${DOT_CODES}]`, 'gu')
const ZERO_WIDTH = /[\u200b-\u200f\u2060-\u2064\ufeff]/g
const SPACES = /[\s\u00a0\u3000]+/g
const COMPATIBILITY = /([\uf900-\ufaff]|[\u{2f800}-\u{2fa1f}])/u
const HAN = String.raw`[\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]`
// Without lookbehind, which Safari has since 16.4 only.
const BETWEEN_HAN = new RegExp(`(${HAN}) ?[.．。｡●⏺⚫⬤▪°] ?(?=${HAN})`, 'gu')
const SPACE_AFTER_HAN = new RegExp(`(${HAN}) `, 'gu')
const SPACE_BEFORE_HAN = new RegExp(` (?=${HAN})`, 'gu')

/** NFC but for compatibility ideographs: NFC would swap a person's variant character for another one. */
const compose = (name: string): string =>
  COMPATIBILITY.test(name)
    ? name
        .split(COMPATIBILITY)
        .map((part, i) => (i % 2 === 1 ? part : part.normalize('NFC')))
        .join('')
    : name.normalize('NFC')

/**
 * The name as it is kept: NFC, no spaces at the ends nor beside Han characters (Latin names keep single spaces), one dot U+00B7 between
 * the parts of a name, no zero-width marks. Empty where there is none.
 */
export const normalizePersonName = (raw: string): string => {
  if (isPlain(raw)) return raw
  const name = raw.replace(ZERO_WIDTH, '').replace(SPACES, ' ').trim().replace(DOTS, '·')
  return compose(name)
    .replace(BETWEEN_HAN, '$1·')
    .replace(SPACE_AFTER_HAN, '$1')
    .replace(SPACE_BEFORE_HAN, '')
    .replace(/ ?· ?/g, '·')
}

/** Control characters, half surrogate pairs, private-use characters with planes 15 and 16 as a whole, and the signs of a missing glyph. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\ue000-\uf8ff\u{f0000}-\u{10ffff}?？\ufffd□〓]/u

/**
 * Does the name hold something that cannot be shown: U+FFFD, a private-use character (BMP, planes 15 and 16), '?' or '？', a control
 * character, half of a surrogate pair, or a sign that stands for a missing glyph (□ 〓)?
 */
export const isUnprintable = (name: string): boolean => !isPlain(name) && UNPRINTABLE.test(name)

const VARIATION = /[\ufe00-\ufe0f]|[\u{e0100}-\u{e01ef}]/gu
const bare = (name: string): string =>
  normalizePersonName(name).normalize('NFC').replace(VARIATION, '').replace(/[ ·.]/g, '').toLowerCase()

/** Are two names the same but for spaces, dots, case and marks that choose a glyph? Different characters are different names. */
export const sameName = (a: string, b: string): boolean => a === b || bare(a) === bare(b)
