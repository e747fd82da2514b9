/** Where a command is run: in its own process, or inside the server that has the embedded store open, for someone at another terminal. */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Context } from '../../../access/index.ts'

export interface Place {
  /** Folder of the embedded store; also of the key and the sealed files of a server's store. */
  readonly dataDir: string
  /** A PostgreSQL server, instead of the embedded store. */
  readonly url: string | undefined
}

export interface Installation extends Context {
  readonly place: Place
}

export interface Terminal {
  /** Files on the command line are relative to it. */
  readonly folder: string
  readonly settings: Readonly<Record<string, string | undefined>>
  readonly input: AsyncIterable<string | Buffer>
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  /** Inside a server: its installation, which stays open. */
  readonly server?: Installation
}

const OWN: Terminal = {
  folder: process.cwd(),
  settings: process.env,
  input: process.stdin,
  out: text => void process.stdout.write(text),
  err: text => void process.stderr.write(text),
}

const terminals = new AsyncLocalStorage<Terminal>()

export const terminal = (): Terminal => terminals.getStore() ?? OWN

/** Runs a command for another terminal. */
export const runAt = <T>(other: Terminal, work: () => Promise<T>): Promise<T> => terminals.run(other, work)
