/**
 * What provinces settle about nomination beside the national law, by rule set: the article that repeats or adds to a rule. `default` is the
 * Electoral Law and the provisions of 1983 (P83) alone. Merged into the rule sets once these hold an article per value.
 */
/** The rules that a province's text repeats or changes. */
export type LocalRule =
  | 'rights'
  | 'age'
  | 'money'
  | 'propose'
  | 'untrue'
  | 'listed'
  | 'publish'
  | 'ratio'
  | 'by-election'
  | 'discuss'
  | 'committee'
  | 'mandate'

export interface LocalNomination {
  readonly articles: Readonly<Partial<Record<LocalRule, string>>>
  /** Days before a by-election until which nominees are published, by the article of `by-election`. */
  readonly byElectionNominees?: number
  /** A nominee has to be a voter of the area, by this article. National law does not ask it. */
  readonly voterOfArea?: string
  /** Consent is settled: who declines is not listed, and voters are told. */
  readonly consent?: string
  /** The share of the voters that have to take part in a primary, as one of so many. */
  readonly primaryQuorum?: { readonly oneOf: number; readonly article: string }
  /** The order of names: strokes without a primary, and after one by votes unless strokes are asked there, too. */
  readonly order: { readonly strokes?: string; readonly afterPrimary?: string; readonly alwaysStrokes?: boolean }
}

const DEFAULT: LocalNomination = { articles: {}, order: {} }

export const LOCAL_NOMINATION: Readonly<Record<string, LocalNomination>> = {
  default: DEFAULT,
  beijing: {
    articles: {
      rights: 'BJ 4',
      age: 'BJ 29',
      money: 'BJ 45',
      propose: 'BJ 38',
      untrue: 'BJ 38',
      listed: 'BJ 39',
      publish: 'BJ 39',
      ratio: 'BJ 42',
      'by-election': 'BJ 62, BJ 63',
      discuss: 'BJ 40',
      committee: 'BJ 11',
      mandate: 'BJ 58',
    },
    byElectionNominees: 5,
    voterOfArea: 'BJ 37',
    primaryQuorum: { oneOf: 3, article: 'BJ 41' },
    order: { strokes: 'BJ 43', afterPrimary: 'BJ 43' },
  },
  shanghai: {
    articles: {
      rights: 'SH 3',
      age: 'SH 19',
      money: 'SH 34',
      propose: 'SH 29',
      untrue: 'SH 29',
      listed: 'SH 30',
      publish: 'SH 30',
      ratio: 'SH 31',
      discuss: 'SH 32',
      committee: 'SH 8',
      mandate: 'SH 49',
    },
    consent: 'SH 29',
    order: {},
  },
  zhejiang: {
    articles: {
      age: 'ZJ 25',
      money: 'ZJ 38',
      propose: 'ZJ 34',
      untrue: 'ZJ 34',
      listed: 'ZJ 35',
      publish: 'ZJ 35',
      ratio: 'ZJ 36',
      'by-election': 'ZJ 59',
      discuss: 'ZJ 36',
      committee: 'ZJ 12',
      mandate: 'ZJ 53',
    },
    order: { strokes: 'ZJ 35, ZJ 36', alwaysStrokes: true },
  },
  shandong: {
    articles: {
      age: 'SD 21',
      money: 'SD 38',
      propose: 'SD 32',
      untrue: 'SD 33',
      listed: 'SD 34',
      publish: 'SD 34',
      ratio: 'SD 36',
      'by-election': 'SD 57',
      discuss: 'SD 35',
      committee: 'SD 7',
      mandate: 'SD 52',
    },
    order: { strokes: 'SD 36', afterPrimary: 'SD 36' },
  },
}

/** What a rule set settles; one without an entry here settles nothing of its own. */
export const localNomination = (rules: string): LocalNomination => LOCAL_NOMINATION[rules] ?? DEFAULT

/** Days before election day until which nominees are published (EL 32). */
const NOMINEES_DAYS = 15

/** Days before election day at whose end nomination closes, unless the committee closed it earlier. A by-election follows the rule set. */
export const nomineesDaysBefore = (rules: string, election: 'general' | 'by-election'): number =>
  election === 'by-election' ? (localNomination(rules).byElectionNominees ?? NOMINEES_DAYS) : NOMINEES_DAYS
