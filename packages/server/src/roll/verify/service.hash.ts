/** SM3 (GB/T 32905) for the roll's trees and files. */
import * as crypto from 'node:crypto'

/** Of bytes or of UTF-8 text, 64 hex digits. One call per digest where Node has it (20.12): a Hash object per entry takes twice as long. */
export const sm3: (content: string | Uint8Array) => string = crypto.hash
  ? content => crypto.hash('sm3', content, 'hex')
  : content => crypto.createHash('sm3').update(content).digest('hex')
