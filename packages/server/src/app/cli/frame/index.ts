export { type Installation, openStore, placeOf, withInstallation } from './installation.ts'
export { EXIT, expectOk, Failed } from './outcome.ts'
export { bilingual, type Voice, voiceOf } from './say.ts'
