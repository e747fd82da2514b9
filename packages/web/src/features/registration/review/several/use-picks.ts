/** Which open cases of the list are picked. */
import { useState } from 'react'
import type { ReviewCase } from '../../../../api/index.ts'
import { keyOfCase } from '../../registration-key.ts'
import { isOpen } from '../case-state.ts'
import { toggled } from './picked.ts'

export interface Picks {
  readonly picked: readonly ReviewCase[]
  readonly has: (one: ReviewCase) => boolean
  readonly toggle: (one: ReviewCase) => void
  readonly clear: () => void
}

export const usePicks = (cases: readonly ReviewCase[]): Picks => {
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set())
  const has = (one: ReviewCase) => isOpen(one) && keys.has(keyOfCase(one))
  const picked = cases.filter(has)
  const toggle = (one: ReviewCase) => {
    if (isOpen(one)) setKeys(toggled(new Set(picked.map(keyOfCase)), keyOfCase(one)))
  }
  return { picked, has, toggle, clear: () => setKeys(new Set()) }
}
