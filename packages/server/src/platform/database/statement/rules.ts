/**
 * Rules for statements that PGlite, PostgreSQL and Citus understand alike (docs/scale.md). A test run holds them on each statement that is sent
 * (platform/testing/check-statements.ts).
 */
import type { SentStatement } from './observe.ts'

/** Tables distributed by `person_key`. */
const PERSON_TABLES = [
  'case_assignment',
  'certificate',
  'certificate_acceptance',
  'certificate_event',
  'claim',
  'consent',
  'disqualification',
  'disqualification_entry',
  'finding',
  'identity_document',
  'population',
  'population_namesake',
  'previous_roll',
  'refused_row',
  'register_answer',
  'registration',
  'registration_event',
  'township_answer',
  'removal',
  'visit',
  'voter_contact',
] as const

/** Tables distributed by `county_code`. */
const COUNTY_TABLES = ['audit', 'notice_campaign', 'objection', 'objection_event', 'roll_entry'] as const

export interface BrokenRule {
  readonly rule: string
  readonly because: string
}

/** Statements that may break a rule: a pattern of their text, the rule, and why. */
const EXCEPTIONS: readonly { readonly rule: string; readonly text: RegExp; readonly because: string }[] = [
  {
    rule: 'key-crossing',
    text: /FROM roll_entry e JOIN registration r ON r\.county_code = e\.county_code/,
    because: 'a supplement is made once in a while; published entries carry no person key, and Citus repartitions the join',
  },
  {
    rule: 'key-crossing',
    text: /JOIN audit a ON a\.county_code = r\.county_code AND a\.subject/,
    because: 'one person asks for the looks at their own record; audit rows carry no person key',
  },
  {
    rule: 'join-with-key',
    text: /SELECT min\(f\.at\) FROM refused_row f/,
    because: 'the time of the earliest refusal is one value, and joined to nothing',
  },
  {
    rule: 'key-crossing',
    text: /INSERT INTO audit|DELETE FROM objection_event/,
    because: 'rows are written to one table and read from the other, not joined by key',
  },
]

/** Literals become ''; comments go; blanks are one space. */
const bare = (text: string): string =>
  text
    .replace(/--[^\n]*/g, '')
    .replace(/\$\$[\s\S]*?\$\$/g, "''")
    .replace(/'(?:[^']|'')*'/g, "''")
    .replaceAll('"', '')
    .replace(/\s+/g, ' ')
    .trim()

interface TableReference {
  readonly table: string
  readonly alias: string | undefined
}

const NO_ALIAS = new Set(
  'on where set using join left right full inner cross group order limit offset for values select union returning as natural having window'.split(
    ' ',
  ),
)

/** References of a statement to these tables, the target of an INSERT aside. */
const referencesTo = (sql: string, tables: readonly string[]): TableReference[] => {
  const form = new RegExp(
    `\\b(?:FROM|JOIN|USING|UPDATE|,) (?:public\\.)?(${tables.join('|')})\\b(?! ?[(.])(?: (?:AS )?(\\w+))?`,
    'gi',
  )
  return [...sql.matchAll(form)].map(([, table = '', alias]) => ({
    table,
    alias: alias !== undefined && !NO_ALIAS.has(alias.toLowerCase()) ? alias : undefined,
  }))
}

const namesKey = (sql: string, { table, alias }: TableReference): boolean =>
  new RegExp(
    alias === undefined ? `(?:(?<![.\\w])|\\b${table}\\.)person_key\\b` : `\\b${alias}\\.person_key\\b|(?<![.\\w])person_key\\b`,
    'i',
  ).test(sql)

type Rule = (sql: string, statement: SentStatement) => string | undefined

const writesOf = (sql: string): string[] =>
  [...sql.matchAll(/\b(?:INSERT INTO|(?<!DO |FOR |FOR NO KEY )UPDATE|DELETE FROM) (?:ONLY )?([\w.]+)/gi)].map(([, table = '']) =>
    table.toLowerCase(),
  )

const isPersonTable = (table: string): boolean => (PERSON_TABLES as readonly string[]).includes(table)

const RULES: Readonly<Record<string, Rule>> = {
  'one-statement': sql => (/;(?! ?$)/.test(sql) ? 'a call sends one statement' : undefined),
  'no-tableoid': sql => (/\btableoid\b/i.test(sql) ? 'tableoid names other tables on a worker' : undefined),
  'no-inherits': sql =>
    /\bINHERITS\b|\b(?:FROM|UPDATE|JOIN) ONLY\b/i.test(sql) ? 'inheritance cannot be distributed' : undefined,
  'no-temporary-table': sql =>
    /\bCREATE (?:LOCAL |GLOBAL )?TEMP(?:ORARY)?\b/i.test(sql) ? 'a temporary table is on the coordinator only' : undefined,
  'no-settings-as-data': (sql, { text }) =>
    /\bcurrent_setting\s*\(/i.test(sql) || /\bset_config\s*\(\s*'[^']*\./i.test(text)
      ? 'workers do not see the settings of a session'
      : undefined,
  'searched-case': sql => (/\bCASE (?!WHEN\b)/i.test(sql) ? 'CASE … WHEN value is written CASE WHEN … = value' : undefined),
  'explicit-cast': sql =>
    /\|\| (?:\w+\.)?(?:id|\w+_id|row_no|version|person_key)\b(?!::)/i.test(sql)
      ? 'a number joined to a text is cast: || id::text'
      : undefined,
  'one-write-a-table': sql => {
    const written = writesOf(sql)
    const twice = written.find((table, at) => written.indexOf(table) !== at)
    return twice === undefined ? undefined : `${twice} is written twice: Citus runs the parts in turn`
  },
  'lock-with-key': sql => {
    if (!/\bFOR (?:NO KEY )?(?:UPDATE|SHARE)\b/i.test(sql)) return undefined
    if (referencesTo(sql, PERSON_TABLES).length > 0 && !/\bperson_key = \$\d/i.test(sql))
      return 'locks rows of a person: person_key = $n'
    if (referencesTo(sql, COUNTY_TABLES).length > 0 && !/\bcounty_code = \$\d/i.test(sql))
      return 'locks rows of a county: county_code = $n'
    return undefined
  },
  'insert-with-key': sql => {
    for (const [, table = '', columns = ''] of sql.matchAll(/\bINSERT INTO (\w+)(?: AS \w+)? \(([^)]*)\)/gi))
      if (isPersonTable(table) && !/\bperson_key\b/.test(columns)) return `${table} is inserted without person_key`
    return undefined
  },
  'write-with-key': sql => {
    const target = /\b(?:(?<!DO |FOR |FOR NO KEY )UPDATE|DELETE FROM) (\w+)/i.exec(sql)?.[1]?.toLowerCase()
    if (target === undefined || !isPersonTable(target) || /\bperson_key\b/i.test(sql)) return undefined
    return /\bregistration_id\b|\b(?:\w+\.)?id (?:=|IN)/i.test(sql)
      ? `${target} is written by a reference without person_key`
      : undefined
  },
  'join-with-key': sql => {
    const references = referencesTo(sql, PERSON_TABLES)
    const without = references.length > 1 ? references.find(reference => !namesKey(sql, reference)) : undefined
    return without === undefined ? undefined : `${without.table} ${without.alias ?? ''} is joined without person_key`
  },
  'key-crossing': sql =>
    sql
      .split(/\bUNION(?: ALL)?\b/i)
      .some(
        part =>
          /\bJOIN\b|\bUSING\b|,/.test(part) &&
          referencesTo(part, PERSON_TABLES).length > 0 &&
          referencesTo(part, COUNTY_TABLES).length > 0,
      )
      ? 'a table by person_key is read with one by county_code'
      : undefined,
  'null-in-join': (sql, { values }) => {
    for (const [, on = ''] of sql.matchAll(
      /\bLEFT JOIN (?:\w+ )+ON (.*?)(?= LEFT JOIN | JOIN | CROSS JOIN | WHERE | GROUP BY | ORDER BY |$)/gi,
    ))
      for (const [, parameter] of on.matchAll(/ = \$(\d+)(?!\d|::| IS)/g))
        if (values[Number(parameter) - 1] === null) return `LEFT JOIN … = $${parameter} with null: coalesce($${parameter}, …)`
    return undefined
  },
  'no-correlated-cte': sql => {
    const ctes = [
      ...sql.matchAll(/(?:\bWITH(?: RECURSIVE)?|,) (\w+)(?: \([^)]*\))? AS (?:NOT MATERIALIZED |MATERIALIZED )?\(/gi),
    ].map(([, name = '']) => name)
    if (ctes.length === 0) return undefined
    const readsCte = new RegExp(`\\b(?:FROM|JOIN) (?:${ctes.join('|')})\\b`, 'i')
    for (const inner of subselectsOf(sql)) {
      if (!readsCte.test(inner)) continue
      const known = new Set(
        [...inner.matchAll(/\b(?:FROM|JOIN|,) (?:\w+|\([^()]*\)) (?:AS )?(\w+)|\b(?:FROM|JOIN) (\w+)/gi)].flatMap(([, a, b]) => [
          a,
          b,
        ]),
      )
      const outside = [...inner.matchAll(/(?<![\w.])(\w+)\.\w+/g)].find(([, name]) => !known.has(name))
      if (outside) return `a subquery over a WITH query names ${outside[0]} of the query around it`
    }
    return undefined
  },
}

/** Subqueries that are values or conditions: `(SELECT …)` after EXISTS, IN, = or a comma; those of FROM and of WITH cannot be correlated. */
const subselectsOf = (sql: string): string[] => {
  const found: string[] = []
  for (const match of sql.matchAll(/(FROM|JOIN|AS|LATERAL|MATERIALIZED)? ?\(SELECT\b/gi)) {
    if (match[1] !== undefined) continue
    const from = match.index + match[0].indexOf('(')
    let depth = 0
    for (let at = from; at < sql.length; at += 1) {
      if (sql[at] === '(') depth += 1
      if (sql[at] === ')') depth -= 1
      if (depth === 0) {
        found.push(sql.slice(from + 1, at))
        break
      }
    }
  }
  return found
}

/** The rule that a statement breaks, or undefined. */
export const findBrokenRule = (statement: SentStatement): BrokenRule | undefined => {
  const sql = bare(statement.text)
  const spaced = statement.text.replace(/\s+/g, ' ')
  for (const [rule, check] of Object.entries(RULES)) {
    const because = check(sql, statement)
    if (because !== undefined && !EXCEPTIONS.some(exception => exception.rule === rule && exception.text.test(spaced)))
      return { rule, because }
  }
  return undefined
}
