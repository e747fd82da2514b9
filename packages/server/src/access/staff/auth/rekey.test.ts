/** Second factors of staff when the person keys are changed. */

import { symmetricDecrypt } from 'better-auth/crypto'
import { expect, it } from 'vitest'
import { memoryKeyring } from '../../../platform/crypto/index.ts'
import { readRows } from '../../../platform/testing/rows.ts'
import { describeStores } from '../../../platform/testing/stores.ts'
import { rekeySecondFactors, saveApp, saveBackupCodes } from './service.second-factor.ts'
import { authSecretOf, openAuth } from './service.ts'

describeStores('second factors', open => {
  it('open with the new keys, and not with those before', async () => {
    const database = await open()
    const [from, to] = [memoryKeyring(Uint8Array.of(1)), memoryKeyring(Uint8Array.of(2))]
    const auth = openAuth({ database, keys: from, https: false })
    for (const id of ['a', 'b'])
      await database.run(
        'INSERT INTO access_user (id, name, username, email, created_at, updated_at) VALUES ($1, $1, $1, $1, now(), now())',
        [id],
      )
    await database.transaction(tx => saveBackupCodes(tx, auth, 'a', ['one', 'two']))
    const { secretConfig } = await auth.$context
    expect(secretConfig).toBe(authSecretOf(from))
    await database.transaction(tx => saveApp(tx, auth, 'b', 'unread', ['three']))
    await database.run(
      `UPDATE access_two_factor SET secret = (SELECT secret FROM access_two_factor WHERE user_id = 'a') WHERE user_id = 'b'`,
    )
    await database.transaction(tx => rekeySecondFactors(tx, { from, to }))
    const rows = await readRows<{ secret: string; backup_codes: string }>(
      database,
      'SELECT secret, backup_codes FROM access_two_factor ORDER BY user_id',
    )
    const opened = await Promise.all(rows.map(row => symmetricDecrypt({ key: authSecretOf(to), data: row.backup_codes })))
    expect(opened).toEqual(['["one","two"]', '["three"]'])
    for (const { secret } of rows) {
      expect(await symmetricDecrypt({ key: authSecretOf(to), data: secret })).toMatch(/^base32:/)
      await expect(symmetricDecrypt({ key: authSecretOf(from), data: secret })).rejects.toThrow()
    }
  })
})
