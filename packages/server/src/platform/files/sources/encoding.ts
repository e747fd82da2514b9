/** Detects the encoding of a CSV file, and decodes it. */
import { isAscii, isUtf8, transcode } from 'node:buffer'
import type { FileHandle } from 'node:fs/promises'
import type { Encoding } from './faults.ts'

const SAMPLE = 1 << 20

/** At most `length` bytes of a file, from `position`. */
export const readStart = async (file: FileHandle, length = SAMPLE, position = 0): Promise<Buffer> => {
  const buffer = Buffer.allocUnsafe(length)
  let filled = 0
  while (filled < length) {
    const { bytesRead } = await file.read(buffer, filled, length - filled, position + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return buffer.subarray(0, filled)
}

/** Without an incomplete UTF-8 character at the end. */
const withoutCutCharacter = (sample: Buffer): Buffer => {
  for (let back = 1; back <= Math.min(4, sample.length); back++) {
    const byte = sample[sample.length - back] as number
    if (byte < 0x80) break
    if (byte >= 0xc0) return sample.subarray(0, sample.length - back)
  }
  return sample
}

/** Detects UTF-16 without a byte order mark by its zero bytes: commas, digits and line ends have one each, at the same parity. */
const detectUtf16 = (sample: Buffer): Encoding | undefined => {
  let even = 0
  let odd = 0
  const length = Math.min(sample.length, 65_536) & ~1
  for (let i = 0; i < length; i += 2) {
    if (sample[i] === 0) even++
    if (sample[i + 1] === 0) odd++
  }
  const many = length / 40
  if (odd > many && even < odd / 10) return 'utf-16le'
  if (even > many && odd < even / 10) return 'utf-16be'
  return undefined
}

/** Bytes in which UTF-16 has a character of ASCII. */
const WIDE_WITHIN = 128

/** Does the file have zero bytes before a mark within it? Behind one, a part in another encoding may begin. */
const beginsWide = (sample: Buffer): boolean => {
  const marks = ['fffe', 'feff'].map(mark => sample.indexOf(Buffer.from(mark, 'hex'))).filter(at => at > 0)
  return sample.subarray(0, Math.min(WIDE_WITHIN, ...marks)).includes(0)
}

const countReplaced = (bytes: Buffer, encoding: Encoding): number =>
  new TextDecoder(encoding).decode(bytes).split('\ufffd').length - 1

const MARKS: readonly { readonly encoding: Encoding; readonly bytes: readonly number[] }[] = [
  { encoding: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
  { encoding: 'utf-16le', bytes: [0xff, 0xfe] },
  { encoding: 'utf-16be', bytes: [0xfe, 0xff] },
]

/** Strict UTF-8; else GB18030, unless UTF-8 has fewer invalid characters. */
const encodingOf = (sample: Buffer): Encoding => {
  const bytes = sample.length === SAMPLE ? withoutCutCharacter(sample) : sample
  if (isUtf8(bytes)) return 'utf-8'
  return countReplaced(bytes, 'utf-8') < countReplaced(bytes, 'gb18030') ? 'utf-8' : 'gb18030'
}

/**
 * The encoding of an open file: by its byte order mark; by zero bytes; strict UTF-8; else GB18030, unless UTF-8 has fewer invalid characters.
 * If the start is all ASCII, the search continues to the first byte that is not.
 */
export const detectEncoding = async (file: FileHandle): Promise<{ encoding: Encoding; mark: number }> => {
  const first = await readStart(file, 4)
  const marked = MARKS.find(({ bytes }) => bytes.every((byte, i) => first[i] === byte))
  if (marked) return { encoding: marked.encoding, mark: marked.bytes.length }
  const start = await readStart(file, SAMPLE)
  const wide = beginsWide(start) ? detectUtf16(start) : undefined
  if (wide) return { encoding: wide, mark: 0 }
  let sample = start
  for (let position = SAMPLE; sample.length > 0 && isAscii(sample); position += SAMPLE)
    sample = await readStart(file, SAMPLE, position)
  return { encoding: sample.length === 0 ? 'utf-8' : encodingOf(sample), mark: 0 }
}

/** Where the encoding of a file changes. */
export interface EncodingChange {
  readonly from: Encoding
  readonly to: Encoding
  /** In the text that the decoder returned last: characters before the change. */
  readonly at: number
}

export interface Decoder {
  write(bytes: Buffer): string
  end(): string
  /** Where the encoding changed first in the text that was returned last. */
  change(): EncodingChange | undefined
}

const NOTHING = Buffer.alloc(0)
const NEWLINE = 0x0a
const RETURN = 0x0d

/** Uses `transcode`, which is more than twice as fast as TextDecoder for text that is not ASCII (measured on Node 20). */
const utf8Text = (bytes: Buffer): string => {
  if (isAscii(bytes)) return bytes.toString('latin1')
  return isUtf8(bytes) ? transcode(bytes, 'utf8', 'utf16le').toString('utf16le') : bytes.toString('utf8')
}

const gbDecoder = new TextDecoder('gb18030')
/** Bytes that begin a Han character or a Chinese punctuation mark in UTF-8. */
const mayBeginHan = (byte: number): boolean => byte >= 0xe2 && byte <= 0xf0
const ONLY_CHINESE = /^[\p{ASCII}\u00b7\u2000-\u206f\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\ufeff\u{20000}-\u{3ffff}]*$/u

const firstHigh = (line: Buffer): number => {
  for (const byte of line) if (byte >= 0x80) return byte
  return 0
}

/**
 * The encoding of one line of a file whose text is UTF-8 or GB18030, mostly `base`: a file may be joined of several. A line of GB18030 that
 * is valid UTF-8 by chance has characters that no Chinese table has.
 */
const encodingOfLine = (line: Buffer, base: 'utf-8' | 'gb18030'): 'utf-8' | 'gb18030' | undefined => {
  const first = firstHigh(line)
  if (first === 0) return undefined
  if (base === 'gb18030')
    return mayBeginHan(first) && isUtf8(line) && ONLY_CHINESE.test(line.toString('utf8')) ? 'utf-8' : 'gb18030'
  if (isUtf8(line)) return 'utf-8'
  const text = gbDecoder.decode(line)
  return text.includes('\ufffd') || !/\p{Script=Han}/u.test(text) ? 'utf-8' : 'gb18030'
}

const textOfRun = (bytes: Buffer, encoding: 'utf-8' | 'gb18030'): string =>
  encoding === 'utf-8' ? utf8Text(bytes) : gbDecoder.decode(bytes)

const markIn = (line: Buffer): 'utf-16le' | 'utf-16be' | undefined =>
  line[0] === 0xff && line[1] === 0xfe ? 'utf-16le' : line[0] === 0xfe && line[1] === 0xff ? 'utf-16be' : undefined

/** The end of the line that begins at `from`, its line end included. */
const lineEnd = (bytes: Buffer, from: number): number => {
  const found = bytes.indexOf(NEWLINE, from)
  return found < 0 ? bytes.length : found + 1
}

/** Decodes lines of UTF-8 and GB18030 each in its own encoding, and what follows a byte order mark of UTF-16 at the start of a line as that. */
const lineDecoder = (base: 'utf-8' | 'gb18030'): Decoder => {
  let cut: Buffer = NOTHING
  let current: 'utf-8' | 'gb18030' = base
  /** Whether a line has shown which encoding the file begins with. */
  let isKnown = false
  let wide: InstanceType<typeof TextDecoder> | undefined
  let change: EncodingChange | undefined

  /** The encoding of a line. The first one that shows any is what the file begins with. */
  const encodingAt = (line: Buffer): Encoding => {
    const mark = markIn(line)
    const own = encodingOfLine(line, base)
    if (own && !isKnown && !mark) {
      isKnown = true
      current = own
    }
    return mark ?? own ?? current
  }

  /** Text of whole lines, in runs of one encoding. */
  const byLines = (bytes: Buffer): string => {
    let text = ''
    let run = 0
    let from = 0
    while (from < bytes.length) {
      const to = lineEnd(bytes, from)
      const encoding = encodingAt(bytes.subarray(from, to))
      if (encoding !== current) {
        text += textOfRun(bytes.subarray(run, from), current)
        change ??= { from: current, to: encoding, at: text.length }
        run = from
        if (encoding !== 'utf-8' && encoding !== 'gb18030') {
          wide = new TextDecoder(encoding)
          return text + wide.decode(bytes.subarray(from), { stream: true })
        }
        current = encoding
      }
      from = to
    }
    return text + textOfRun(bytes.subarray(run), current)
  }
  const decode = (bytes: Buffer): string => {
    if (wide) return wide.decode(bytes, { stream: true })
    const isPlain = base === 'utf-8' && current === 'utf-8' && isUtf8(bytes)
    if (isPlain && !isKnown && !isAscii(bytes)) isKnown = true
    return isPlain ? utf8Text(bytes) : byLines(bytes)
  }
  return {
    write: piece => {
      change = undefined
      if (wide) return wide.decode(piece, { stream: true })
      const bytes = cut.length === 0 ? piece : Buffer.concat([cut, piece])
      const body = base === 'utf-8' ? withoutCutCharacter(bytes) : bytes
      const isPlain = base === 'utf-8' && current === 'utf-8' && isUtf8(body)
      const end = isPlain ? body.length : Math.max(bytes.lastIndexOf(NEWLINE), bytes.lastIndexOf(RETURN)) + 1
      const isLong = end === 0 && bytes.length > SAMPLE
      const whole = isLong ? bytes : bytes.subarray(0, end)
      // Copied, because the caller reuses the buffer.
      cut = Buffer.from(bytes.subarray(whole.length))
      return decode(whole)
    },
    end: () => {
      change = undefined
      const last = wide ? wide.decode() : decode(cut)
      cut = NOTHING
      return last
    },
    change: () => change,
  }
}

/** A file in UTF-16, after which a part in UTF-8 may begin with its mark. */
const wideDecoder = (encoding: 'utf-16le' | 'utf-16be'): Decoder => {
  const decoder = new TextDecoder(encoding)
  const seam = Buffer.from(encoding === 'utf-16le' ? '0a00efbbbf' : '000aefbbbf', 'hex')
  let after: Decoder | undefined
  let change: EncodingChange | undefined
  return {
    write: bytes => {
      change = undefined
      if (after) return after.write(bytes)
      const found = bytes.indexOf(seam)
      if (found < 0) return decoder.decode(bytes, { stream: true })
      const before = decoder.decode(bytes.subarray(0, found + 2), { stream: true })
      after = lineDecoder('utf-8')
      change = { from: encoding, to: 'utf-8', at: before.length }
      return before + after.write(bytes.subarray(found + 2))
    },
    end: () => {
      change = undefined
      return after ? after.end() : decoder.decode()
    },
    change: () => change,
  }
}

/** Decodes a file in pieces. Invalid bytes become U+FFFD, which the check of names then reports. */
export const decoderOf = (encoding: Encoding): Decoder =>
  encoding === 'utf-8' || encoding === 'gb18030' ? lineDecoder(encoding) : wideDecoder(encoding)
