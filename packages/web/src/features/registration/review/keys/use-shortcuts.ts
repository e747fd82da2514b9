/** Listens for the keys of the queue. */
import { useEffect } from 'react'
import { isTextField, type Shortcut, shortcutOf } from './shortcuts.ts'

/** Listens for the keys of the queue while `active`. */
export const useShortcuts = (active: boolean, onShortcut: (shortcut: Shortcut) => void): void => {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const shortcut = active ? shortcutOf(event, isTextField(event.target)) : null
      if (!shortcut) return
      event.preventDefault()
      onShortcut(shortcut)
    }
    window.addEventListener('keydown', pressed)
    return () => window.removeEventListener('keydown', pressed)
  })
}
