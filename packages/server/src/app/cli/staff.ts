/** `mingce staff …`: accounts of the people who work with the system, from the machine itself. */
import type { Command } from 'commander'
import {
  ACCESS_FAILURES,
  addColleague,
  type Colleague,
  createStaff,
  disableColleague,
  enableColleague,
  findColleagueId,
  findColleagues,
  ROLES,
  type Role,
  resetFactors,
  resetPassword,
  type WithInitialPassword,
} from '../../access/index.ts'
import {
  EXIT,
  expectOk,
  Failed,
  type Installation,
  placeOf,
  terminal,
  type Voice,
  voiceOf,
  withInstallation,
} from './frame/index.ts'

/** Runs `work` with the installation, as whoever holds the machine: above every role, in every area. */
const within = (command: Command, work: (ctx: Installation, voice: Voice) => Promise<void>): Promise<void> =>
  withInstallation(placeOf(command.optsWithGlobals().data), ctx => work(ctx, voiceOf(command.opts().json === true)))

const idOf = async (ctx: Installation, username: string): Promise<string> =>
  expectOk(await findColleagueId(ctx, username), ACCESS_FAILURES)

const tellInitial = (voice: Voice, { username, initialPassword, until }: WithInitialPassword): void => {
  voice.answer({ username, initialPassword, until }, () => `${username}\t${initialPassword}`)
  voice.say({
    zh: `初始密码只显示这一次，${until.slice(0, 10)} 前有效，第一次登录时须修改`,
    en: `The initial password is shown only once, is valid until ${until.slice(0, 10)} and must be changed at the first sign-in`,
  })
}

const stateOf = ({ disabledAt, initialUntil }: Colleague): string =>
  disabledAt ? '已停用 disabled' : initialUntil ? '待首次登录 initial password' : '在用 active'

const addAdd = (staff: Command): void => {
  staff
    .command('add <username>')
    .description(
      '新建账号；密码从环境变量 MINGCE_PASSWORD 读取，没有则发放初始密码 · create an account; the password is read from MINGCE_PASSWORD, otherwise an initial one is issued',
    )
    .requiredOption('--name <name>', '姓名 · name')
    .requiredOption('--role <role>', ROLES.join(', '))
    .requiredOption('--area <code>', '工作区域代码 · area code')
    .option('--json', 'JSON')
    .action((username: string, options, command: Command) =>
      within(command, async (ctx, voice) => {
        const input = { username, name: options.name, role: options.role as Role, areaCode: options.area }
        const password = terminal().settings.MINGCE_PASSWORD
        if (!password) {
          if (!ROLES.includes(input.role))
            throw new Failed(
              { zh: `岗位应为 ${ROLES.join('、')}`, en: `The role must be one of ${ROLES.join(', ')}` },
              undefined,
              EXIT.wrongUse,
            )
          return tellInitial(voice, expectOk(await addColleague(ctx, input), ACCESS_FAILURES))
        }
        const made = expectOk(await createStaff(ctx.database, { ...input, password }, ctx), ACCESS_FAILURES)
        voice.answer(made, () => `${made.username}\t${made.role}\t${made.areaCode}\t${made.name}`)
      }),
    )
}

const addList = (staff: Command): void => {
  staff
    .command('list')
    .description('账号清单 · list accounts')
    .option('--area <code>', '只列该区域内的 · only within this area')
    .option('--json', 'JSON')
    .action((options, command: Command) =>
      within(command, async (ctx, voice) => {
        const items: Colleague[] = []
        let after: string | undefined
        do {
          const page = expectOk(await findColleagues(ctx, { areaCode: options.area, after }), ACCESS_FAILURES)
          items.push(...page.items)
          after = page.next ?? undefined
        } while (after !== undefined)
        voice.answer(items, () =>
          items
            .map(one =>
              [one.areaCode, one.username, one.role, one.name, stateOf(one), one.hasFactor ? '双因素 two factors' : '—'].join(
                '\t',
              ),
            )
            .join('\n'),
        )
      }),
    )
}

/** Disables or enables an account, or resets its password or its second factors. */
export const addStaffCommands = (root: Command): void => {
  const staff = root.command('staff').description('工作人员账号 · accounts of staff')
  addAdd(staff)
  addList(staff)
  const verb = (
    of: Command,
    name: string,
    description: string,
    work: (ctx: Installation, id: string, voice: Voice) => Promise<void>,
  ) =>
    of
      .command(`${name} <username>`)
      .description(description)
      .option('--json', 'JSON')
      .action((username: string, _options, command: Command) =>
        within(command, async (ctx, voice) => work(ctx, await idOf(ctx, username), voice)),
      )
  const done = (voice: Voice) => voice.answer({ ok: true }, () => '完成 done')
  verb(staff, 'disable', '停用账号，其登录立即结束 · disable an account; its sessions end', async (ctx, id, voice) => {
    expectOk(await disableColleague(ctx, id), ACCESS_FAILURES)
    done(voice)
  })
  verb(staff, 'enable', '恢复账号 · enable an account again', async (ctx, id, voice) => {
    expectOk(await enableColleague(ctx, id), ACCESS_FAILURES)
    done(voice)
  })
  verb(staff, 'reset', '发放新的初始密码，解除锁定 · issue a new initial password and lift locks', async (ctx, id, voice) => {
    tellInitial(voice, expectOk(await resetPassword(ctx, id), ACCESS_FAILURES))
  })
  const factor = staff.command('second-factor').description('第二因素 · second factors')
  verb(factor, 'reset', '清除第二因素（手机丢失） · remove second factors (lost phone)', async (ctx, id, voice) => {
    expectOk(await resetFactors(ctx, id), ACCESS_FAILURES)
    done(voice)
  })
}
