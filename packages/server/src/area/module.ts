import type { Module } from '../access/index.ts'
import { registerAreaRoutes } from './routes.ts'
import { addAreas, findAddedAreas, findAreas } from './service.ts'

export const areaModule: Module = {
  name: 'area',
  register: app => registerAreaRoutes(app, { findAreas, findAddedAreas, addAreas }),
}
