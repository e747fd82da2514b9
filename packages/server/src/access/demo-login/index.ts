export { fetchInside, mountDemoLogin } from './routes.ts'
export type { DemoLogin, DemoPerson } from './schema.ts'
export type { DemoLoginOptions } from './service.issuer.ts'
export { openDemoLogin } from './service.ts'
