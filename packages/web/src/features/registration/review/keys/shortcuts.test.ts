/** Shortcuts act on the queue, but not while someone is typing. */
import { expect, it } from 'vitest'
import { shortcutOf } from './shortcuts.ts'

const press = (key: string, more = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, isComposing: false, ...more })

it('reads the shortcuts, with and without a Chinese input method', () => {
  expect(['j', 'K', 'a', 'r', 'x', 'u', '?', '？', '/'].map(key => shortcutOf(press(key), false))).toEqual([
    'next',
    'previous',
    'accept',
    'refuse',
    'pick',
    'undo',
    'help',
    'help',
    'search',
  ])
  expect(shortcutOf(press('3'), false)).toEqual({ reason: 2 })
})

it('ignores keys in fields, browser shortcuts and input methods', () => {
  expect(shortcutOf(press('a'), true)).toBeNull()
  expect(shortcutOf(press('r', { ctrlKey: true }), false)).toBeNull()
  expect(shortcutOf(press('j', { isComposing: true }), false)).toBeNull()
  expect(shortcutOf(press('z'), false)).toBeNull()
})
