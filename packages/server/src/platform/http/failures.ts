/**
 * Maps the failures of use cases to HTTP responses. Use cases return a `Result`; each module has one closed table from its codes to a status
 * and a text in both languages. The type check fails if a use case returns a code that is missing from the table.
 */
import type { Result, Text } from '@mingce/domain/result'

/** The response to one expected failure. */
export interface FailureResponse {
  readonly status: 400 | 401 | 403 | 404 | 409 | 410 | 413 | 415 | 422 | 429 | 503 | 507
  readonly text: Text
  readonly next?: Text
  /** Seconds after which the client may send the request again. */
  readonly retryAfter?: number
}

export type FailureTable<Code extends string = string> = Readonly<Record<Code, FailureResponse>>

/** A use case's failure: a code and, optionally, the field, a more specific text and what to do next. */
export interface Failure<Code extends string = string> {
  readonly code: Code
  readonly field?: string | undefined
  /** Replaces the table's text. */
  readonly text?: Text | undefined
  readonly next?: Text | undefined
  /** Seconds after which the client may try again, where they depend on the case. */
  readonly retryAfter?: number | undefined
}

/** Thrown in a route handler; the error handler answers with it. */
export class Refusal extends Error {
  readonly response: FailureResponse
  readonly failure: Failure
  constructor(failure: Failure, response: FailureResponse) {
    super(failure.code)
    this.name = 'Refusal'
    this.failure = failure
    this.response = response
  }
}

/** For a module's table: `unwrap` returns a result's value or throws its refusal; `refuse` makes a refusal to throw. */
export const failuresOf = <Code extends string>(table: FailureTable<Code>) => ({
  unwrap: <T>(result: Result<T, Failure<NoInfer<Code>>>): T => {
    if (result.ok) return result.value
    throw new Refusal(result.error, table[result.error.code])
  },
  refuse: (failure: Failure<NoInfer<Code>>): Refusal => new Refusal(failure, table[failure.code]),
})

const t = (zh: string, en: string): Text => ({ zh, en })

/** Failures that any route may answer with. */
export const HTTP_FAILURES = {
  'request.invalid': {
    status: 400,
    text: t('请求内容不符合要求', 'The request is invalid'),
    next: t('更正所指的一项后重新提交', 'Correct the named field and submit it again'),
  },
  'request.cross-site': {
    status: 403,
    text: t('请求来自其他网站，未予执行', 'The request came from another site and was rejected'),
    next: t('请在本系统的页面上操作', 'Use the pages of this system'),
  },
  'request.too-large': {
    status: 413,
    text: t('内容过大', 'The content is too large'),
    next: t('请分成几个文件报送', 'Split it into several files'),
  },
  'request.unsupported': {
    status: 415,
    text: t('不支持这种内容类型', 'This content type is not supported'),
    next: t('请发送 JSON 或带文件的表单（multipart/form-data）', 'Send JSON, or a form with a file (multipart/form-data)'),
  },
  'request.too-many': {
    status: 429,
    text: t('操作过于频繁', 'Too many requests'),
    next: t('请稍候再试', 'Wait a moment and try again'),
  },
  'request.id-taken': {
    status: 409,
    text: t('这个请求编号已经用于另一项操作', 'This request id was already used for a different operation'),
    next: t('刷新页面后重新提交', 'Reload the page and submit again'),
  },
  'store.refused': {
    status: 503,
    text: t('数据库暂时无法完成此操作', 'The database cannot complete this operation now'),
    next: t('请告诉管理员', 'Contact your administrator'),
  },
  'number.several': {
    status: 409,
    text: t(
      '同一姓名和出生日期已经查过另一个身份证号，这个号码没有查询',
      'Another ID number was looked up before for this name and birth date; this one was not looked up',
    ),
    next: t(
      '对照身份证原件核对号码；先前输错的，请另一名工作人员查询',
      'Compare the number with the ID card; if the first one was mistyped, ask another officer to look it up',
    ),
  },
  'not-found': { status: 404, text: t('没有找到，或不在您的工作区域内', 'Not found, or outside your area') },
  'sign-in.needed': {
    status: 401,
    text: t('请先登录', 'Please sign in'),
    next: t('登录后重试', 'Sign in and try again'),
  },
  forbidden: {
    status: 403,
    text: t('您的岗位或工作区域不能办理此事', 'Your role or area does not permit this'),
    next: t('请有此职责的同事办理', 'Ask a colleague who is responsible for it'),
  },
} as const satisfies FailureTable

export const httpFailures = failuresOf(HTTP_FAILURES)

/** The text for a bug: no details, only the id under which the log has it. */
export const UNEXPECTED: Text = t(
  '系统出错，未能完成；请把编号告诉管理员',
  'An internal error occurred and the operation was not completed. Give the id to your administrator',
)
