/**
 * Compares an answer with what a worked case expects: fields that are not in it are not looked at. `order` and `formal` are compared in
 * order; `nominees`, `nominations` and `signatures` by key; the lists `next` and `open` must contain what is expected, and be empty where
 * nothing is; other lists are sets. `article` must contain each reference. `{"$in"}`, `{"$has"}` and `{"$lacks"}` are operators.
 */

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

const ORDERED = new Set(['order', 'formal'])
const KEYS: Readonly<Record<string, readonly string[]>> = {
  nominees: ['id'],
  nominations: ['id'],
  signatures: ['nomination', 'signer'],
}
const SUBSETS = new Set(['next', 'open'])

const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value)
const show = (value: Json | undefined): string => JSON.stringify(value) ?? 'missing'

const operatorFaults = (operator: string, args: readonly Json[], have: Json | undefined, path: string): string[] => {
  if (operator === '$in')
    return args.some(arg => faults(arg, have, path).length === 0) ? [] : [`${path}: ${show(have)}, one of ${show(args)}`]
  const list = isList(have) ? have : []
  const isThere = (arg: Json) => list.some(one => faults(arg, one).length === 0)
  if (operator === '$has') return args.filter(arg => !isThere(arg)).map(arg => `${path}: ${show(have)} without ${show(arg)}`)
  if (operator === '$lacks') return args.filter(isThere).map(arg => `${path}: ${show(have)} with ${show(arg)}`)
  throw new Error(`unknown operator ${operator}`)
}

const hasAll = (want: readonly Json[], have: readonly Json[]): boolean => {
  const left = [...have]
  return want.every(item => {
    const at = left.findIndex(one => faults(item, one).length === 0)
    if (at >= 0) left.splice(at, 1)
    return at >= 0
  })
}

const listFaults = (want: readonly Json[], have: Json | undefined, path: string, name: string): string[] => {
  const differs = [`${path}: ${show(have)}, due ${show(want)}`]
  if (!isList(have)) return differs
  const keys = KEYS[name]
  if (keys)
    return want.flatMap(row => {
      const isSame = (one: Json) => isObject(one) && isObject(row) && keys.every(key => one[key] === row[key])
      const found = have.filter(isSame).map(one => faults(row, one, path))
      return found.sort((a, b) => a.length - b.length)[0] ?? [`${path}: no ${show(row)}`]
    })
  if (ORDERED.has(name)) return show(want) === show(have) ? [] : differs
  const mayBeMore = SUBSETS.has(name) && want.length > 0
  return hasAll(want, have) && (mayBeMore || want.length === have.length) ? [] : differs
}

/** What differs, as short texts; none: the answer is as expected. */
export const faults = (want: Json, have: Json | undefined, path = ''): string[] => {
  const name = path.split('.').at(-1) ?? ''
  if (isList(want)) return listFaults(want, have, path, name)
  if (isObject(want)) {
    const entries = Object.entries(want)
    if (entries.length > 0 && entries.every(([key]) => key.startsWith('$')))
      return entries.flatMap(([key, args]) => operatorFaults(key, isList(args) ? args : [], have, path))
    if (!isObject(have)) return [`${path}: ${show(have)}, due an object`]
    return entries.flatMap(([key, value]) => faults(value, have[key], path === '' ? key : `${path}.${key}`))
  }
  if (name === 'article' && typeof want === 'string') {
    const cited = typeof have === 'string' ? have.split(', ') : []
    return want.split(', ').flatMap(article => (cited.includes(article) ? [] : [`${path}: ${show(have)} without ${article}`]))
  }
  return want === have ? [] : [`${path}: ${show(have)}, due ${show(want)}`]
}
