/** The demo's accounts and logins stay in a demo: their passwords are public. */
import { findDemoAccounts, hasStaff, isDemo, markDemo } from '../../../access/index.ts'
import { findElections } from '../../../election/index.ts'
import { EXIT, Failed } from './outcome.ts'
import type { Installation } from './terminal.ts'

/** Elections that are not for practice. */
const findRealElection = async (ctx: Installation): Promise<string | undefined> => {
  const elections = await findElections(ctx)
  return elections.ok ? elections.value.find(election => !election.training)?.name : undefined
}

/** Makes an empty database a demo; fails in one that has accounts or elections and is none. */
export const beginDemo = async (ctx: Installation): Promise<void> => {
  if (await isDemo(ctx.database)) return
  const elections = await findElections(ctx)
  if ((await hasStaff(ctx.database)) || (elections.ok && elections.value.length > 0))
    throw new Failed(
      {
        zh: '这个数据库不是演示库：里面已有账号或选举。演示账号的密码是公开的，未作任何改动',
        en: 'This database is not a demo: it has accounts or elections. The passwords of demo accounts are public; nothing was changed',
      },
      { zh: '演示用另一个文件夹：mingce demo --data 新文件夹', en: 'Use another folder for the demo: mingce demo --data NEW' },
      EXIT.wrongUse,
    )
  await markDemo(ctx.database, ctx.clock.now())
}

/** Whether this is a demo, in which no real election takes place. */
export const isDemoOnly = async (ctx: Installation): Promise<boolean> =>
  (await isDemo(ctx.database)) && (await findRealElection(ctx)) === undefined

/** Fails where the demo's accounts can sign in to a database that is not a demo. */
export const expectNoDemoAccounts = async (ctx: Installation): Promise<void> => {
  if (await isDemoOnly(ctx)) return
  const accounts = await findDemoAccounts(ctx.database)
  if (accounts.length === 0) return
  const names = accounts.join('、')
  const real = (await isDemo(ctx.database)) ? await findRealElection(ctx) : undefined
  throw new Failed(
    real === undefined
      ? {
          zh: `这个数据库不是演示库，却有演示账号：${names}。演示密码是公开的，服务没有启动`,
          en: `This database is not a demo but has demo accounts: ${accounts.join(', ')}. Their password is public; the server was not started`,
        }
      : {
          zh: `演示库里有了真实选举“${real}”，而演示账号 ${names} 的密码是公开的，服务没有启动`,
          en: `This demo has a real election, “${real}”, and the password of its demo accounts ${accounts.join(', ')} is public; the server was not started`,
        },
    {
      zh: `逐个停用：mingce staff disable ${accounts[0]}，或发放新的激活码：mingce staff reset ${accounts[0]}`,
      en: `Disable each: mingce staff disable ${accounts[0]}, or issue an activation code: mingce staff reset ${accounts[0]}`,
    },
  )
}
