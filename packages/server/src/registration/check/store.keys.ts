/** How rows of a registration are named and locked. */
import { col, type Sql } from '../../platform/database/index.ts'

export interface Ref {
  readonly countyCode: string
  readonly registrationId: number
}

/** A registration with its person: what writes of its rows name. */
export interface RegistrationKey extends Ref {
  readonly personKey: string
}

/** Locks registrations of one person, in one order everywhere, so that two offices never wait for each other. */
export const lockRegistrations = async (tx: Sql, personKey: string, rows: readonly Ref[]): Promise<void> => {
  await tx.query(
    'SELECT id FROM registration WHERE person_key = $1 AND id = ANY($2::bigint[]) ORDER BY county_code, id FOR UPDATE',
    [personKey, rows.map(r => r.registrationId)],
    { id: col.integer },
  )
}

/** Registrations of several people in the order in which they are locked, one person at a time. */
export const inLockOrder = <Row extends RegistrationKey>(rows: readonly Row[]): Row[] => {
  const keyOf = (row: Row) => [row.personKey, row.countyCode, String(row.registrationId).padStart(16, '0')].join('/')
  return [...rows].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
}

/** The person of a registration, which every write of its rows names. */
export const findRegistrationKey = async (sql: Sql, ref: Ref): Promise<RegistrationKey | undefined> => {
  const { countyCode, registrationId } = ref
  const [row] = await sql.query(
    'SELECT person_key AS "personKey" FROM registration WHERE county_code = $1 AND id = $2',
    [countyCode, registrationId],
    { personKey: col.uuid },
  )
  return row && { countyCode, registrationId, personKey: row.personKey }
}
