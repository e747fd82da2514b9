/** Numbers of a plan as people read them. */

/** 0.123 → +12.3 %; `sign` replaces the plus. A dash where nothing is counted. */
export const signedPercent = (share: number | null, sign = '+'): string =>
  share === null ? '–' : `${share > 0 ? sign : ''}${(share * 100).toFixed(1)}%`
