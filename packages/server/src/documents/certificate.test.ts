/** The printed certificate: compared with an approved picture, on one page with any name, with a QR code of its text. */
import { expect, test } from 'vitest'
import { type CertificateSheet, certificateTexts, printCertificate } from './certificate.ts'
import { installedFonts } from './fonts.ts'
import { compareWithGolden } from './testing/golden.ts'

/** As long as a real one: an SM2 signature and a line of about 300 characters. */
const TEXT = `MC1.${'WyJNQzEiLCI4YjFkNmMwNCIsIm1jLTAxMjM0NTY3Il0'.repeat(9)}.Zm9vYmFy.${'c2lnbmF0dXJl'.repeat(7)}aa`

const sheet: CertificateSheet = {
  id: '8b1d6c04-5c1e-4c5e-9a39-2f1f5a1f0b11',
  electionName: '示例区第一届人民代表大会代表选举',
  name: '李小明',
  place: '示例区甲街道乙社区',
  committee: '示例区选举委员会',
  issuedOn: '2026-11-20',
  validUntil: '2026-12-20',
  copy: 0,
  text: TEXT,
  training: false,
}

const printed = (more: Partial<CertificateSheet> = {}) => {
  const fonts = installedFonts('/nowhere')
  const one = { ...sheet, ...more }
  for (const text of certificateTexts(one)) expect(fonts.unprintable(text)).toEqual([])
  return printCertificate(fonts, one)
}

test('a copy matches the approved picture and differs from the first print', () => {
  expect(printed().svg()).not.toBe(printed({ copy: 2 }).svg())
  compareWithGolden('certificate-copy-a5', printed({ copy: 2 }).svg())
})

test('the certificate fits one page with the longest names and text, and prints the same bytes each time', () => {
  const long = {
    name: '阿卜杜热合曼·阿卜杜克热木·买合木提·吐尔逊·伊敏·玉素甫·肉孜·艾合买提·阿布都拉 #panic()',
    place: '新疆维吾尔自治区伊犁哈萨克自治州察布查尔锡伯自治县察布查尔镇某某社区居民委员会',
    electionName: '察布查尔锡伯自治县第十八届、察布查尔镇第二十届人民代表大会代表换届选举',
    text: TEXT + TEXT.slice(0, 300),
    copy: 12,
    training: true,
  }
  expect(printed(long).pages).toBe(1)
  expect(Buffer.from(printed(long).pdf()).equals(Buffer.from(printed(long).pdf()))).toBe(true)
})
