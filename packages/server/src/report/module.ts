import type { Module } from '../access/index.ts'
import { registerReportRoutes } from './routes.ts'
import { electionOverview } from './service.ts'

export const reportModule: Module = { name: 'report', register: app => registerReportRoutes(app, { electionOverview }) }
