/** Begins a new log where the old one cannot go on: witnesses refuse it, because a restore has taken entries away that they have seen. */
import { begunStatement } from '@mingce/domain/log'
import type { Keyring } from '../crypto/index.ts'
import type { Sql } from '../database/index.ts'
import { checkpointText, formatNote, signText } from '../tlog/index.ts'
import { logOrigin, logSigner } from './keys.ts'
import { appendAllQueued } from './sequencer.ts'
import { findLogNumber, insertFormerLog } from './store.former.ts'
import { forgetWitnesses } from './store.witness.ts'

interface BegunLog {
  /** Of the new log. */
  readonly origin: string
  /** Its first entries are those of the log that ended. */
  readonly size: number
  readonly former: string
  /** For the audit row that the caller records: public, and so part of every checkpoint of the new log. */
  readonly statement: string
}

/**
 * Ends the log with a last checkpoint under its own key, and begins the next one, which goes on with the same tree. The caller records an audit
 * row with the statement in the same transaction.
 */
export const beginLog = async (
  tx: Sql,
  { keys, reason, byUser, at }: { readonly keys: Keyring; readonly reason: string; readonly byUser: string; readonly at: Date },
): Promise<BegunLog> => {
  const { size, root } = await appendAllQueued(tx)
  const number = await findLogNumber(tx)
  const origin = logOrigin(keys, number)
  const text = checkpointText({ origin, size, root })
  const note = formatNote(text, [signText(text, logSigner(keys, number))])
  await insertFormerLog(tx, { number, origin, size, root, note, reason, byUser, at })
  await forgetWitnesses(tx)
  const statement = begunStatement({ origin, size, root: Buffer.from(root).toString('base64'), reason })
  return { origin: logOrigin(keys, number + 1), size, former: origin, statement }
}
