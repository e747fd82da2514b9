/** Which selection of units can be divided or joined. */
import { readPartCode } from '@mingce/domain/district'

/** The one community that is selected: whole, and may be divided; or some of its parts, which may be joined. Undefined of several. */
export const dividable = (codes: readonly string[]): { readonly kind: 'divide' | 'join'; readonly code: string } | undefined => {
  const read = codes.map(readPartCode)
  const [first] = read
  if (!first || !/^\d{12}$/.test(first.community) || read.some(({ community }) => community !== first.community)) return undefined
  return { kind: first.part === null ? 'divide' : 'join', code: first.community }
}
