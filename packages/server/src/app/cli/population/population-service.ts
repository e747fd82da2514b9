/** `mingce population-service`: a small population register over HTTPS, for tests, demos and offices without one. */
import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { chinaDate, systemClock } from '../../../platform/clock/index.ts'
import { openLog } from '../../../platform/http/index.ts'
import { buildRegisterServer, loadPeople, type RegisterPeople } from '../../../population/index.ts'
import { EXIT, expectFiles, Failed, listenOn, logLevel, portNumber, voiceOf, wholeNumber } from '../frame/index.ts'

const readPem = async (option: string, file: string): Promise<Buffer> => {
  try {
    return await readFile(file)
  } catch {
    throw new Failed({ zh: `${option}：读不到文件 ${file}`, en: `${option}: cannot read ${file}` }, undefined, EXIT.wrongUse)
  }
}

const serverOf = (options: Parameters<typeof buildRegisterServer>[0]): ReturnType<typeof buildRegisterServer> => {
  try {
    return buildRegisterServer(options)
  } catch (error) {
    // OpenSSL cannot read them, or they do not belong together.
    if (!(error instanceof Error && 'code' in error && /^ERR_(?:OSSL|SSL|TLS|CRYPTO)/.test(String(error.code)))) throw error
    throw new Failed({
      zh: `证书或私钥不是有效的 PEM，或不是一对（${error.code}）`,
      en: `A certificate or key is not valid PEM, or they do not belong together (${error.code})`,
    })
  }
}

/** Resolves at SIGINT or SIGTERM. */
const untilStopped = (): Promise<'stopped'> =>
  new Promise(resolve => {
    process.once('SIGINT', () => resolve('stopped'))
    process.once('SIGTERM', () => resolve('stopped'))
  })

export const addPopulationServiceCommand = (root: Command): void => {
  root
    .command('population-service')
    .description('启动一个小型人口信息库服务，供比对 · serve a small population register (docs/registers/population-register.md)')
    .requiredOption('--file <files...>', '人口文件 CSV 或 XLSX，列同人口底册 · people, with the columns of a population extract')
    .requiredOption('--tls-cert <file>', '本服务的证书 PEM · certificate of this service')
    .requiredOption('--tls-key <file>', '证书的私钥 PEM · its private key')
    .requiredOption('--client-ca <file>', '对方证书的签发机构 PEM · the authority of the client certificates')
    .option('--port <n>', '端口 · port', '8443')
    .option('--host <address>', '监听地址 · address to listen on', '127.0.0.1')
    .option('--per-second <n>', '一个证书每秒最多查询几人 · people that one certificate may query per second', '5000')
    .option('--log <level>', '日志级别 · log level', 'info')
    .action(async options => {
      const voice = voiceOf(false)
      const files: string[] = options.file
      expectFiles(...files)
      const port = portNumber('--port', options.port)
      const tls = {
        cert: await readPem('--tls-cert', options.tlsCert),
        key: await readPem('--tls-key', options.tlsKey),
        clientCa: await readPem('--client-ca', options.clientCa),
      }
      let people: RegisterPeople | null = null
      const app = serverOf({
        tls,
        people: () => people,
        log: openLog({ level: logLevel('--log', options.log) }),
        perSecond: wholeNumber('--per-second', options.perSecond),
      })
      try {
        // Listens at once: whoever asks while the file is read is told to come back.
        const url = await listenOn(app, { host: options.host, port })
        const stopped = untilStopped()
        const loaded = await Promise.race([loadPeople(files, chinaDate(systemClock.now())), stopped])
        if (loaded === 'stopped') return
        if (!loaded.ok) {
          const { file, text, next } = loaded.error
          throw new Failed({ zh: `${file}：${text.zh}`, en: `${file}: ${text.en}` }, next)
        }
        people = loaded.value
        const { rows, left, refused, repeated } = people
        voice.say({
          zh: `人口信息库服务在 ${url}：可查 ${people.people} 人（${rows} 行 = ${people.people} + 死亡或迁出 ${left} + 退回 ${refused} + 重复 ${repeated}），按 Ctrl+C 停止`,
          en: `The population register is serving at ${url}: ${people.people} people (${rows} rows = ${people.people} + ${left} deceased or moved out + ${refused} refused + ${repeated} repeated); Ctrl+C stops it`,
        })
        await stopped
      } finally {
        await app.close()
      }
    })
}
