/**
 * Certificates by province of the household register, as sums from which no few people can be read: no number from 1 to 9 is shown, and none
 * follows by subtracting the numbers that are.
 */

export const CERTIFICATE_FATES = ['issued', 'refused', 'silent'] as const
export type CertificateFate = (typeof CERTIFICATE_FATES)[number]

/** People of one province. */
export type ProvinceCounts = Readonly<Record<CertificateFate, number>> & {
  /** Two digits; '' where the register has no area for them. */
  readonly province: string
}

export interface ProvinceRow extends Readonly<Record<CertificateFate, number>> {
  /** Null: the provinces that are merged. */
  readonly province: string | null
  /** Of how many people a certificate is asked: the sum of the three. */
  readonly asked: number
}

export interface ProvinceFigures {
  readonly rows: readonly ProvinceRow[]
  /** How many provinces are in the merged row, or in none because even all together are too few. */
  readonly merged: number
}

/** As many people as a number must count at least to be shown. */
export const LEAST_SHOWN = 10

const askedOf = (counts: Readonly<Record<CertificateFate, number>>): number => counts.issued + counts.refused + counts.silent
const isShowable = (counts: Readonly<Record<CertificateFate, number>>): boolean =>
  CERTIFICATE_FATES.every(fate => counts[fate] === 0 || counts[fate] >= LEAST_SHOWN)
const add = (a: Readonly<Record<CertificateFate, number>>, b: Readonly<Record<CertificateFate, number>>) => ({
  issued: a.issued + b.issued,
  refused: a.refused + b.refused,
  silent: a.silent + b.silent,
})

/**
 * Merges every province with a number under ten, and then the smallest others, until the merged row has no such number either. Where even all
 * together have one, no row is shown. Largest first, the merged row last.
 */
export const mergeProvinces = (counts: readonly ProvinceCounts[]): ProvinceFigures => {
  const asked = counts.filter(one => askedOf(one) > 0)
  const kept = asked.filter(isShowable).sort((a, b) => askedOf(b) - askedOf(a) || (a.province < b.province ? -1 : 1))
  let rest = asked.filter(one => !isShowable(one)).reduce(add, { issued: 0, refused: 0, silent: 0 })
  while (!isShowable(rest)) {
    const smallest = kept.pop()
    if (!smallest) return { rows: [], merged: asked.length }
    rest = add(rest, smallest)
  }
  const rows: ProvinceRow[] = kept.map(one => ({ ...one, asked: askedOf(one) }))
  if (askedOf(rest) > 0) rows.push({ province: null, asked: askedOf(rest), ...rest })
  return { rows, merged: asked.length - kept.length }
}
