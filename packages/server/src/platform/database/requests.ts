/** A client may send a request again when the line broke: the same request id answers the same and changes nothing. */

import type { Sql } from './database.ts'
import { DatabaseRefusal } from './errors.ts'
import { col } from './statement/index.ts'

export interface RequestKey {
  /** Ids of this request, UUIDs, the earliest first; without one every call is a new one. Any that is known answers. */
  readonly requestIds: readonly string[]
  readonly actor: string
  /** What is asked, e.g. 'finding.decide'; one id serves one action of one person. */
  readonly action: string
  readonly at: Date
}

/** The request id was used before, by someone else or for something else. */
export class RequestIdTaken extends DatabaseRefusal {
  override readonly name = 'RequestIdTaken'
  constructor() {
    super({
      zh: '这个请求编号已经用于另一项操作，本次未做任何更改。请刷新页面后重新提交。',
      en: 'This request id was already used for something else. Nothing was changed. Reload the page and submit again.',
    })
  }
}

/**
 * Runs `work` and keeps its answer (plain JSON) in the same transaction; when the id is known, returns the kept answer without running it.
 * Of two that arrive at once the second waits for the first one's end.
 * @throws RequestIdTaken when the id belongs to another actor or action
 */
export async function once<Answer>(tx: Sql, key: RequestKey, work: () => Promise<Answer>): Promise<Answer> {
  for (const requestId of key.requestIds) {
    const inserted = await tx.run(
      `INSERT INTO request (id, actor, action, answer, at) VALUES ($1, $2, $3, 'null', $4) ON CONFLICT (id) DO NOTHING`,
      [requestId, key.actor, key.action, key.at],
    )
    if (inserted > 0) continue
    const [known] = await tx.query('SELECT actor, action, answer FROM request WHERE id = $1', [requestId], {
      actor: col.text,
      action: col.text,
      answer: col.json<{ value?: Answer }>(),
    })
    if (known?.actor !== key.actor || known.action !== key.action) throw new RequestIdTaken()
    const value = known.answer.value as Answer
    await keepAnswer(tx, key, value)
    return value
  }
  const value = await work()
  await keepAnswer(tx, key, value)
  return value
}

/** Keeps the answer under all ids of the request, also under those that were not sent before. */
const keepAnswer = async <Answer>(tx: Sql, key: RequestKey, value: Answer): Promise<void> => {
  for (const requestId of key.requestIds)
    await tx.run(
      `INSERT INTO request AS r (id, actor, action, answer, at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (id) DO UPDATE SET answer = excluded.answer WHERE r.actor = excluded.actor AND r.action = excluded.action`,
      [requestId, key.actor, key.action, { value }, key.at],
    )
}
