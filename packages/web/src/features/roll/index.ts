/** The voter list: publication, verification and objections. */
export { ObjectionsPage } from './objection/index.ts'
export { PlacesPage } from './place/index.ts'
export { RollPage } from './publish/index.ts'
export { Root } from './verify/index.ts'
