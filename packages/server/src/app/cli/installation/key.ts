/** `mingce key …`: the installation's key file. */
import type { Command } from 'commander'
import { recordAudit } from '../../../platform/audit/index.ts'
import { rotateKey } from '../../../platform/crypto/index.ts'
import { placeOf, voiceOf, withInstallation } from '../frame/index.ts'

export const addKeyCommands = (root: Command): void => {
  const key = root.command('key').description('密钥 · the key of the installation')

  key
    .command('rotate')
    .description(
      '更换密钥文件；PostgreSQL 上服务不停，中断后可再次执行 · exchange the key file; with PostgreSQL the service goes on, and the command can be repeated after an interruption',
    )
    .option('--json', 'JSON')
    .action(async (options, command: Command) => {
      const place = placeOf(command.optsWithGlobals().data)
      await withInstallation(place, async ({ database, clock, actor }) => {
        const rotated = await rotateKey(database, { dataDir: place.dataDir }, (tx, details) =>
          recordAudit(tx, {
            countyCode: '',
            at: clock.now(),
            actor: actor.name,
            role: actor.role,
            action: 'key.rotated',
            subject: 'installation',
            details: { ...details },
          }),
        )
        voiceOf(options.json === true).answer(
          rotated,
          () =>
            `已更换密钥 ${rotated.oldCheck} → ${rotated.newCheck}\n` +
            `旧密钥只用于打开此前的备份：请移到与备份分开的安全处，并从本机删除 ${rotated.oldFile}。其他服务器重启之前，先送去新的密钥文件。\n` +
            `The key was exchanged. The old one opens earlier backups only: move it to a safe place apart from them and delete ${rotated.oldFile}. ` +
            'Bring the new file to other servers before they are started again.',
        )
      })
    })
}
