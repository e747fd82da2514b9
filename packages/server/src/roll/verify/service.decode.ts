/**
 * Reads the text of a published file as it was meant, and says where a spreadsheet or an editor has saved it in another form. Without this,
 * a list that was opened in Excel and saved would only "not match".
 */
import type { Text } from '@mingce/domain/result'
import iconv from 'iconv-lite'

export interface Decoded {
  readonly text: string
  /** How the file differs in form from a published one; undefined: it does not. */
  readonly form: Text | undefined
}

/** Files of lines have neither a byte order mark nor carriage returns; a table may have or lack either, and says the same. */
export type FileKind = 'table' | 'lines'

const AS_PUBLISHED: Text = {
  zh: '请用公布的原文件核验；要保留这一份的，另存为“CSV UTF-8（逗号分隔）”',
  en: 'Verify the published file itself; to keep this copy, save it as “CSV UTF-8 (comma delimited)”',
}

const encodingSaid = (zh: string, en: string): Text => ({
  zh: `文件的编码是${zh}，公布的是UTF-8，多半是在 Excel 等软件中打开后另存过。${AS_PUBLISHED.zh}`,
  en: `The file is encoded as ${en} and was published as UTF-8; it was probably opened in Excel or the like and saved. ${AS_PUBLISHED.en}`,
})

const readUtf8 = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

const startsWith = (bytes: Uint8Array, ...start: number[]): boolean => start.every((byte, i) => bytes[i] === byte)

/** The text of UTF-16 or GB 18030, with the words for it. */
const readForeign = (bytes: Buffer): Decoded => {
  if (startsWith(bytes, 0xff, 0xfe)) return { text: bytes.toString('utf16le'), form: encodingSaid('UTF-16', 'UTF-16') }
  if (startsWith(bytes, 0xfe, 0xff)) return { text: iconv.decode(bytes, 'utf-16be'), form: encodingSaid('UTF-16', 'UTF-16') }
  const text = iconv.decode(bytes, 'gb18030')
  if (!text.includes('\ufffd')) return { text, form: encodingSaid('GBK（GB 18030）', 'GBK (GB 18030)') }
  return {
    text: bytes.toString('utf8'),
    form: {
      zh: '文件不是UTF-8编码，也不是GBK，可能已损坏。请用公布的原文件核验',
      en: 'The file is neither UTF-8 nor GBK; it may be damaged. Verify the published file itself',
    },
  }
}

/** What an editor added to a file of lines, taken off again. */
const readLines = (text: string): Decoded => {
  const marks = [
    ...(text.startsWith('\ufeff')
      ? [{ zh: '开头多了字节顺序标记（BOM）', en: 'a byte order mark (BOM) was added at the start' }]
      : []),
    ...(text.includes('\r\n') ? [{ zh: '换行变成了回车加换行（CRLF）', en: 'line ends became CRLF' }] : []),
  ]
  if (marks.length === 0) return { text, form: undefined }
  return {
    text: text.replace(/^\ufeff/, '').replaceAll('\r\n', '\n'),
    form: {
      zh: `${marks.map(mark => mark.zh).join('，')}，多半是用编辑软件打开后保存过；原文本身另行比较。请用公布的原文件核验`,
      en: `${marks.map(mark => mark.en).join(' and ')}, probably by an editor that saved the file; its content is compared apart from that. Verify the published file itself`,
    },
  }
}

export const decodeFile = (bytes: Buffer, kind: FileKind): Decoded => {
  const utf8 = readUtf8(bytes)
  if (utf8 === undefined || startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 0xfe, 0xff)) {
    const { text, form } = readForeign(bytes)
    return { text: kind === 'lines' ? readLines(text).text : text, form }
  }
  return kind === 'lines' ? readLines(utf8) : { text: utf8, form: undefined }
}
