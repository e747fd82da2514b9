/** Set when the mini program is built (build.mjs); these values are for its tests. */

export interface Config {
  /** Address of the portal, without a slash at the end. It has to be a business domain (业务域名) of the mini program. */
  readonly portal: string
  /** The mini program of a city that signs people in, where there is one. */
  readonly login: { readonly appId: string; readonly path: string } | null
}

export const CONFIG: Config = { portal: 'https://mingce.invalid', login: null }
