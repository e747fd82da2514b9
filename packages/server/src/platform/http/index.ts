/** HTTP for all modules: the application, errors, OpenAPI description, uploads, pages, rate limits, log. */
export { openApp } from './app.ts'
export { attachment } from './attachment.ts'
export { compressAnswers } from './compress.ts'
export { type Failure, type FailureResponse, type FailureTable, failuresOf, HTTP_FAILURES, httpFailures } from './failures.ts'
export { openLog } from './log.ts'
export { describeApi } from './openapi.ts'
export { servePages } from './pages.ts'
export { networkOf, originOf, readTrustedProxies } from './proxies.ts'
export { limitRates } from './rate-limit.ts'
export {
  AreaCode,
  AreaSchema,
  answers,
  Cursor,
  Day,
  ErrorBody,
  Failed,
  FileAnswer,
  GivenDay,
  Instant,
  Next,
  NumberInPath,
  offsetOf,
  Reason,
  RetryHeaders,
  TextSchema,
  WrittenReason,
} from './schemas.ts'
export { acceptUploads, type ReceivedFile, receiveUpload } from './uploads.ts'
