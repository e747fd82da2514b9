/**
 * Extension points: a module declares where modules to its right may add something, so that it needs to know none of them. `app/modules.ts`
 * composes them: every module contributes before the first one registers its routes.
 */

/** A named place that takes contributions of one type. Declare it as a constant beside the code that uses them. */
export interface ExtensionPoint<Contribution> {
  readonly name: string
  /** Carries the type only; never called. */
  readonly accepts?: (contribution: Contribution) => void
}

export const extensionPoint = <Contribution>(name: string): ExtensionPoint<Contribution> => ({ name })

/** The contributions of one composed server or command. */
export class Extensions {
  readonly #contributions = new Map<string, unknown[]>()

  add<Contribution>(point: ExtensionPoint<Contribution>, contribution: Contribution): void {
    const known = this.#contributions.get(point.name) ?? []
    known.push(contribution)
    this.#contributions.set(point.name, known)
  }

  /** All contributions, in the order of the modules. Only `add` writes them, with the point's own type. */
  all<Contribution>(point: ExtensionPoint<Contribution>): readonly Contribution[] {
    return (this.#contributions.get(point.name) ?? []) as Contribution[]
  }

  /**
   * The contribution of a point that has exactly one.
   * @throws Error when no module contributed, or several did
   */
  one<Contribution>(point: ExtensionPoint<Contribution>): Contribution {
    const [first, ...others] = this.all(point)
    if (first === undefined || others.length > 0) throw new Error(`${point.name} needs exactly one contribution`)
    return first
  }
}
