/** Practice on a demo. */
import type { Module } from '../access/index.ts'
import { openPractice, registerPracticeRoutes } from './course/index.ts'

export const trainingModule: Module = {
  name: 'training',
  register(app, { dataDir }) {
    registerPracticeRoutes(app, openPractice(dataDir))
  },
}
