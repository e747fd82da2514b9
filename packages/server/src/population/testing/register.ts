/** A population register for tests: the real service or a faulty one, over real HTTPS with certificates on both sides. */
import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import pino from 'pino'
import type { RegisterPeople } from '../register-server/index.ts'
import { buildRegisterServer } from '../register-server/index.ts'
import type { BatchAnswer, RegisterQuestion } from '../sources/index.ts'
import { type CertificateFiles, createAuthority, type TestAuthority } from './certificates.ts'

export interface RegisterTls {
  readonly authority: TestAuthority
  /** Of the register. */
  readonly service: CertificateFiles
  /** Of the office that asks. */
  readonly office: CertificateFiles
}

export const createTls = async (folder: string): Promise<RegisterTls> => {
  const authority = await createAuthority(folder)
  return { authority, service: await authority.issue('register'), office: await authority.issue('office') }
}

export interface RunningRegister {
  readonly url: string
  readonly port: number
  stop(): Promise<void>
}

/** Names and hukou areas by number, as the data of a register. */
export const peopleOf = (
  known: Readonly<Record<string, { readonly name: string; readonly hukouArea: string | null }>>,
): RegisterPeople => ({
  people: Object.keys(known).length,
  rows: 0,
  left: 0,
  refused: 0,
  repeated: 0,
  answer: questions =>
    questions.map(({ ref, name, number }): BatchAnswer => {
      const person = known[number]
      if (!person) return { ref, answer: 'unknown', hukouArea: null }
      return person.name === name ? { ref, answer: 'yes', hukouArea: person.hukouArea } : { ref, answer: 'no', hukouArea: null }
    }),
})

/** The real service. */
export const startRegister = async (
  tls: RegisterTls,
  people: () => RegisterPeople | null,
  options: { readonly port?: number; readonly perSecond?: number } = {},
): Promise<RunningRegister> => {
  const app = buildRegisterServer({
    tls: {
      cert: await readFile(tls.service.cert),
      key: await readFile(tls.service.key),
      clientCa: await readFile(tls.authority.ca),
    },
    people,
    log: pino({ enabled: false }),
    perSecond: options.perSecond,
  })
  await app.listen({ host: '127.0.0.1', port: options.port ?? 0 })
  const { port } = app.server.address() as AddressInfo
  return { url: `https://127.0.0.1:${port}`, port, stop: () => app.close() }
}

export interface Asked {
  readonly path: string
  readonly headers: Readonly<Record<string, unknown>>
  readonly questions: readonly RegisterQuestion[]
}

/** How a faulty register responds: with a status, headers and a body, or never. */
export type Reply =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body: string }
  | 'never'
  | 'hang-up'

/** A register whose responses are set by the test; it records its requests. */
export const startFaultyRegister = async (
  tls: Pick<RegisterTls, 'authority' | 'service'>,
  reply: (asked: Asked) => Reply | Promise<Reply>,
  port = 0,
): Promise<RunningRegister & { readonly asked: Asked[] }> => {
  const asked: Asked[] = []
  const server: Server = createServer(
    {
      cert: await readFile(tls.service.cert),
      key: await readFile(tls.service.key),
      ca: await readFile(tls.authority.ca),
      requestCert: true,
      rejectUnauthorized: true,
    },
    async (request, response) => {
      let text = ''
      for await (const chunk of request) text += chunk
      const body = JSON.parse(text)
      const one = { path: request.url ?? '', headers: request.headers, questions: body.questions ?? [{ ref: '0', ...body }] }
      asked.push(one)
      const what = await reply(one)
      if (what === 'never') return
      if (what === 'hang-up') {
        request.socket.destroy()
        return
      }
      response.writeHead(what.status, { 'content-type': 'application/json', ...what.headers }).end(what.body)
    },
  )
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve))
  const address = server.address() as AddressInfo
  return {
    url: `https://127.0.0.1:${address.port}`,
    port: address.port,
    asked,
    stop: () =>
      new Promise<void>(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** A valid response to one question or many. */
export const replyOf = ({ path, questions }: Asked, answers: readonly Omit<BatchAnswer, 'ref'>[]): Reply => {
  const [first] = answers
  if (path.endsWith('/check')) return { status: 200, body: JSON.stringify(first) }
  return {
    status: 200,
    body: JSON.stringify({ answers: questions.map(({ ref }, index) => ({ ref, ...(answers[index] ?? first) })) }),
  }
}
