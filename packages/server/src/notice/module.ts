import type { Module } from '../access/index.ts'
import * as campaigns from './campaigns/index.ts'
import { type Gateways, openCarrier, openOutbox } from './delivery/index.ts'

/** `gateways`: where messages go out. */
export const noticeModule = (gateways: Gateways): Module => ({
  name: 'notice',
  register(app, { services, jobs }) {
    campaigns.registerNoticeRoutes(app, {
      ...campaigns,
      previewReminder: (ctx, electionId, reminder) => campaigns.previewReminder(ctx, electionId, reminder, gateways),
      sendReminder: (ctx, electionId, reminder) => campaigns.sendReminder(ctx, electionId, reminder, gateways),
      retryNotices: (ctx, electionId, campaign) => campaigns.retryNotices(ctx, electionId, campaign, gateways),
      findNotices: (ctx, electionId) => campaigns.findNotices(ctx, electionId, gateways),
    })
    const { database, keys, clock, log } = services
    const reachOf = campaigns.reachWith(keys)
    const outbox = openOutbox({ database, keys, clock, log, gateways, reachOf, textOf: campaigns.noticeText })
    const carrier = openCarrier(jobs, outbox, error => log.error({ err: error }, 'outbox'))
    app.addHook('onListen', async () => carrier.start())
    app.addHook('onClose', () => carrier.stop())
  },
})
