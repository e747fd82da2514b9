export { type DemoLogin, type DemoPerson, fetchInside, mountDemoLogin } from './routes.ts'
export { type DemoLoginOptions, openDemoLogin } from './service.issuer.ts'
