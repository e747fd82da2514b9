/** The code that opens a shift: made here, shown once, 40 random bits. A number that somebody chose would be guessed in a minute. */

/** 32 signs that nobody confuses: no 0 and o, no i and l. */
const SIGNS = '123456789abcdefghjkmnpqrstuvwxyz'
const CODE_LENGTH = 8

/** 'k7mp-3xqd' from eight random bytes. */
export const codeOf = (random: Uint8Array): string => {
  const signs = Array.from(random.subarray(0, CODE_LENGTH), byte => SIGNS[byte & 31] ?? '')
  return `${signs.slice(0, 4).join('')}-${signs.slice(4).join('')}`
}

/** As it was meant: small letters, no dash, and the signs that are easily taken for others. */
export const readCode = (typed: string): string =>
  typed
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^0-9a-z]/g, '')
    .replaceAll('i', '1')
    .replaceAll('l', '1')
