/** The page's address and the bridge to the app that shows it. */
export { hashOf, type Parameters, type Place, readHash, readParameters, returnPath, type View } from './address.ts'
export { postToHost } from './bridge.ts'
