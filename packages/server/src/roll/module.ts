import path from 'node:path'
import type { Module } from '../access/index.ts'
import { LIST_PUBLISHED } from '../election/index.ts'
import { LISTED_VOTERS } from '../registration/index.ts'
import * as objection from './objection/index.ts'
import * as proof from './proof/index.ts'
import { listPublishedOn, openListedLookup, openRollUseCases, registerRollRoutes } from './publish/index.ts'

export const rollModule: Module = {
  name: 'roll',
  contribute({ extensions, services }) {
    extensions.add(LIST_PUBLISHED, listPublishedOn)
    extensions.add(LISTED_VOTERS, openListedLookup(services.database))
  },
  register(app, { services, jobs, dataDir }) {
    registerRollRoutes(app, openRollUseCases(jobs, services, path.join(dataDir, 'rolls')))
    objection.registerObjectionRoutes(app, objection)
    proof.registerProofRoutes(app, proof)
  },
}
