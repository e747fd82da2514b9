/**
 * One number for each name and birth date: what an account is told of people must not say which of several guessed numbers exists. The
 * first number sent is answered; rows with other numbers are marked (`identity.several-numbers`) before anything is looked up for them.
 */
import { col, named, type Sql } from '../../platform/database/index.ts'
import { UNKEYED, WITHHELD } from './store.facts.ts'

/** Several numbers came at once, and none of them is answered. */
const NONE = '00000000-0000-0000-0000-000000000000'

/** Whose question, in which election. */
export interface Asker {
  readonly account: string
  readonly electionId: string
  readonly at: Date
}

const identityOf = (name: string, birth: string): string =>
  `md5(concat_ws(chr(31), :account::text, :electionId::text, ${name}, to_char(${birth}, 'YYYYMMDD')))::uuid`

/** Marks the rows of a command's `intake` with several numbers; returns how many rows of how many are marked. */
export const markSeveralNumbers = async (tx: Sql, intake: string, asker: Asker): Promise<{ marked: number; rows: number }> => {
  const values = { account: asker.account, electionId: asker.electionId }
  const identity = identityOf('i.name', 'i.birth_date')
  await tx.run(
    ...named(
      `UPDATE ${intake} i SET facts = i.facts | ${WITHHELD}
       FROM (SELECT name, birth_date FROM ${intake} WHERE facts & ${UNKEYED} = 0 GROUP BY name, birth_date
         HAVING min(person_key::text) <> max(person_key::text)) several
       WHERE i.name = several.name AND i.birth_date = several.birth_date AND i.facts & ${UNKEYED} = 0
         AND NOT EXISTS (SELECT FROM number_sent first WHERE first.identity = ${identity} AND first.person_key = i.person_key)`,
      values,
    ),
  )
  await tx.run(
    ...named(
      `UPDATE ${intake} i SET facts = i.facts | ${WITHHELD} FROM number_sent first
       WHERE first.identity = ${identity} AND first.person_key <> i.person_key AND i.facts & ${UNKEYED} = 0`,
      values,
    ),
  )
  const [counted] = await tx.query(
    `SELECT count(*) FILTER (WHERE facts & ${WITHHELD} <> 0) AS marked, count(*) AS rows FROM ${intake}`,
    [],
    { marked: col.integer, rows: col.integer },
  )
  return counted ?? { marked: 0, rows: 0 }
}

/** Records the numbers of a command's `intake` as sent, those of a trial too: what is told is told. */
export const recordNumbers = (tx: Sql, intake: string, { account, electionId, at }: Asker): Promise<number> =>
  tx.run(
    ...named(
      `INSERT INTO number_sent (identity, election_id, person_key, at)
       SELECT s.identity, :electionId, s.person_key::uuid, :at FROM (
         SELECT ${identityOf('i.name', 'i.birth_date')} AS identity,
           CASE WHEN min(i.person_key::text) = max(i.person_key::text) THEN min(i.person_key::text) ELSE '${NONE}' END AS person_key
         FROM ${intake} i WHERE i.facts & ${UNKEYED} = 0 GROUP BY i.name, i.birth_date
       ) s ORDER BY s.identity ON CONFLICT (identity) DO NOTHING`,
      { account, electionId, at },
    ),
  )

/** A number that comes by itself: at a station, or asked about by an office. */
export interface SentNumber {
  readonly account: string
  readonly name: string
  /** 'YYYY-MM-DD'. */
  readonly birthDate: string
  readonly personKey: string
}

/**
 * Records numbers that come one by one, and answers for each, in order, whether it is another than the first under its name and birth
 * date. The insert waits for a transaction that records the same, so that two requests at once are not both the first.
 */
export const areOtherNumbers = async (
  tx: Sql,
  electionId: string,
  numbers: readonly SentNumber[],
  at: Date,
): Promise<readonly boolean[]> => {
  if (numbers.length === 0) return []
  const values = {
    electionId,
    accounts: numbers.map(n => n.account),
    names: numbers.map(n => n.name),
    births: numbers.map(n => n.birthDate),
    keys: numbers.map(n => n.personKey),
  }
  const sent = `(SELECT md5(concat_ws(chr(31), s.account, :electionId::text, s.name, to_char(s.birth, 'YYYYMMDD')))::uuid AS identity, s.key AS person_key, s.place
    FROM unnest(:accounts::text[], :names::text[], :births::date[], :keys::uuid[]) WITH ORDINALITY AS s(account, name, birth, key, place))`
  await tx.run(
    ...named(
      `INSERT INTO number_sent (identity, election_id, person_key, at)
       SELECT DISTINCT ON (s.identity) s.identity, :electionId, s.person_key, :at FROM ${sent} s ORDER BY s.identity, s.place
       ON CONFLICT (identity) DO NOTHING`,
      { ...values, at },
    ),
  )
  const rows = await tx.query(
    ...named(
      `SELECT coalesce(n.person_key <> s.person_key, false) AS other FROM ${sent} s LEFT JOIN number_sent n ON n.identity = s.identity ORDER BY s.place`,
      values,
    ),
    { other: col.boolean },
  )
  return rows.map(row => row.other)
}

/** Whether a number may be looked up by itself: it is the first that the account sends under this name and birth date. */
export const isFirstNumber = async (tx: Sql, electionId: string, number: SentNumber, at: Date): Promise<boolean> =>
  (await areOtherNumbers(tx, electionId, [number], at))[0] === false

/** What was sent is needed while the election runs only. */
export const forgetNumbers = (tx: Sql, electionId: string): Promise<number> =>
  tx.run('DELETE FROM number_sent WHERE election_id = $1', [electionId])
