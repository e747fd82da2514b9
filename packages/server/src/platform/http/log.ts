/** The log records operations and routes, never persons: no URLs (their queries may contain names), no bodies, no cookies. */
import { type DestinationStream, type Logger, pino } from 'pino'

/** A message without anything that could be personal data: numbers, names, quoted values. */
const withoutPeople = (message: string): string =>
  message
    .replace(/"[^"]*"|'[^']*'|\([^)]*\)/g, '…')
    .replace(/[\p{Script=Han}·〇]+/gu, '…')
    .replace(/\d{4,}/g, '…')
    .slice(0, 300)

const frames = (error: Error): string[] =>
  (error.stack ?? '')
    .split('\n')
    .filter(line => /^\s+at /.test(line))
    .map(line => line.trim())
    .slice(0, 12)

/** An error for the log: its kind and its place. Database drivers put whole rows into messages and fields, so these are left out. */
const errorForLog = (error: unknown): Record<string, unknown> => {
  if (!(error instanceof Error)) return { name: typeof error }
  const { code, state } = error as { code?: unknown; state?: unknown }
  return {
    name: error.name,
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof state === 'string' ? { state } : {}),
    message: withoutPeople(error.message),
    frames: frames(error),
    ...(error.cause === undefined ? {} : { cause: errorForLog(error.cause) }),
  }
}

/** The program's log: lines of JSON on `destination`, by default standard error. */
export const openLog = (options: { readonly level?: string; readonly destination?: DestinationStream } = {}): Logger =>
  pino(
    {
      level: options.level ?? 'info',
      base: null,
      serializers: {
        err: errorForLog,
        error: errorForLog,
        req: (request: { method?: string; routeOptions?: { url?: string } }) => ({
          method: request.method,
          route: request.routeOptions?.url,
        }),
        res: (reply: { statusCode?: number }) => ({ status: reply.statusCode }),
      },
      redact: {
        paths: ['password', '*.password', 'cookie', '*.cookie', 'headers', '*.headers', '*.token', '*.phone', '*.number'],
        remove: true,
      },
    },
    options.destination ?? pino.destination(2),
  )
