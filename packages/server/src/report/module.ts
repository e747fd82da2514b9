import type { Module } from '../access/index.ts'
import { WAITING_WORK } from '../election/index.ts'
import { registerReportRoutes } from './routes.ts'
import { electionOverview, electionWork } from './service.ts'

export const reportModule: Module = {
  name: 'report',
  register(app, { extensions }) {
    const findWork = extensions.all(WAITING_WORK)
    registerReportRoutes(app, {
      electionOverview: (ctx, electionId) => electionOverview(ctx, electionId, findWork),
      electionWork: (ctx, electionId) => electionWork(ctx, electionId, findWork),
    })
  },
}
