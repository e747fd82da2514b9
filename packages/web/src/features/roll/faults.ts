/** What a failed verification says, as lines a person reads. Pure. */

/** `{ kind, position, name, … }` → "kind: changed · position: 12 · name: …"; with words in both languages these come first. */
export const faultLine = (fault: Record<string, unknown>, language: string): string => {
  const spoken = fault[language === 'en' ? 'en' : 'zh']
  if (typeof spoken === 'string') return spoken
  const text = fault.text
  if (typeof text === 'object' && text !== null) return faultLine(text as Record<string, unknown>, language)
  return Object.entries(fault)
    .flatMap(([name, value]) =>
      value === null || value === undefined || value === ''
        ? []
        : [`${name}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`],
    )
    .join(' · ')
}
