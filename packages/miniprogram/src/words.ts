/** The few words of the shell; everything else is said by the portal. */
import type { Shell } from './address.ts'

const ZH = {
  title: '选民登记',
  who: '区县、乡镇人民代表大会代表选举',
  what: '登记、核对名单、查选区和登记站。三步，大约十秒。',
  enter: '进入选民登记',
  login: '用城市服务登录',
  refused: '没有打开登录用的小程序，可以直接进入再登录。',
  failed: '页面打不开',
  failedNext: '检查网络后再试。已经提交的内容不会重复；急的话到登记站办理。',
  retry: '再试一次',
  share: '选民登记：登记、核对名单、查登记站',
} as const

const EN: Record<keyof typeof ZH, string> = {
  title: 'Register to vote',
  who: 'Elections of people’s congress deputies in districts and townships',
  what: 'Register, check the list, find your district and station. Three steps, about ten seconds.',
  enter: 'Go to voter registration',
  login: 'Sign in with the city service',
  refused: 'The mini program for signing in was not opened; go on and sign in there.',
  failed: 'The page could not be opened',
  failedNext: 'Check the network and try again. What you sent is never made twice; if it is urgent, go to a station.',
  retry: 'Try again',
  share: 'Voter registration: register, check the list, find your station',
}

export type Words = Record<keyof typeof ZH, string>
export const wordsOf = (language: Shell['language']): Words => (language === 'en' ? EN : ZH)
