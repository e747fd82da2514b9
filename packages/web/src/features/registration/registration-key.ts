/** Identifies one registration among those of all counties. */
export const keyOfCase = (one: { countyCode: string; registrationId: number }): string =>
  `${one.countyCode}-${one.registrationId}`
