/** Names of the files in a ZIP archive: in UTF-8 where the archive says so or they can be, else in GB 18030 as Chinese Windows writes them. */
import { crc32 } from 'node:zlib'

const UTF8_FLAG = 0x800
/** Info-ZIP Unicode Path. */
const UNICODE_PATH = 0x7075

export interface RawName {
  readonly bytes: Uint8Array
  readonly flags: number
  readonly extra: readonly { readonly id: number; readonly data: Uint8Array }[]
}

/** The name that an archive keeps beside one in an old encoding, if it belongs to it. */
const unicodeName = ({ bytes, extra }: RawName): string | null => {
  const data = extra.find(({ id }) => id === UNICODE_PATH)?.data
  if (!data || data.length < 6 || data[0] !== 1) return null
  const view = new DataView(data.buffer, data.byteOffset, data.length)
  return view.getUint32(1, true) === crc32(bytes) ? new TextDecoder().decode(data.subarray(5)) : null
}

const asUtf8 = (bytes: Uint8Array): string | null => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

export const decodeName = (raw: RawName): string => {
  const name = raw.flags & UTF8_FLAG ? new TextDecoder().decode(raw.bytes) : (unicodeName(raw) ?? asUtf8(raw.bytes))
  return (name ?? new TextDecoder('gb18030').decode(raw.bytes)).normalize('NFC').replaceAll('\\', '/')
}

/** What systems and programs leave in an archive beside its files. */
const LEFTOVER = /(?:^|\/)(?:__MACOSX\/|\.DS_Store$|\._|Thumbs\.db$|desktop\.ini$|~\$)/i

export const isLeftover = (name: string): boolean => LEFTOVER.test(name)

/** Folders that a file is in. */
export const depthOf = (name: string): number => name.split('/').filter(part => part !== '').length - 1
