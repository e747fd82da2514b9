/** Numbers of a plan as people read them. */

/** 0.123 → +12.3 %; `sign` replaces the plus. A dash where nothing is counted. */
export const signedPercent = (share: number | null, sign = '+'): string => {
  if (share === null) return '–'
  // Rounded first: what is shown as nothing has no sign.
  const tenths = Math.round(share * 1000)
  return `${tenths > 0 ? sign : ''}${(tenths === 0 ? 0 : tenths / 10).toFixed(1)}%`
}
