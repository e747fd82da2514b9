/** Which font to install for a character that none of this machine's fonts has. */
import type { Text } from '@mingce/domain/result'

/**
 * Blocks of hanzi that Debian's fonts-hanazono lacks and fonts-babelstone-han has in part: CJK extensions G (3,045 of 4,939 in Debian 12's 15.0.5)
 * and H (2,271 of 4,192).
 */
const BABELSTONE: readonly (readonly [from: number, to: number])[] = [
  [0x30000, 0x3134f],
  [0x31350, 0x323af],
]
/** Extensions I and J and whatever is added later: in no font of Debian. */
const NO_PACKAGE: readonly (readonly [from: number, to: number])[] = [
  [0x2ebf0, 0x2ee5f],
  [0x323b0, 0x3ffff],
]

const isIn = (blocks: readonly (readonly [number, number])[], c: number): boolean =>
  blocks.some(([from, to]) => c >= from && c <= to)
const isPrivate = (c: number): boolean => (c >= 0xe000 && c <= 0xf8ff) || c >= 0xf0000

/** Names the packages of Debian that have these characters, or says that the office has to bring a font. */
export const fontAdvice = (codePoints: readonly number[]): Text => {
  const own = codePoints.some(c => isPrivate(c) || isIn(NO_PACKAGE, c))
  const babelstone = codePoints.some(c => isIn(BABELSTONE, c))
  const hanazono = codePoints.some(c => !isPrivate(c) && !isIn(NO_PACKAGE, c) && !isIn(BABELSTONE, c))
  const packages = [...(hanazono ? ['fonts-hanazono'] : []), ...(babelstone ? ['fonts-babelstone-han'] : [])]
  const install = packages.length === 0 ? undefined : `apt-get install ${packages.join(' ')}`
  const zh = [
    ...(install ? [`安装字体（${install}）`] : []),
    ...(babelstone ? ['fonts-babelstone-han 收有扩展 G、H 的大约六成，装好后再预览一次，仍缺的上传图片或留方框'] : []),
    ...(own ? ['有的字 Debian 的字体都没有，用 MINGCE_FONTS 指明含有这些字的字体'] : []),
  ]
  const en = [
    ...(install ? [`install a font (${install})`] : []),
    ...(babelstone
      ? [
          'fonts-babelstone-han has about six in ten of extensions G and H: preview again, and upload a picture or leave a box for those that remain',
        ]
      : []),
    ...(own ? ['some characters are in no font of Debian: name a font that has them in MINGCE_FONTS'] : []),
  ]
  const text = en.join('; ')
  return { zh: zh.join('；'), en: `${text.charAt(0).toUpperCase()}${text.slice(1)}` }
}
