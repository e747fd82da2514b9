/**
 * Commands for a running server. An embedded store belongs to one process; while that is the server, a command is sent to it through a
 * socket in the data folder and carried out there. Only the user who owns the folder can open the socket.
 */
import { rmSync } from 'node:fs'
import { createServer, type IncomingMessage, request } from 'node:http'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { json } from 'node:stream/consumers'
import { z } from 'zod'
import { type Installation, runAt, type Terminal, terminal } from './terminal.ts'

const Line = z.object({
  args: z.array(z.string()).max(1_000),
  folder: z.string(),
  settings: z.record(z.string(), z.string()),
  /** What came by standard input, for commands that read it. */
  input: z.string().max(1_000_000),
})
type Line = z.infer<typeof Line>

const Part = z.union([z.object({ out: z.string() }), z.object({ err: z.string() }), z.object({ code: z.number().int() })])
type Part = z.infer<typeof Part>

/** Commands that need the store to themselves, or that make a server of their own. */
const APART = new Set(['serve', 'demo', 'db'])
/** Commands that read an ID number from standard input. */
const READS_INPUT = new Set(['certificate'])
const SETTINGS = ['MINGCE_LANG', 'LC_ALL', 'LC_MESSAGES', 'LANG'] as const

/** The command's first word: what is neither an option nor the folder of `--data`. */
const commandIn = (args: readonly string[]): string =>
  args.find((word, at) => !word.startsWith('-') && args[at - 1] !== '--data') ?? ''

const socketIn = (dataDir: string): string => join(dataDir, 'commands')

/** Carries out one command line. */
export type RunCommand = (args: readonly string[]) => Promise<number>

/** Takes commands for `ctx` until it is closed. Answers null where the folder cannot have a socket: commands then ask to stop the server. */
export const takeCommands = async (ctx: Installation, run: RunCommand): Promise<{ close(): Promise<void> } | null> => {
  if (ctx.database.kind !== 'pglite' || process.platform === 'win32') return null
  const path = socketIn(ctx.place.dataDir)
  const server = createServer(async (asked, answer) => {
    const line = Line.safeParse(await json(asked).catch(() => undefined))
    if (!line.success || APART.has(commandIn(line.data.args))) return void answer.writeHead(409).end()
    const { args, folder, settings, input } = line.data
    answer.writeHead(200, { 'content-type': 'application/x-ndjson' })
    const say = (part: Part): void => void answer.write(`${JSON.stringify(part)}\n`)
    const at: Terminal = {
      folder,
      settings,
      input: (async function* () {
        yield input
      })(),
      out: text => say({ out: text }),
      err: text => say({ err: text }),
      server: ctx,
    }
    say({ code: await runAt(at, () => run(args)) })
    answer.end()
  })
  rmSync(path, { force: true }) // of a server that was killed: the folder is ours
  const mask = process.umask(0o177)
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(path, resolve)
    })
  } catch (error) {
    ctx.log.warn({ err: error }, 'no socket for commands')
    return null
  } finally {
    process.umask(mask)
  }
  return { close: () => new Promise(resolve => server.close(() => resolve())) }
}

const textOf = async (input: Terminal['input']): Promise<string> => {
  let text = ''
  for await (const chunk of input) text += chunk
  return text
}

/** The server ended before it said how the command ended. */
export class ServerStopped extends Error {
  override readonly name = 'ServerStopped'
}

/** The answer to a request through a socket; null: nothing listens there. */
const send = (socketPath: string, body: string): Promise<IncomingMessage | null> =>
  new Promise(resolve => {
    request({ socketPath, method: 'POST', headers: { 'content-type': 'application/json' } })
      .once('error', () => resolve(null))
      .once('response', resolve)
      .end(body)
  })

/** Has the server of this folder carry out a command; null: none listens, or it does not take this command. */
export const askServer = async (dataDir: string, args: readonly string[]): Promise<number | null> => {
  if (terminal().server || process.platform === 'win32') return null
  const { folder, settings, input, out, err } = terminal()
  const line: Line = {
    args: [...args],
    folder,
    settings: Object.fromEntries(SETTINGS.flatMap(name => (settings[name] === undefined ? [] : [[name, settings[name]]]))),
    input: READS_INPUT.has(commandIn(args)) ? await textOf(input) : '',
  }
  const answer = await send(socketIn(dataDir), JSON.stringify(line))
  if (answer?.statusCode !== 200) {
    answer?.resume()
    return null
  }
  for await (const text of createInterface({ input: answer })) {
    const part = Part.parse(JSON.parse(text))
    if ('code' in part) return part.code
    if ('out' in part) out(part.out)
    else err(part.err)
  }
  throw new ServerStopped()
}
