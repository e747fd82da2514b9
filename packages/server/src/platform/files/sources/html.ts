/** Web pages that a program wrote as a "spreadsheet": which bytes are one, and its text in whatever charset it states. */
import { isUtf8 } from 'node:buffer'
import iconv from 'iconv-lite'

const CHARSET = /charset\s*=\s*["']?\s*([A-Za-z0-9_-]{2,30})/i
const START = /<(?:!doctype html|html|head|body|table|meta|style|div)[\s>]/i
const HEAD_BYTES = 4096

const markOf = (bytes: Buffer): 'utf-16le' | 'utf-16be' | undefined =>
  bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined

const headText = (bytes: Buffer): string => {
  const mark = markOf(bytes)
  return mark ? iconv.decode(bytes.subarray(0, HEAD_BYTES), mark) : bytes.toString('latin1', 0, HEAD_BYTES)
}

/** Does the file begin as a web page does? */
export const isWebPage = (start: Buffer): boolean =>
  /^[\s\ufeff\u00ef\u00bb\u00bf]*</.test(headText(start)) && START.test(headText(start))

/** Does the file begin as a workbook in the XML of Excel 2003, or of OpenDocument, does? */
export const isXmlWorkbook = (start: Buffer): boolean =>
  /urn:schemas-microsoft-com:office:spreadsheet|urn:oasis:names:tc:opendocument/.test(headText(start)) &&
  !START.test(headText(start))

/** Is it a web page in a MIME envelope, as "single file web page" is saved? */
export const isWebArchive = (start: Buffer): boolean => /^\s*MIME-Version:/i.test(headText(start))

/** The text of a web page: by its mark, as UTF-8 if it is, else in the charset that it states, else in GB18030. */
export const decodeWebPage = (bytes: Buffer): string => {
  const mark = markOf(bytes)
  if (mark) return iconv.decode(bytes, mark)
  if (isUtf8(bytes)) return bytes.toString('utf8').replace(/^\ufeff/, '')
  const stated = CHARSET.exec(headText(bytes))?.[1]?.toLowerCase() ?? 'gb18030'
  const charset = /^(gb2312|gbk|utf-?8)$/.test(stated) ? 'gb18030' : stated
  return iconv.decode(bytes, iconv.encodingExists(charset) ? charset : 'gb18030')
}
