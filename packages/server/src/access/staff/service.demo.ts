/** The demo's accounts, whose password its sign-in page shows, are refused in every other database. */
import { verifyPassword } from 'better-auth/crypto'
import type { Sql } from '../../platform/database/index.ts'
import { DEMO_PASSWORD } from './service.passwords.ts'
import { findDemoLike } from './store.demo.ts'

/** Names that the demo gives its accounts: one for each role. */
const DEMO_USERNAMES = ['township', 'district', 'station', 'city', 'auditor'] as const

/** Accounts that can sign in with the demo's password. No other account can have it: it is refused wherever a password is set. */
export const findDemoAccounts = async (sql: Sql): Promise<string[]> => {
  const found: string[] = []
  for (const { username, hash } of await findDemoLike(sql, DEMO_USERNAMES))
    if (hash !== null && (await verifyPassword({ hash, password: DEMO_PASSWORD }))) found.push(username)
  return found
}
