/** `mingce serve`: the pages and the API, until it is stopped. */
import type { Command } from 'commander'
import {
  logLevel,
  placeOf,
  portNumber,
  type RunCommand,
  serveAgain,
  serveUntilStopped,
  voiceOf,
  withInstallation,
} from '../frame/index.ts'

export const addServeCommand = (root: Command, run: RunCommand): void => {
  root
    .command('serve')
    .description('打开工作台 · serve the console')
    .option('--port <n>', '端口 · port', '8080')
    .option('--host <address>', '监听地址 · address to listen on', '127.0.0.1')
    .option('--log <level>', '日志级别 · log level', 'info')
    .option('--demo-login', '以虚构的人登录，试用选民门户 · sign in as fictitious voters to try the portal', false)
    .action(async (options, command: Command) => {
      const voice = voiceOf(false)
      const listen = {
        host: options.host,
        port: portNumber('--port', options.port),
        logLevel: logLevel('--log', options.log),
        demoLogin: options.demoLogin,
      }
      const place = placeOf(command.optsWithGlobals().data)
      await serveAgain(voice, () =>
        withInstallation(place, ctx =>
          serveUntilStopped(
            ctx,
            listen,
            url =>
              voice.say({
                zh: `选民门户 ${url}/ ，工作台 ${url}/office ；按 Ctrl+C 停止`,
                en: `Voter portal ${url}/ , console ${url}/office ; press Ctrl+C to stop`,
              }),
            run,
          ),
        ),
      )
    })
}
