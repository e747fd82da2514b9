/**
 * From what a use case refuses to what a browser gets. Use cases answer with `Result`; each room keeps one closed table from its codes to
 * a status and two sentences, and the type check fails when a use case has a code that the table has not.
 */
import type { Result, Text } from '@mingce/domain/result'

/** How one expected failure is told. */
export interface Telling {
  readonly status: 400 | 401 | 403 | 404 | 409 | 410 | 413 | 415 | 422 | 429 | 503
  readonly text: Text
  readonly next?: Text
}

export type FailureTable<Code extends string = string> = Readonly<Record<Code, Telling>>

/** What a use case fails with: a code, and where it has them, the field, a sentence of its own and what to do next. */
export interface Failure<Code extends string = string> {
  readonly code: Code
  readonly field?: string | undefined
  /** Said instead of the table's sentence, where this case knows more. */
  readonly text?: Text | undefined
  readonly next?: Text | undefined
}

/** Carries an expected failure out of a handler to the one place that answers with it. */
export class Refusal extends Error {
  readonly telling: Telling
  readonly failure: Failure
  constructor(failure: Failure, telling: Telling) {
    super(failure.code)
    this.name = 'Refusal'
    this.failure = failure
    this.telling = telling
  }
}

/** For a room's table: `unwrap` opens a use case's result or refuses in the table's words, `refuse` refuses at once. */
export const failuresOf = <Code extends string>(table: FailureTable<Code>) => ({
  unwrap: <T>(result: Result<T, Failure<NoInfer<Code>>>): T => {
    if (result.ok) return result.value
    throw new Refusal(result.error, table[result.error.code])
  },
  refuse: (failure: Failure<NoInfer<Code>>): Refusal => new Refusal(failure, table[failure.code]),
})

const t = (zh: string, en: string): Text => ({ zh, en })

/** What any route may answer, whatever its room. */
export const HTTP_FAILURES = {
  'request.invalid': {
    status: 400,
    text: t('请求内容不符合要求', 'The request is not as it has to be'),
    next: t('更正所指的一项后重新提交', 'Correct the named field and send again'),
  },
  'request.cross-site': {
    status: 403,
    text: t('请求来自其他网站，未予执行', 'The request came from another site and was not carried out'),
    next: t('请在本系统的页面上操作', 'Work from the pages of this system'),
  },
  'request.too-large': {
    status: 413,
    text: t('内容过大', 'This is too large'),
    next: t('请分成几个文件报送', 'Split it into several files'),
  },
  'request.unsupported': {
    status: 415,
    text: t('不支持这种内容类型', 'This type of content is not taken'),
    next: t('JSON 或带文件的表单（multipart/form-data）', 'Send JSON, or a form with a file (multipart/form-data)'),
  },
  'request.too-many': {
    status: 429,
    text: t('操作过于频繁', 'Too many requests'),
    next: t('请稍候再试', 'Wait a little and try again'),
  },
  'request.id-taken': {
    status: 409,
    text: t('这个请求编号已经用于另一项操作', 'This request id was already used for something else'),
    next: t('刷新页面后重新提交', 'Load the page again and submit again'),
  },
  'store.refused': {
    status: 503,
    text: t('数据库现在不能完成此事', 'The database cannot do this now'),
    next: t('请告诉管理员', 'Tell your administrator'),
  },
  'store.unreachable': {
    status: 503,
    text: t('暂时无法连接数据库', 'The database cannot be reached at the moment'),
    next: t(
      '请稍候再试；如果刚才正在保存，请先查看是否已经保存',
      'Try again in a moment; if you were saving, check first whether it was saved',
    ),
  },
  'not-found': { status: 404, text: t('没有找到，或不在您的工作区域内', 'Not found, or not in your area') },
  'sign-in.needed': {
    status: 401,
    text: t('请先登录', 'Please sign in'),
    next: t('登录后重试', 'Sign in and try again'),
  },
  forbidden: {
    status: 403,
    text: t('您的岗位或工作区域不能办理此事', 'Your role or your area does not cover this'),
    next: t('请有此职责的同事办理', 'Ask a colleague whose job it is'),
  },
} as const satisfies FailureTable

export const httpFailures = failuresOf(HTTP_FAILURES)

/** What is said of a bug: nothing of its inside, but the id under which the log has it. */
export const UNEXPECTED: Text = t(
  '系统出错，未能完成；请把编号告诉管理员',
  'Something went wrong here and this was not done; give the id to your administrator',
)
