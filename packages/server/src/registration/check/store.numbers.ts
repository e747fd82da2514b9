/**
 * One number for each name and birth date: what an account is told of people must not say which of several guessed numbers exists. The
 * first number sent is answered; rows with other numbers are marked (`identity.several-numbers`) before anything is looked up for them.
 * Numbers are rows of `number_sent`, or packed in `number_block` where a large file sent them: both are asked.
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

const identityOf = (name: string, birth: string, account = ':account::text'): string =>
  `md5(concat_ws(chr(31), ${account}, :electionId::text, ${name}, to_char(${birth}, 'YYYYMMDD')))::uuid`
const ownerOf = (account = ':account::text'): string => `md5(concat_ws(chr(31), ${account}, :electionId::text))::uuid`
const bucketOf = (identity: string): string => `get_byte(uuid_send(${identity}), 0)`

/** Numbers that large files of the account sent before, unpacked. */
const PACKED = `(SELECT k.identity, k.person_key FROM number_block b, unnest(b.identities, b.person_keys) AS k(identity, person_key)
  WHERE b.owner = ${ownerOf()})`
/** The first packed number of one identity. */
const packedOf = (identity: string, account?: string): string => `(SELECT k.person_key
  FROM number_block b, unnest(b.identities, b.person_keys) AS k(identity, person_key)
  WHERE b.owner = ${ownerOf(account)} AND b.bucket = ${bucketOf(identity)} AND k.identity = ${identity} ORDER BY b.id LIMIT 1)`

/** Each name and birth date of a command's `intake`, with its one number, or NONE. */
const sentBy = (intake: string): string => `(
  SELECT ${identityOf('i.name', 'i.birth_date')} AS identity, i.name, i.birth_date,
    CASE WHEN min(i.person_key::text) = max(i.person_key::text) THEN min(i.person_key::text) ELSE '${NONE}' END AS person_key
  FROM ${intake} i WHERE i.facts & ${UNKEYED} = 0 GROUP BY i.name, i.birth_date)`

/** Marks the rows of a command's `intake` with several numbers; returns how many rows of how many are marked. */
export const markSeveralNumbers = async (tx: Sql, intake: string, asker: Asker): Promise<{ marked: number; rows: number }> => {
  const values = { account: asker.account, electionId: asker.electionId }
  await tx.run(
    ...named(
      `UPDATE ${intake} i SET facts = i.facts | ${WITHHELD} FROM ${sentBy(intake)} several
       WHERE several.person_key = '${NONE}' AND i.name = several.name AND i.birth_date = several.birth_date AND i.facts & ${UNKEYED} = 0
         AND NOT EXISTS (SELECT FROM number_sent first WHERE first.identity = several.identity AND first.person_key = i.person_key)
         AND i.person_key NOT IN ${packedOf('several.identity')}`,
      values,
    ),
  )
  for (const earlier of ['number_sent', PACKED])
    await tx.run(
      ...named(
        `UPDATE ${intake} i SET facts = i.facts | ${WITHHELD} FROM ${earlier} first
         WHERE first.identity = ${identityOf('i.name', 'i.birth_date')} AND first.person_key <> i.person_key AND i.facts & ${UNKEYED} = 0`,
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

/** Records the numbers of a command's `intake` as sent, those of a trial too: what is told is told. The first under an identity stays. */
export const recordNumbers = (tx: Sql, intake: string, { account, electionId, at }: Asker, isLarge: boolean): Promise<number> =>
  tx.run(
    ...named(
      isLarge
        ? `INSERT INTO number_block (owner, bucket, election_id, identities, person_keys, at)
           SELECT ${ownerOf()}, s.bucket, :electionId, array_agg(s.identity), array_agg(s.person_key), :at
           FROM (SELECT n.identity, n.person_key::uuid AS person_key, ${bucketOf('n.identity')} AS bucket FROM ${sentBy(intake)} n) s
           WHERE NOT EXISTS (SELECT FROM number_sent first WHERE first.identity = s.identity)
             AND NOT EXISTS (SELECT FROM ${PACKED} first WHERE first.identity = s.identity)
           GROUP BY s.bucket`
        : `INSERT INTO number_sent (identity, election_id, person_key, at)
           SELECT s.identity, :electionId, s.person_key::uuid, :at FROM ${sentBy(intake)} s
           WHERE NOT EXISTS ${packedOf('s.identity')} ORDER BY s.identity ON CONFLICT (identity) DO NOTHING`,
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
  const sent = `(SELECT ${identityOf('s.name', 's.birth', 's.account')} AS identity, s.account, s.key AS person_key, s.place
    FROM unnest(:accounts::text[], :names::text[], :births::date[], :keys::uuid[]) WITH ORDINALITY AS s(account, name, birth, key, place))`
  await tx.run(
    ...named(
      `INSERT INTO number_sent (identity, election_id, person_key, at)
       SELECT DISTINCT ON (s.identity) s.identity, :electionId, s.person_key, :at FROM ${sent} s
       WHERE NOT EXISTS ${packedOf('s.identity', 's.account')} ORDER BY s.identity, s.place
       ON CONFLICT (identity) DO NOTHING`,
      { ...values, at },
    ),
  )
  const rows = await tx.query(
    ...named(
      `SELECT coalesce(coalesce(packed.person_key, n.person_key) <> s.person_key, false) AS other FROM ${sent} s
       LEFT JOIN number_sent n ON n.identity = s.identity
       LEFT JOIN LATERAL ${packedOf('s.identity', 's.account')} packed ON true ORDER BY s.place`,
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
export const forgetNumbers = async (tx: Sql, electionId: string): Promise<void> => {
  await tx.run('DELETE FROM number_sent WHERE election_id = $1', [electionId])
  await tx.run('DELETE FROM number_block WHERE election_id = $1', [electionId])
}
