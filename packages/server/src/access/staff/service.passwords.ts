/**
 * Which passwords are accepted: long enough, not one that guessers try first, and not made of what everybody knows of the account. zxcvbn
 * estimates how many guesses a password withstands, from lists of passwords that became known and from patterns of keyboards and dates.
 */
import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common'
import { PASSWORD_MIN } from './auth/index.ts'

const PASSWORD_MAX = 128

/** Of zxcvbn's scores from 0 to 4: at least 10⁸ guesses, so that a slowed-down attacker needs decades. */
const LEAST_SCORE = 3

/** Words that guessers of this system try; the lists contain few words in pinyin. */
const OWN_WORDS = [
  ...['mingce', 'xuanmin', 'xuanju', 'dengji', 'renda', 'daibiao', 'weiyuanhui', 'jiedao', 'shequ', 'xuanban', 'dangan'],
  ...['beijing', 'shanghai', 'guangzhou', 'shenzhen', 'zhongguo', 'china', 'admin', 'guanliyuan', 'mima', 'password', 'demo'],
  ...['woaini', 'aini', 'woaiwojia', 'woshishui', 'nihao', 'wang', 'zhang', 'liu', 'chen', 'zhao', 'huang', 'zhou'],
  ...['1314', '520', '521', '5201314', '1314520', '666', '888', '8888', '6666', '168', '123', '1234', '123456'],
  ...['名册', '选民', '登记', '选举', '人大', '代表', '委员会', '街道', '社区', '密码', '管理员', '中国', '北京', '你好'],
]

/** The demo's password, which its sign-in page shows. */
export const DEMO_PASSWORD = 'mingce-demo'

let checker: ZxcvbnFactory | undefined

const isCommon = (password: string, words: readonly string[]): boolean => {
  checker ??= new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs })
  return checker.check(password, [...OWN_WORDS, ...words]).score < LEAST_SCORE
}

/** Case, spaces and dashes are no difference. */
const bare = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\-_.]/g, '')

export interface PasswordOwner {
  readonly username: string
  readonly name?: string | undefined
  /** The password before, which an initial one or a code may be: its maker knows it. */
  readonly before?: string | undefined
}

/** Whether a password is accepted for this account. */
export const isFitPassword = (password: string, { username, name = '', before }: PasswordOwner): boolean => {
  const plain = bare(password)
  return (
    password.length >= PASSWORD_MIN &&
    password.length <= PASSWORD_MAX &&
    !plain.includes(bare(username)) &&
    !(before !== undefined && (plain.includes(bare(before)) || bare(before).includes(plain))) &&
    !plain.includes(bare(DEMO_PASSWORD)) &&
    !isCommon(
      password,
      [username, name].filter(word => word !== ''),
    )
  )
}
