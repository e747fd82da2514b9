/** Second factors of staff when the person keys change (docs/adr/0015): apps and backup codes stay good. Cookies do not: everybody signs in again. */
import { symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto'
import type { Keyring } from '../../../platform/crypto/index.ts'
import type { Sql } from '../../../platform/database/index.ts'
import { authSecretOf } from './service.ts'
import { findSecondFactors, replaceSecondFactor } from './store.proofs.ts'

export const rekeySecondFactors = async (
  tx: Sql,
  { from, to }: { readonly from: Keyring; readonly to: Keyring },
): Promise<void> => {
  const [before, after] = [authSecretOf(from), authSecretOf(to)]
  const again = async (data: string) => symmetricEncrypt({ key: after, data: await symmetricDecrypt({ key: before, data }) })
  for (const { userId, secret, backupCodes } of await findSecondFactors(tx))
    await replaceSecondFactor(tx, { userId, secret: await again(secret), backupCodes: await again(backupCodes) })
}
