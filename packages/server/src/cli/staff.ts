/** `mingce staff …`: accounts of the people who work with the system, from the machine itself. */
import type { Command } from 'commander'
import { ACCESS_FAILURES, createStaff, ROLES, type Role } from '../access/index.ts'
import { placeOf, withInstallation } from './installation.ts'
import { expectOk } from './outcome.ts'
import { voiceOf } from './say.ts'

export const addStaffCommands = (root: Command): void => {
  root
    .command('staff')
    .description('工作人员账号 · accounts of staff')
    .command('add <username>')
    .description('新建账号；密码从环境变量 MINGCE_PASSWORD 读取 · make an account; the password is read from MINGCE_PASSWORD')
    .requiredOption('--name <name>', '姓名 · name')
    .requiredOption('--role <role>', ROLES.join(', '))
    .requiredOption('--area <code>', '工作区域代码 · area code')
    .action(async (username: string, options, command: Command) => {
      const voice = voiceOf(false)
      await withInstallation(placeOf(command.optsWithGlobals().data), async ctx => {
        const input = {
          username,
          name: options.name,
          role: options.role as Role,
          areaCode: options.area,
          password: process.env.MINGCE_PASSWORD ?? '',
        }
        const made = expectOk(await createStaff(ctx.database, input, ctx), ACCESS_FAILURES)
        voice.answer(made, () => `${made.username}\t${made.role}\t${made.areaCode}\t${made.name}`)
      })
    })
}
