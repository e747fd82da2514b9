import path from 'node:path'
import type { Module } from '../access/index.ts'
import { BACKUP_FILES, type NamedFile } from '../platform/backup/index.ts'
import { registerHelpRoutes } from './routes.ts'
import { openHelp } from './service.open.ts'
import { sweepHelpFiles } from './service.ts'
import { findVideos } from './store.ts'

const SWEEP_MS = 24 * 3_600_000

export const helpModule: Module = {
  name: 'help',
  contribute({ extensions }) {
    extensions.add(BACKUP_FILES, async sql =>
      (await findVideos(sql, false)).flatMap(({ file, poster }): NamedFile[] => [
        { folder: 'help', name: file },
        ...(poster === null ? [] : [{ folder: 'help', name: poster } as const]),
      ]),
    )
  },
  register(app, { services, dataDir }) {
    const { database, clock, log } = services
    const help = openHelp(database, path.join(dataDir, 'help'))
    registerHelpRoutes(app, help)

    let timer: NodeJS.Timeout | undefined
    let sweeping: Promise<unknown> = Promise.resolve()
    const sweep = () => {
      sweeping = sweepHelpFiles(database, help.content, clock.now()).catch((error: unknown) =>
        log.error({ err: error }, 'sweep of help files'),
      )
    }
    app.addHook('onListen', async () => {
      sweep()
      timer = setInterval(sweep, SWEEP_MS)
      timer.unref()
    })
    app.addHook('onClose', async () => {
      clearInterval(timer)
      await sweeping
    })
  },
}
