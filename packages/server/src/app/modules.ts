/**
 * The modules of the server, from left to right. A new module is one line here. app/server/open.ts puts the console and `access` before them,
 * which take settings of their own.
 */
import type { Module, ModuleContext } from '../access/index.ts'
import { areaModule } from '../area/index.ts'
import { certificateModule } from '../certificate/index.ts'
import { districtModule } from '../district/index.ts'
import { electionModule } from '../election/index.ts'
import { helpModule } from '../help/index.ts'
import { type Gateways, noticeModule } from '../notice/index.ts'
import { Extensions } from '../platform/modules/index.ts'
import { populationModule } from '../population/index.ts'
import { registrationModule } from '../registration/index.ts'
import { reportModule } from '../report/index.ts'
import { rollModule } from '../roll/index.ts'
import { trainingModule } from '../training/index.ts'

export const modulesWith = (gateways: Gateways): readonly Module[] => [
  areaModule,
  noticeModule(gateways),
  electionModule,
  districtModule,
  populationModule,
  registrationModule,
  rollModule,
  certificateModule,
  reportModule,
  helpModule,
  trainingModule,
]

/** Everything that modules add to one another. Compose it before the first module registers its routes. */
export const composeExtensions = (modules: readonly Module[], services: ModuleContext['services']): Extensions => {
  const extensions = new Extensions()
  for (const module of modules) module.contribute?.({ services, extensions })
  return extensions
}
