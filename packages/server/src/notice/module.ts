import type { Module } from '../access/index.ts'
import { AFTER_RESTORE } from '../platform/backup/index.ts'
import { extensionPoint } from '../platform/modules/index.ts'
import { type AudienceSource, noticeText, openNotices, reachWith, registerNoticeRoutes } from './campaigns/index.ts'
import { type Gateways, holdAfterRestore, openCarrier, openOutbox } from './delivery/index.ts'

/** The topics that reminders are about, and the people they may go to. */
export const AUDIENCE = extensionPoint<AudienceSource>('notice.audience')

/** `gateways`: where messages go out. */
export const noticeModule = (gateways: Gateways): Module => ({
  name: 'notice',
  contribute({ extensions }) {
    extensions.add(AFTER_RESTORE, holdAfterRestore)
  },
  register(app, { services, jobs, extensions }) {
    const audience = extensions.one(AUDIENCE)
    registerNoticeRoutes(app, openNotices({ audience, gateways }))
    const { database, keys, clock, log } = services
    const reachOf = reachWith(keys, audience)
    const outbox = openOutbox({ database, keys, clock, log, gateways, reachOf, textOf: noticeText })
    const carrier = openCarrier(jobs, outbox, error => log.error({ err: error }, 'outbox'))
    app.addHook('onListen', async () => carrier.start())
    app.addHook('onClose', () => carrier.stop())
  },
})
