import path from 'node:path'
import type { Module } from '../access/index.ts'
import { registerHelpRoutes } from './routes.ts'
import { openHelp } from './service.open.ts'

export const helpModule: Module = {
  name: 'help',
  register: (app, { services, dataDir }) => registerHelpRoutes(app, openHelp(services.database, path.join(dataDir, 'help'))),
}
