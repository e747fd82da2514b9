/** Answers which told an account that someone is registered elsewhere: counted for the account's limit, and shown to the person like a look-up. */
import { col, named, type Sql } from '../../platform/database/index.ts'
import { TELLS } from './store.facts.ts'

/** Who was told. */
export interface Told {
  readonly account: string
  readonly role: string
  /** Area code of the office. */
  readonly office: string
  readonly channel: string
  readonly electionId: string
  readonly at: Date
}

/** How many people an account was told of since `since`. */
export const countTold = async (sql: Sql, account: string, since: Date): Promise<number> =>
  (
    await sql.query('SELECT count(*) AS told FROM elsewhere_told WHERE account = $1 AND at > $2', [account, since], {
      told: col.integer,
    })
  )[0]?.told ?? 0

/** As `countTold`, and until the transaction ends no other of the same account counts. */
export const countToldAlone = async (tx: Sql, account: string, since: Date): Promise<number> => {
  await tx.run('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`told/${account}`])
  return countTold(tx, account, since)
}

/** Records the people of judged rows whose findings say that they are registered already; returns how many. */
export const recordToldRows = (
  tx: Sql,
  judged: string,
  { account, role, office, channel, electionId, at }: Told,
): Promise<number> =>
  tx.run(
    ...named(
      `INSERT INTO elsewhere_told (person_key, account, role, office, channel, election_id, import_id, at)
       SELECT j.person_key, :account, :role, :office, :channel, :electionId, j.import_id, :at FROM ${judged} j WHERE j.facts & ${TELLS} <> 0`,
      { account, role, office, channel, electionId, at },
    ),
  )

/** Records one person, told at a station. */
export const recordTold = (
  tx: Sql,
  personKey: string,
  { account, role, office, channel, electionId, at }: Told,
): Promise<number> =>
  tx.run(
    ...named(
      `INSERT INTO elsewhere_told (person_key, account, role, office, channel, election_id, at)
       VALUES (:personKey, :account, :role, :office, :channel, :electionId, :at)`,
      { personKey, account, role, office, channel, electionId, at },
    ),
  )
