/** Articles of the rules that were applied, as one text: `EL 30, EL 32, BJ 38`. */

const LAWS = ['EL', 'P83', 'CL', 'BJ', 'SH', 'ZJ', 'SD']
const placeOf = (article: string): readonly [number, string, number] => {
  const [law = '', number = ''] = article.split(' ')
  const place = LAWS.indexOf(law)
  return [place < 0 ? LAWS.length : place, law, Number.parseInt(number, 10) || 0]
}

const compareArticles = (a: string, b: string): number => {
  const [x, y] = [placeOf(a), placeOf(b)]
  return x[0] - y[0] || (x[1] < y[1] ? -1 : x[1] > y[1] ? 1 : 0) || x[2] - y[2]
}

/** Each article once, national law first. Parts may be lists themselves, or be missing where a rule set has no article. */
export const joinArticles = (...parts: readonly (string | undefined)[]): string =>
  [...new Set(parts.flatMap(part => (part ? part.split(', ') : [])))].sort(compareArticles).join(', ')
