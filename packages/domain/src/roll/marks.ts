/**
 * The mark beside a name. A name may be published because the law says so; anything more needs a ground (PIPL 25), so the year of birth
 * appears only where two voters of one group would otherwise read the same.
 */

/**
 * The mark of a listed voter. `alike`: how many voters of the same district and group have this name and sex, this one included.
 * Two of one name born in one year stay alike on paper: their numbers in the list tell them apart.
 */
export const markOf = (alike: number, birthYear: number): string => (alike > 1 ? `${birthYear}年生` : '')

/** The mark of a correction: what the earlier list said, so that a reader finds the old line. */
export const correctionMark = (
  before: { name: string; group: string; sex: string },
  now: { name: string; group: string; sex: string },
): string => {
  const sexWord = before.sex === 'M' ? '男' : before.sex === 'F' ? '女' : '性别不详'
  const parts = [
    ...(before.name !== now.name ? [`原为“${before.name}”`] : []),
    ...(before.sex !== now.sex ? [`原为${sexWord}`] : []),
    ...(before.group !== now.group ? [`原在${before.group || '未编小组'}`] : []),
  ]
  return parts.join('，')
}
