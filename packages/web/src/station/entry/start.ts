/** Where the form begins: blank, with someone of the list, or with someone to be mended. */
import type { Draft } from './draft.ts'

/** What the form starts with: someone of the list, or someone to be mended. */
export interface Start {
  readonly draft: Partial<Draft>
  readonly personRef: string | null
  readonly answersTo?: string
}
