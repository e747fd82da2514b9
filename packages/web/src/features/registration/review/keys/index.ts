/** Keys of the queue. */
export { ShortcutHelp } from './shortcut-help.tsx'
export { useShortcuts } from './use-shortcuts.ts'
