/** `mingce key …`: the installation's key file. */

import { userInfo } from 'node:os'
import type { Command } from 'commander'
import { recordAudit } from '../../platform/audit/index.ts'
import { chinaDate, systemClock } from '../../platform/clock/index.ts'
import { rotateKey } from '../../platform/crypto/index.ts'
import { openStore, placeOf, voiceOf } from './frame/index.ts'

export const addKeyCommands = (root: Command): void => {
  const key = root.command('key').description('密钥 · the key of the installation')

  key
    .command('rotate')
    .description(
      '更换密钥文件；服务不停，中断后可再次执行 · exchange the key file; the service goes on, and the command can be repeated after an interruption',
    )
    .option('--json', 'JSON')
    .action(async (options, command: Command) => {
      const place = placeOf(command.optsWithGlobals().data)
      const database = await openStore(place)
      try {
        const at = systemClock.now()
        const rotated = await rotateKey(database, { dataDir: place.dataDir }, (tx, details) =>
          recordAudit(tx, {
            countyCode: '',
            at,
            actor: userInfo().username,
            role: 'district',
            action: 'key.rotated',
            subject: chinaDate(at),
            details: { ...details },
          }),
        )
        voiceOf(options.json === true).answer(
          rotated,
          () =>
            `已更换密钥 ${rotated.oldCheck} → ${rotated.newCheck}\n` +
            `旧密钥只用于打开此前的备份，请移到备份之外的安全处，并从本机删除：${rotated.oldFile}\n` +
            '其他服务器重启之前，先把新密钥文件送到\n' +
            `The key was exchanged. The old one opens earlier backups only: move it to a safe place apart from them and delete ${rotated.oldFile}.\n` +
            'Bring the new file to other servers before they are started again.',
        )
      } finally {
        await database.close()
      }
    })
}
