/** Types of build.mjs. */
export interface BuildOptions {
  readonly portal: string
  /** `<app id>:<path>` of the mini program that signs people in. */
  readonly login?: string | undefined
  /** Takes http too, for a portal on this machine. */
  readonly local?: boolean
}
export declare const configOf: (options: BuildOptions) => {
  readonly portal: string
  readonly login: { readonly appId: string; readonly path: string } | null
}
export declare const build: (options: BuildOptions & { readonly out: string; readonly appId?: string | undefined }) => void
