/** Where the portal is, what it is told about its shell, and what another mini program may hand over. Pure. */

export interface Shell {
  readonly language: 'zh-CN' | 'en'
  readonly large: boolean
  /** Id of a log-in to go to at once; null: the portal asks. */
  readonly signIn: string | null
}

/** The system's large type begins here: WeChat's ordinary size is 16. */
const LARGE_FROM = 20
const LOGIN_ID = /^[a-z0-9][a-z0-9-]{0,39}$/

/** The portal in this shell; `base` ends without a slash. */
export const portalAddress = (base: string, { language, large, signIn }: Shell): string => {
  const said = ['embed=mini-program', `lang=${language}`, `type=${large ? 'large' : 'normal'}`]
  if (signIn !== null && LOGIN_ID.test(signIn)) said.push(`sign-in=${signIn}`)
  return `${base}/?${said.join('&')}`
}

/** What a log-in's mini program hands back: only which log-in it is. Who someone is, its own session tells the server. */
export const handedOver = (extraData: unknown): string | null => {
  if (typeof extraData !== 'object' || extraData === null || !('login' in extraData)) return null
  const { login } = extraData
  return typeof login === 'string' && LOGIN_ID.test(login) ? login : null
}

export const isLarge = (fontSize: number | undefined): boolean => (fontSize ?? 16) >= LARGE_FROM

/** WeChat names languages zh_CN, zh_TW, en …: Chinese unless it is English. */
export const languageOf = (named: string | undefined): Shell['language'] => (named?.startsWith('en') ? 'en' : 'zh-CN')
