/** `--demo-login`: an issuer of made-up people beside the server. Whoever reaches it can be any of them, so it is kept to a demo. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type DemoLogin, openDemoLogin } from '../../../access/index.ts'
import { openSample } from '../../../registration/index.ts'
import { demoElection } from '../../../training/index.ts'
import { isDemoOnly } from './demo-only.ts'
import { EXIT, Failed } from './outcome.ts'
import type { Installation } from './terminal.ts'

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost'])

export interface DemoLoginPlace {
  readonly host: string
  readonly port: number
  /** The address that people type, where a proxy or a tunnel stands before this server. */
  readonly publicUrl: URL | undefined
}

/** Opens the issuer, or fails where it might be taken for a real login: other logins are set up, others reach it, or people are real. */
export const demoLoginOf = async (ctx: Installation, { host, port, publicUrl }: DemoLoginPlace): Promise<DemoLogin> => {
  if (process.env.MINGCE_LOGINS)
    throw new Failed(
      {
        zh: '已设置 MINGCE_LOGINS，不能再开演示登录',
        en: 'MINGCE_LOGINS is set: the demo login cannot be used together with real ones',
      },
      { zh: '去掉 --demo-login，或去掉 MINGCE_LOGINS', en: 'Remove --demo-login or MINGCE_LOGINS' },
      EXIT.wrongUse,
    )
  if (!LOOPBACK.has(host) || port === 0)
    throw new Failed(
      { zh: '演示登录只在本机使用，并须指定端口', en: 'The demo login works only on this machine, and the port must be given' },
      { zh: '用 --host 127.0.0.1 --port 8080', en: 'Use --host 127.0.0.1 --port 8080' },
      EXIT.wrongUse,
    )
  if (!(await isDemoOnly(ctx)) || !existsSync(join(ctx.place.dataDir, 'demo')))
    throw new Failed(
      {
        zh: '这里没有演示数据；演示登录只用于虚构的人',
        en: 'There is no demo data here; the demo login is for fictitious people only',
      },
      { zh: '先运行 mingce demo', en: 'Run mingce demo first' },
      EXIT.wrongUse,
    )
  const local = `http://127.0.0.1:${port}`
  const origin = publicUrl?.origin ?? local
  return openDemoLogin({
    origin,
    clientOrigins: publicUrl ? [origin] : [local, `http://localhost:${port}`, `http://[::1]:${port}`],
    people: openSample(ctx, demoElection.areaCode),
  })
}
