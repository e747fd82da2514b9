/**
 * The statements of the program, as stored in statements.json of this package: recorded by `npm run statements` while the tests
 * run, and prepared again after every change of the schema, so that a test lists each statement that a migration breaks.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import type { SentStatement } from '../database/index.ts'

const FILE = fileURLToPath(new URL('../../../statements.json', import.meta.url))

export interface KnownStatement {
  /** File and function that send it. */
  readonly where: string
  readonly text: string
  /** Its columns as `name:type`, with `!` if the column is read from a table column that is NOT NULL. */
  readonly answers: readonly string[]
}

/** The statement on one line; staging tables and the extract that one is made for have the number 1. COPY is stored as the SELECT of the same columns. */
export const textOf = ({ kind, text }: Pick<SentStatement, 'kind' | 'text'>): string => {
  const line = text
    .replace(/--[^\n]*/g, '')
    .replace(/\s+/g, ' ')
    .replace(/\b([a-z_]+_)(?:\d+|[0-9a-f]{32})(?=_|\b)/g, '$11')
    .replace(/(?<=^CREATE TABLE .*CHECK \(\w+ = )\d+(?=\))/, '1')
    .trim()
  return kind === 'copy' ? line.replace(/^COPY (\S+) \((.*)\) FROM$/, 'SELECT $2 FROM $1') : line
}

/** `registration/check/store.judge.ts judge`, from a line of a stack. */
export const placeOf = (line: string): string =>
  line.replace(
    /^.*?at (?:async )?(?:(\S+) (?:\[as \S+\] )?\()?.*\/packages\/server\/src\/([^:]+):.*$/,
    (_, name = '', file = '') => `${file} ${name}`.trim(),
  )

export const readStatements = (): KnownStatement[] => JSON.parse(readFileSync(FILE, 'utf8')) as KnownStatement[]

/** One statement per line, ordered by their places. */
export const writeStatements = (statements: readonly KnownStatement[]): void => {
  const byPlace = [...statements].sort((a, b) => (`${a.where} ${a.text}` < `${b.where} ${b.text}` ? -1 : 1))
  writeFileSync(FILE, `[\n${byPlace.map(one => JSON.stringify(one)).join(',\n')}\n]\n`)
}

interface DescribedField {
  readonly name: string
  readonly tableID: number
  readonly columnID: number
  readonly dataTypeID: number
}

/** Prepares a statement and reads the server’s description of its columns, without running it. */
class Description implements pg.Submittable {
  fields: readonly DescribedField[] = []
  readonly #text: string
  readonly #done: (error: Error | undefined) => void

  constructor(text: string, done: (error: Error | undefined) => void) {
    this.#text = text
    this.#done = done
  }

  submit(connection: pg.Connection): void {
    connection.parse({ name: '', text: this.#text, types: [] }, true)
    connection.describe({ type: 'S', name: '' }, true)
    connection.sync()
  }

  handleRowDescription({ fields }: { readonly fields: readonly DescribedField[] }): void {
    this.fields = fields
  }

  /** After an error the client waits for the server itself, and calls no more. */
  handleError(error: Error): void {
    this.#done(error)
  }

  handleReadyForQuery(): void {
    this.#done(undefined)
  }
}

const describe = (client: pg.Client, text: string): Promise<readonly DescribedField[]> =>
  new Promise((resolve, reject) => {
    const description = new Description(text, error => (error ? reject(error) : resolve(description.fields)))
    client.query(description)
  })

const isCreating = (text: string): boolean => /^CREATE (?:UNLOGGED )?TABLE \w+_1(?:_\w+)? /.test(text)

/** Creates the staging tables used by other statements. A table created from a query is created with nulls as parameters. */
const createStaging = async (client: pg.Client, statements: readonly KnownStatement[]): Promise<void> => {
  let left = [...new Set(statements.map(({ text }) => text).filter(isCreating))]
  for (;;) {
    const failed: string[] = []
    for (const text of left) {
      const parameters = Math.max(0, ...[...text.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number)))
      await client.query(text, Array<null>(parameters).fill(null)).catch(() => failed.push(text))
    }
    if (failed.length === 0 || failed.length === left.length) return
    left = failed
  }
}

/** The statements with their columns as described by PostgreSQL at `url`, a migrated database; its error if it refuses one. */
export const describeStatements = async (
  url: string,
  statements: readonly KnownStatement[],
): Promise<{ readonly described: KnownStatement[]; readonly refused: string[] }> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await createStaging(client, statements)
    const { rows: types } = await client.query<{ oid: number; typname: string }>('SELECT oid, typname FROM pg_type')
    const typeNames = new Map(types.map(({ oid, typname }) => [oid, typname]))
    const { rows: columns } = await client.query<{ key: string }>(
      `SELECT attrelid || '.' || attnum AS key FROM pg_attribute WHERE attnotnull AND attnum > 0`,
    )
    const required = new Set(columns.map(({ key }) => key))
    const described: KnownStatement[] = []
    const refused: string[] = []
    for (const statement of statements) {
      if (isCreating(statement.text)) {
        described.push(statement)
        continue
      }
      try {
        const fields = await describe(client, statement.text)
        const answers = fields.map(
          ({ name, dataTypeID, tableID, columnID }) =>
            `${name}:${typeNames.get(dataTypeID)}${required.has(`${tableID}.${columnID}`) ? '!' : ''}`,
        )
        described.push({ ...statement, answers })
      } catch (error) {
        refused.push(`${statement.where}: ${error instanceof Error ? error.message : String(error)}\n    ${statement.text}`)
      }
    }
    return { described, refused }
  } finally {
    await client.end()
  }
}
