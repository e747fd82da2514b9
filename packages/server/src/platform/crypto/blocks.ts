/** Converts blocks of 16 bytes to the text form of PostgreSQL's uuid, and back. Called for millions of blocks, so written for speed. */

const BLOCK = 16
const TEXT = 36
/** Uuids decoded as one string and then sliced: enough to be fast, few enough that a retained slice keeps little memory alive (36 KiB). */
const CHUNK = 1024
const DASH = 45

const high = new Uint8Array(256)
const low = new Uint8Array(256)
for (let byte = 0; byte < 256; byte++) {
  high[byte] = '0123456789abcdef'.charCodeAt(byte >> 4)
  low[byte] = '0123456789abcdef'.charCodeAt(byte & 15)
}

/** Each 16 bytes as `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx`, lower case. The length must be a multiple of 16. */
export const uuidsOf = (bytes: Uint8Array): string[] => {
  const count = bytes.length / BLOCK
  const uuids = new Array<string>(count)
  const text = Buffer.allocUnsafe(TEXT * Math.min(CHUNK, count))
  let from = 0
  for (let first = 0; first < count; first += CHUNK) {
    const batch = Math.min(CHUNK, count - first)
    let to = 0
    for (let block = 0; block < batch; block++)
      for (let place = 0; place < BLOCK; place++) {
        if (place === 4 || place === 6 || place === 8 || place === 10) text[to++] = DASH
        const byte = bytes[from++] as number
        text[to++] = high[byte] as number
        text[to++] = low[byte] as number
      }
    const joined = text.toString('latin1', 0, to)
    for (let block = 0; block < batch; block++) uuids[first + block] = joined.slice(block * TEXT, (block + 1) * TEXT)
  }
  return uuids
}

/** The 16 bytes of a uuid, with or without hyphens. */
export const bytesOfUuid = (uuid: string): Buffer => {
  const bytes = Buffer.from(uuid.replaceAll('-', ''), 'hex')
  if (bytes.length !== BLOCK) throw new Error('a person key is a uuid')
  return bytes
}
