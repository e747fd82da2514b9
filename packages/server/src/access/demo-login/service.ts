/** Opens the demo's issuer. It is loaded (with oidc-provider) only when asked for: a production installation never has it in memory. */
import type { DemoLogin } from './schema.ts'
import type { DemoLoginOptions } from './service.issuer.ts'

export const openDemoLogin = async (options: DemoLoginOptions): Promise<DemoLogin> => {
  const issuer = await import('./service.issuer.ts')
  return await issuer.openDemoLogin(options)
}
