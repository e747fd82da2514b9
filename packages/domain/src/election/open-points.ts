/**
 * What the texts of the law leave open about nomination and the count: one table. Each evaluation names the points that matter to its
 * output: it is repeated with every other value, and a point for which the output differs is open.
 */

/** The evaluations that a point may concern; none concerns the order of a list or a single ballot. */
type Evaluation = 'nomination' | 'primary' | 'tally'

interface OpenPoint {
  readonly code: string
  /** The first is the default. */
  readonly values: readonly [string, string]
  /** The article that leaves it open. */
  readonly article: string
  readonly evaluations: readonly Evaluation[]
}

export const OPEN_POINTS = [
  /** Over the number of people that a voter or an organisation may propose, which signature falls? */
  {
    code: 'which-falls',
    values: ['earlier-stand', 'signer-chooses'],
    article: 'EL 30',
    evaluations: ['nomination'],
  },
  /** Is a nominee listed who has not said whether they consent? */
  { code: 'silence', values: ['listed', 'not-listed'], article: 'EL 30', evaluations: ['nomination'] },
  /** Is a nominee listed who declined? Settled by SH 29. */
  { code: 'declined', values: ['not-listed', 'listed'], article: 'EL 30', evaluations: ['nomination'] },
  /** May someone nominated in two districts, who has not chosen until nomination closes, stand in both? */
  { code: 'two-districts', values: ['earlier-stands', 'both-stand'], article: 'EL 30', evaluations: ['nomination'] },
  /** When does someone born on 29 February reach an age in a common year? */
  { code: 'leap-day', values: ['1-march', '28-february'], article: 'EL 4', evaluations: ['nomination'] },
  /** On which day must a nominee not be deprived of political rights? */
  { code: 'rights-on', values: ['election-day', 'filing'], article: 'EL 4', evaluations: ['nomination'] },
  /** Does a signature fall that is withdrawn after the nomination was handed in? */
  { code: 'late-withdrawal', values: ['stays', 'falls'], article: 'EL 30', evaluations: ['nomination'] },
  /** May someone stand whose right to vote is suspended? */
  { code: 'suspended', values: ['may', 'may-not'], article: 'P83 4', evaluations: ['nomination'] },
  /** Who is a candidate, of those with equal votes at the border of a list? */
  { code: 'border-tie', values: ['new-vote', 'strokes'], article: 'EL 32', evaluations: ['primary', 'tally'] },
  /** Which voters took part: by the ballots collected, or by the ballots issued? */
  { code: 'took-part', values: ['collected', 'issued'], article: 'EL 45', evaluations: ['tally'] },
  /** A third of which ballots elects in another election? */
  { code: 'third-of', values: ['collected', 'valid'], article: 'EL 45', evaluations: ['tally'] },
  /** Can someone who was written in be elected? */
  { code: 'write-in-wins', values: ['yes', 'no'], article: 'EL 41', evaluations: ['tally'] },
  /** Can someone who was written in become a candidate of another election by rank? */
  { code: 'write-in-ranks', values: ['yes', 'no'], article: 'EL 45', evaluations: ['tally'] },
  /** Must half of the voters take part again in a vote among the tied and in another election? */
  { code: 'half-again', values: ['yes', 'no'], article: 'EL 45', evaluations: ['tally'] },
  /** What follows a tie that decides in another election? Settled where the rule set says what follows an unfilled seat. */
  { code: 'tie-in-another', values: ['new-vote', 'vacant'], article: 'EL 45', evaluations: ['tally'] },
  /** What follows where another election leaves a seat unfilled? Settled by SH 45, ZJ 49, SD 49. */
  { code: 'after-another', values: ['vacant', 'again'], article: 'EL 45', evaluations: ['tally'] },
] as const satisfies readonly OpenPoint[]

type Point = (typeof OPEN_POINTS)[number]
export type OpenPointCode = Point['code']
/** A value for every open point. */
export type Settings = { readonly [P in Point as P['code']]: P['values'][number] }

const DEFAULTS = Object.fromEntries(OPEN_POINTS.map(({ code, values }) => [code, values[0]])) as Settings

/** The values given, and the defaults for the other points. */
export const settingsOf = (given: Partial<Settings> = {}): Settings => ({ ...DEFAULTS, ...given })

/** Settings as they are written, code and value; undefined where a code or a value is none. */
export const readSettings = (written: Readonly<Record<string, string>>): Partial<Settings> | undefined => {
  const isOne = ([code, value]: readonly [string, string]): boolean =>
    OPEN_POINTS.some(point => point.code === code && (point.values as readonly string[]).includes(value))
  return Object.entries(written).every(isOne) ? (written as Partial<Settings>) : undefined
}

/** What is compared: everything but the articles, which only say how the output was found. */
const compared = (output: object): string => JSON.stringify({ ...output, article: undefined })

/**
 * The codes of the points for which another value changes what `evaluate` answers. Points are tried one at a time; `given` holds for the
 * others. `evaluate` answers the same for the same settings.
 */
export const openPointsOf = (
  given: Partial<Settings>,
  evaluate: (settings: Settings) => object,
  points: readonly Point[] = OPEN_POINTS,
): OpenPointCode[] => {
  const settings = settingsOf(given)
  const output = compared(evaluate(settings))
  return points
    .filter(({ code, values }) =>
      values.some(value => value !== settings[code] && compared(evaluate({ ...settings, [code]: value })) !== output),
    )
    .map(({ code }) => code)
}

/** The points that may concern an evaluation. */
export const openPointsFor = (evaluation: Evaluation): Point[] =>
  OPEN_POINTS.filter(point => (point.evaluations as readonly Evaluation[]).includes(evaluation))
