import type { Module } from '../access/index.ts'
import { LIST_PUBLISHED, openTimetable, WAITING_WORK } from '../election/index.ts'
import { registerReportRoutes } from './routes.ts'
import { electionTownships } from './service.townships.ts'
import { electionOverview, electionWork } from './service.ts'

export const reportModule: Module = {
  name: 'report',
  register(app, { extensions }) {
    const timetables = openTimetable(extensions.one(LIST_PUBLISHED))
    const findWork = extensions.all(WAITING_WORK)
    registerReportRoutes(app, {
      electionOverview: (ctx, electionId) => electionOverview(ctx, electionId, findWork),
      electionTownships: (ctx, electionId, township) => electionTownships(ctx, electionId, township, timetables),
      electionWork: (ctx, electionId) => electionWork(ctx, electionId, findWork),
    })
  },
}
