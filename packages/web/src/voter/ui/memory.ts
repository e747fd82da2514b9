/** What this device remembers: two settings of the reader, nothing about a person. A web view may forbid even that. */

const NAMES = { language: 'mingce.language', large: 'mingce.large-type' } as const
type Name = keyof typeof NAMES

export const recall = (name: Name): string | null => {
  try {
    return localStorage.getItem(NAMES[name])
  } catch {
    return null
  }
}

export const remember = (name: Name, value: string): void => {
  try {
    localStorage.setItem(NAMES[name], value)
  } catch {
    // Not kept, then: the page works without.
  }
}
