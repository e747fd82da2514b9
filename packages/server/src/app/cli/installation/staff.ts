/** `mingce staff …`: accounts of the people who work with the system, from the machine itself. */
import type { Command } from 'commander'
import {
  ACCESS_FAILURES,
  addColleague,
  type Colleague,
  disableColleague,
  enableColleague,
  findColleagueId,
  findColleagues,
  hasStaff,
  ROLES,
  type Role,
  resetFactors,
  resetPassword,
  type WithActivationCode,
} from '../../../access/index.ts'
import { EXIT, expectOk, Failed, type Installation, placeOf, type Voice, voiceOf, withInstallation } from '../frame/index.ts'

/** Runs `work` with the installation, as whoever holds the machine: above every role, in every area. */
const within = (command: Command, work: (ctx: Installation, voice: Voice) => Promise<void>): Promise<void> =>
  withInstallation(placeOf(command.optsWithGlobals().data), ctx => work(ctx, voiceOf(command.opts().json === true)))

const idOf = async (ctx: Installation, username: string): Promise<string> =>
  expectOk(await findColleagueId(ctx, username), ACCESS_FAILURES)

const tellCode = (voice: Voice, { username, activationCode, until }: WithActivationCode): void => {
  voice.answer({ username, activationCode, until }, () => `${username}\t${activationCode}`)
  voice.say({
    zh: `激活码只显示这一次，${until.slice(0, 10)} 前有效：当面交给本人，由本人在登录页“激活账号”设置密码`,
    en: `The activation code is shown only once and is valid until ${until.slice(0, 10)}: hand it to its owner, who sets a password under “Activate account” on the sign-in page`,
  })
}

const ROLE_TEXT = { zh: `岗位应为 ${ROLES.join('、')}`, en: `The role must be one of ${ROLES.join(', ')}` }

const roleOf = (text: string): Role => {
  const role = ROLES.find(one => one === text)
  if (!role) throw new Failed(ROLE_TEXT, undefined, EXIT.wrongUse)
  return role
}

const stateOf = ({ disabledAt, initialUntil }: Colleague): string =>
  disabledAt ? '已停用 disabled' : initialUntil ? '待激活 to be activated' : '在用 active'

/** The first administrators are two people, so that neither can act as both officers where two are needed. */
const FIRST_TWO = {
  zh: '还没有管理员。请先为两个人各建一个：mingce staff set-up zhou=小周 li=小李 --role district --area 110105',
  en: 'There is no administrator yet. Make one for each of two people first: mingce staff set-up zhou=NAME li=NAME --role district --area 110105',
}

const addAdd = (staff: Command): void => {
  staff
    .command('add <username>')
    .description('新建账号，发放激活码 · create an account; prints its activation code')
    .requiredOption('--name <name>', '姓名 · name')
    .requiredOption('--role <role>', ROLES.join(', '))
    .requiredOption('--area <code>', '工作区域代码 · area code')
    .option('--json', 'JSON')
    .action((username: string, options, command: Command) =>
      within(command, async (ctx, voice) => {
        const input = { username, name: options.name, role: roleOf(options.role), areaCode: options.area }
        if (!(await hasStaff(ctx.database))) throw new Failed(FIRST_TWO, undefined, EXIT.wrongUse)
        tellCode(voice, expectOk(await addColleague(ctx, input), ACCESS_FAILURES))
      }),
    )
}

const WRONG_ADMINISTRATORS = {
  zh: '请为至少两个不同的人各给一个“用户名=姓名”，例：zhou=小周 li=小李',
  en: 'Give “username=name” for each of at least two different people, for example: zhou=Zhou li=Li',
}

const addSetUp = (staff: Command): void => {
  staff
    .command('set-up <administrators...>')
    .description('第一次使用：为两名管理员各建账号 · first use: accounts of two administrators, as username=name')
    .requiredOption('--role <role>', 'city, district')
    .requiredOption('--area <code>', '工作区域代码 · area code')
    .option('--json', 'JSON')
    .action((administrators: string[], options, command: Command) =>
      within(command, async (ctx, voice) => {
        const people = administrators.map(text => {
          const at = text.indexOf('=')
          return { username: text.slice(0, Math.max(at, 0)).trim().toLowerCase(), name: text.slice(at + 1).trim() }
        })
        const isComplete = people.every(({ username, name }) => username !== '' && name !== '')
        const isDifferent = (key: 'username' | 'name') => new Set(people.map(one => one[key])).size === people.length
        if (people.length < 2 || !isComplete || !isDifferent('username') || !isDifferent('name'))
          throw new Failed(WRONG_ADMINISTRATORS, undefined, EXIT.wrongUse)
        const role = roleOf(options.role)
        if (role !== 'city' && role !== 'district')
          throw new Failed(
            { zh: '管理员的岗位是 city 或 district', en: 'An administrator is city or district' },
            undefined,
            EXIT.wrongUse,
          )
        for (const person of people)
          tellCode(voice, expectOk(await addColleague(ctx, { ...person, role, areaCode: options.area }), ACCESS_FAILURES))
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
  addSetUp(staff)
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
  verb(staff, 'reset', '发放新的激活码，解除锁定 · issue a new activation code and lift locks', async (ctx, id, voice) => {
    tellCode(voice, expectOk(await resetPassword(ctx, id), ACCESS_FAILURES))
  })
  const factor = staff.command('second-factor').description('第二因素 · second factors')
  verb(factor, 'reset', '清除第二因素（手机丢失） · remove second factors (lost phone)', async (ctx, id, voice) => {
    expectOk(await resetFactors(ctx, id), ACCESS_FAILURES)
    done(voice)
  })
}
