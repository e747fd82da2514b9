/** Missing glyphs are found before printing; the fonts are tried in the order configured by the office. */
import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fontAdvice } from './font-advice.ts'
import { codePointName, fontsFrom, installedFonts, type PrintFont } from './fonts.ts'

const fake = (family: string, characters: string, own = false): PrintFont => {
  const codePoints = new Set([...characters].map(character => character.codePointAt(0)))
  return { family, file: `/${family}.ttf`, own, has: codePoint => codePoints.has(codePoint) }
}
const rare = 0x20bb7 // 𠮷

test('reports a character that no font has, once', () => {
  const fonts = fontsFrom([fake('main', '张伟')], [fake('other', '李')])
  expect(fonts.unprintable('张伟李')).toEqual([])
  expect(fonts.unprintable('张𠮷伟𠮷')).toEqual([rare])
  expect(codePointName(rare)).toBe('U+20BB7')
  expect(codePointName(0x20)).toBe('U+0020')
})

test('opens and uses another font only when the main one lacks a character', () => {
  let opened = 0
  const fonts = fontsFrom(
    [fake('main', '张伟')],
    (function* () {
      opened++
      yield fake('unused', '无')
      opened++
      yield fake('rare', '𠮷')
      opened++
      yield fake('never', '𠮷')
    })(),
  )
  expect(fonts.unprintable('张伟')).toEqual([])
  expect(opened).toBe(0)
  expect(fonts.inUse().families).toEqual(['main'])
  expect(fonts.unprintable('𠮷')).toEqual([])
  expect(opened).toBe(2)
  expect(fonts.inUse()).toEqual({ families: ['main', 'rare'], files: ['/main.ttf', '/rare.ttf'] })
})

test('accepts a private-use character only from the office’s own font', () => {
  expect(fontsFrom([], [fake('machine', '\ue000')]).unprintable('\ue000')).toEqual([0xe000])
  expect(fontsFrom([], [fake('office', '\ue000', true)]).unprintable('\ue000')).toEqual([])
})

test('rejects the replacement character and control characters, and ignores variation selectors', () => {
  const fonts = fontsFrom([fake('main', '葛\ufffd\u0007')], [])
  expect(fonts.unprintable('\ufffd\u0007')).toEqual([0xfffd, 7])
  expect(fonts.unprintable('葛\u{e0100}')).toEqual([])
})

test('rejects half a surrogate pair', () => {
  expect(fontsFrom([fake('main', '张')], []).unprintable('张\ud842')).toEqual([0xd842])
})

test('the bundled fonts cover common names, the name dot, U+2CB4E and 𠮷; a second font is opened for 𠮷 only', () => {
  const fonts = installedFonts('/nowhere')
  expect(fonts.unprintable('张伟·艾力·买买提 𬭎 䶮 〇 0123456789')).toEqual([])
  expect(fonts.inUse().families).toEqual(['Noto Sans SC'])
  expect(fonts.unprintable('𠮷')).toEqual([])
  expect(fonts.inUse().families).toHaveLength(2)
})

test('an extension B character outside the bundled fonts prints if fonts-hanazono is installed, and is reported if not', () => {
  const fonts = installedFonts('')
  const missing = fonts.unprintable('𠀧')
  const { families } = fonts.inUse()
  if (families.length > 1) expect(missing).toEqual([])
  else expect(missing, 'no font for rare hanzi here; apt-get install fonts-hanazono shows the other half').toEqual([0x20027])
})

test('a character of extension G prints if fonts-babelstone-han is installed and has it, and one of extension I never does', () => {
  const fonts = installedFonts('')
  const missing = fonts.unprintable('𰀀𮯰')
  const isInstalled = existsSync('/usr/share/fonts/truetype/babelstone/BabelStoneHan.ttf')
  expect(missing).toEqual(isInstalled ? [0x2ebf0] : [0x30000, 0x2ebf0])
})

test('the advice names the package of Debian that has a character, and MINGCE_FONTS where none has', () => {
  expect(fontAdvice([0x20bb7]).zh).toBe('安装字体（apt-get install fonts-hanazono）')
  expect(fontAdvice([0x30000, 0x31350]).zh).toBe(
    '安装字体（apt-get install fonts-babelstone-han）；fonts-babelstone-han 收有扩展 G、H 的大约六成，装好后再预览一次，仍缺的上传图片或留方框',
  )
  expect(fontAdvice([0x20bb7, 0x31350]).en).toMatch(
    /^Install a font \(apt-get install fonts-hanazono fonts-babelstone-han\); .*six in ten/,
  )
  expect(fontAdvice([0x2ebf0]).en).toBe('Some characters are in no font of Debian: name a font that has them in MINGCE_FONTS')
  expect(fontAdvice([0xe863, 0x20bb7]).zh).toMatch(/fonts-hanazono.*MINGCE_FONTS/)
})
