/** Messages after a restore: those that were unsent at the backup wait for an officer. */
import type { Text } from '@mingce/domain/result'
import type { Sql } from '../../platform/database/index.ts'
import { giveUpRestored } from './store.ts'

export const holdAfterRestore = async (tx: Sql, { at }: { readonly at: Date }): Promise<readonly Text[]> => {
  const held = await giveUpRestored(tx, at)
  return held === 0
    ? []
    : [
        {
          zh: `${held} 条通知在备份时尚未发出，可能已在备份之后发出，不会自动发送。请在“通知”中核对后点“重新发送”`,
          en: `${held} notices were unsent at the backup and may have been sent since; they are not sent by themselves. Check them under “Notices” and choose “Send again”`,
        },
      ]
}
