/** Some people of each kind, to sign in as at a demo's login. */
export { openSample } from './service.ts'
