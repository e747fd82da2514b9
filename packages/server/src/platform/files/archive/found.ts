/** What was found in an archive. */
export interface ArchiveLimits {
  readonly mostFiles: number
  /** Unpacked bytes of all files. */
  readonly mostBytes: number
  /** Folders in folders. */
  readonly mostDepth: number
  readonly longestName: number
  /** Unpacked bytes per packed byte of a file, once it unpacks to more than `alwaysBytes`. */
  readonly mostRatio: number
  readonly alwaysBytes: number
}

export interface ArchiveFile {
  /** Place among the entries of the archive. */
  readonly at: number
  readonly name: string
  /** Unpacked. */
  readonly bytes: number
  /** Why it is not read: an archive in the archive, a password, or damage. */
  readonly fault: 'nested' | 'password' | 'damaged' | null
}

export type ArchiveRefusal = 'too-many' | 'too-large' | 'too-deep' | 'long-name' | 'damaged' | 'empty'

export type ArchiveFound =
  | { readonly kind: 'table' }
  | { readonly kind: 'archive'; readonly files: readonly ArchiveFile[] }
  | { readonly kind: 'refused'; readonly why: ArchiveRefusal }
