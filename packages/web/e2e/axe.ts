/** What axe finds on a page. */
import AxeBuilder from '@axe-core/playwright'
import type { Page } from 'playwright-core'

interface AxeOptions {
  /**
   * Also compares colours, which is most of the time of a long page. A page that is checked at both widths has the same colours at both: one
   * of the two is enough.
   */
  readonly contrast?: boolean
  readonly impacts?: readonly string[]
}

/** Every fault as `rule: elements`, of all impacts unless told otherwise. Rules are named in full only where they found something. */
export const faultsOf = async (page: Page, { contrast = true, impacts }: AxeOptions = {}): Promise<string[]> => {
  const { violations } = await new AxeBuilder({ page })
    .options({ resultTypes: ['violations'], rules: { 'color-contrast': { enabled: contrast } } })
    .analyze()
  return violations
    .filter(({ impact }) => impacts === undefined || impacts.includes(impact ?? ''))
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)
}
