/** Sex as GB/T 2261.1 codes it and as clerks write it. */

export type Sex = 'M' | 'F'

/** 男 1 M male → M, 女 2 F female → F; undefined for 0 (unknown), 9 (not said), nothing and anything else. */
export const readSex = (raw: string): Sex | undefined => {
  if (raw === '男') return 'M'
  if (raw === '女') return 'F'
  switch (raw.trim().toLowerCase()) {
    case '男':
    case '男性':
    case '1':
    case '１':
    case '01':
    case 'm':
    case 'male':
      return 'M'
    case '女':
    case '女性':
    case '2':
    case '２':
    case '02':
    case 'f':
    case 'female':
      return 'F'
    default:
      return undefined
  }
}
