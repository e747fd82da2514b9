/** Keys of the review queue. Pure: which key means what, and when a key belongs to the field one types in. */

export type Shortcut =
  | 'next'
  | 'previous'
  | 'accept'
  | 'refuse'
  | 'pick'
  | 'undo'
  | 'help'
  | 'search'
  | { readonly reason: number }

const KEYS: Readonly<Record<string, Shortcut>> = {
  j: 'next',
  k: 'previous',
  a: 'accept',
  r: 'refuse',
  x: 'pick',
  u: 'undo',
  '?': 'help',
  '\uff1f': 'help',
  '/': 'search',
}

interface Press {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly isComposing: boolean
}

/** What a key press asks for, or null: typed into a field, part of an input method, or no shortcut. */
export const shortcutOf = (press: Press, inField: boolean): Shortcut | null => {
  if (inField || press.ctrlKey || press.metaKey || press.altKey || press.isComposing) return null
  if (/^[1-9]$/.test(press.key)) return { reason: Number(press.key) - 1 }
  return KEYS[press.key.toLowerCase()] ?? null
}

/** Whether the target of a key press takes text. */
export const isTextField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName))
