/**
 * Installations witness the audit logs of their partners (C2SP tlog-witness): each cosigns that the other's log only grew, and keeps what it
 * cosigned. Nothing of this is written into the own audit log, or two partners would answer each other for ever.
 */
import { createHash } from 'node:crypto'
import type { Logger } from 'pino'
import { cosignNewest, witnessSigner } from '../../platform/log/index.ts'
import {
  cosignText,
  formatNote,
  judgeAddCheckpoint,
  originOfRequest,
  readVerifierKey,
  type VerifierKey,
} from '../../platform/tlog/index.ts'
import { findPartners, type Services } from '../partner/index.ts'
import { findAllWitnessed, findLogKeys, findWitnessed, lockWitnessed, putWitnessed } from './store.ts'

export interface WitnessReply {
  readonly status: number
  readonly text: string
}

/** Cosigns a partner's checkpoint if it continues the one cosigned before; the new one is stored before the answer goes out. */
export const addCheckpoint = async ({ database, keys, clock }: Services, body: string): Promise<WitnessReply> => {
  const origin = originOfRequest(body)
  if (origin === undefined) return { status: 400, text: 'the request is malformed\n' }
  const known = (await findLogKeys(database)).map(readVerifierKey).filter(key => key?.name === origin)
  const logKeys: VerifierKey[] = known.filter(key => key !== undefined)
  return database.transaction(async tx => {
    await lockWitnessed(tx, origin)
    const last = await findWitnessed(tx, origin)
    const judged = judgeAddCheckpoint(body, () => (logKeys.length > 0 ? { keys: logKeys, last } : undefined))
    if (!judged.isAccepted) return { status: judged.status, text: judged.text }
    const at = clock.now()
    const line = cosignText(judged.text, witnessSigner(keys), at)
    const { size, root } = judged.checkpoint
    await putWitnessed(tx, { origin, size, root, note: formatNote(judged.text, [...judged.logLines, line]) }, at)
    return { status: 200, text: `${line}\n` }
  })
}

/** The newest checkpoint that was cosigned of a log, by the hash of its origin. */
export const findCosigned = async ({ database }: Services, originHash: string): Promise<string | undefined> =>
  (await findAllWitnessed(database)).find(({ origin }) => createHash('sha256').update(origin).digest('hex') === originHash)?.note

const LIMIT_MS = 10_000

/** Has the newest checkpoint cosigned by every partner that has a witness and an address. @returns troubles by the name of the witness */
export const cosignByPartners = async (
  services: Services,
  send: typeof fetch = fetch,
): Promise<ReadonlyMap<string, string | null>> => {
  const troubles = new Map<string, string | null>()
  for (const { url, witness } of await findPartners(services.database)) {
    const key = witness === null ? undefined : readVerifierKey(witness)
    if (!key || url === null) continue
    const trouble = await cosignNewest(services, key, async body => {
      const response = await send(new URL('/log/witness/add-checkpoint', url), {
        method: 'POST',
        headers: { 'content-type': 'text/plain; charset=utf-8' },
        body,
        redirect: 'error',
        signal: AbortSignal.timeout(LIMIT_MS),
      })
      return { status: response.status, text: await response.text() }
    })
    troubles.set(key.name, trouble)
  }
  return troubles
}

/** How often partners are asked. An event is covered by their cosignatures within this time. */
const ASK_MS = 30_000

/** Asks partners in the background. A witness that has seen another log than this one is reported as an error each time. */
export const openWitnessing = (
  services: Services & { readonly log: Logger },
  askMs: number = ASK_MS,
): { start(): void; stop(): Promise<void> } => {
  let timer: NodeJS.Timeout | undefined
  let asking: Promise<void> | undefined
  const ask = async () => {
    for (const [witness, trouble] of await cosignByPartners(services))
      if (trouble === 'rolled-back' || trouble === 'inconsistent')
        services.log.error({ witness, trouble }, 'a witness has seen another audit log than this one')
  }
  return {
    start() {
      timer = setInterval(() => {
        asking ??= ask()
          .catch(error => services.log.error({ err: error }, 'witnesses of the audit log'))
          .finally(() => {
            asking = undefined
          })
      }, askMs)
      timer.unref()
    },
    async stop() {
      clearInterval(timer)
      await asking
    },
  }
}
