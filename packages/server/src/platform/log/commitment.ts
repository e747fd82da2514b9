/** The commitment of an entry to an event. */
import { eventText, type LogEvent } from '@mingce/domain/log'
import { sha256 } from '../tlog/index.ts'

/** SHA-256 of salt ‖ event. */
export const commitmentOf = (event: LogEvent, salt: Uint8Array): Uint8Array =>
  sha256(Buffer.concat([salt, Buffer.from(eventText(event))]))
