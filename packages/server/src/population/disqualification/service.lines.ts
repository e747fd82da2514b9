/** A message as it comes: its bytes go into the digest, its lines out one by one, and no more of it is in memory than a line. */
import { createHash, type Hash } from 'node:crypto'

/** An entry is some hundred bytes; a line without an end must not fill the memory. */
const LONGEST_LINE = 16 * 1024

/** The message breaks off in the middle of a character, or has a line longer than any entry. */
export class MessageBroken extends Error {}

export interface MessageLines {
  readonly lines: AsyncGenerator<string>
  /** Of all bytes, once the lines are read. */
  readonly digest: () => string
}

/** Lines of UTF-8 bytes, without their ends; an end at the very end begins no further line. */
export const readMessage = (
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  algorithm: 'sm3' | 'sha-256',
): MessageLines => {
  const hash: Hash = createHash(algorithm === 'sm3' ? 'sm3' : 'sha256')
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const decode = (bytes?: Uint8Array): string => {
    try {
      return decoder.decode(bytes, { stream: bytes !== undefined })
    } catch (cause) {
      throw new MessageBroken('not UTF-8', { cause })
    }
  }
  async function* split(): AsyncGenerator<string> {
    let rest = ''
    for await (const chunk of chunks) {
      hash.update(chunk)
      const parts = (rest + decode(chunk)).split('\n')
      rest = parts.pop() ?? ''
      if (rest.length > LONGEST_LINE || parts.some(part => part.length > LONGEST_LINE)) throw new MessageBroken('line too long')
      yield* parts
    }
    rest += decode()
    if (rest !== '') yield rest
  }
  let digest: string | undefined
  return {
    lines: split(),
    digest: () => {
      digest ??= hash.digest('hex')
      return digest
    },
  }
}
