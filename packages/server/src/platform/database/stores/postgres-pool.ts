/** Connections to a PostgreSQL server: a pool for each kind of work, so that jobs never take the connections that requests wait for. */
import pg from 'pg'
import { asSqlError, DatabaseUnreachable, noteUnreachable } from '../errors.ts'
import { ASK_KEYS, type KeyFence, KeysReplaced } from '../key-fence.ts'
import { type PoolUse, PROBE_MS, WORK_KINDS, WORK_LIMITS, type WorkKind, type WorkLimits, workKind } from '../work-kind.ts'

/** A connection in use. */
export interface Lease {
  readonly client: pg.PoolClient
  readonly limits: WorkLimits
  /** For connections of its own beside this one. */
  readonly settings: pg.ClientConfig
  /** Runs a statement. With a limit for answers it is given up at the limit, and the connection is closed with `release`. */
  readonly ask: <T>(work: (settings: { query_timeout?: number }) => Promise<T>) => Promise<T>
  /** Gives the connection back, or closes it when an answer is still due. */
  release(broken?: boolean): void
}

export interface Pools {
  /** A connection for the kind of work that runs. @throws DatabaseUnreachable after `connectionMs` */
  lease(): Promise<Lease>
  use(): PoolUse[]
  end(): Promise<void>
}

const KEEP_ALIVE = { keepAlive: true, keepAliveInitialDelayMillis: 10_000 }

const settingsOf = (url: string, { connectionMs, statementMs, lockMs }: WorkLimits): pg.ClientConfig => ({
  connectionString: url,
  application_name: 'mingce',
  connectionTimeoutMillis: connectionMs,
  ...KEEP_ALIVE,
  options: [
    '-c timezone=UTC -c datestyle=ISO',
    ...(statementMs > 0 ? [`-c statement_timeout=${statementMs}`] : []),
    ...(lockMs > 0 ? [`-c lock_timeout=${lockMs}`] : []),
  ].join(' '),
})

const unreachable = (): DatabaseUnreachable => noteUnreachable(new DatabaseUnreachable())

/** Rejects with `DatabaseUnreachable` after `ms`, unless `work` ends before. */
const within = async <T>(ms: number, work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(unreachable()), ms)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

/** Whether the server answers on a new connection. */
const isAlive = async (settings: pg.ClientConfig): Promise<boolean> => {
  const client = new pg.Client({ ...settings, connectionTimeoutMillis: PROBE_MS })
  client.on('error', () => undefined)
  try {
    await within(
      PROBE_MS,
      client.connect().then(() => client.query('SELECT 1')),
    )
    return true
  } catch (error) {
    // Too many connections: it answers all the same.
    return error instanceof Error && 'code' in error && error.code === '53300'
  } finally {
    client.end().catch(() => undefined)
  }
}

/** Rejects when the server gives no sign of life while `work` waits for it; asked again and again. */
const whileAlive = async <T>(everyMs: number, settings: pg.ClientConfig, work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined
  const dead = new Promise<never>((_, reject) => {
    timer = setInterval(() => {
      isAlive(settings).then(alive => alive || reject(unreachable()), reject)
    }, everyMs)
  })
  try {
    return await Promise.race([work, dead])
  } finally {
    clearInterval(timer)
  }
}

/** Whoever waited long for a connection still has this long for the first statement. */
const SHORTEST_MS = 900

const leaseOf = (client: pg.PoolClient, limits: WorkLimits, settings: pg.ClientConfig, waitedMs: number): Lease => {
  const { answerMs, probeAfterMs } = limits
  let abandoned = false
  // The first statement shares its time with the wait for the connection: a frozen server may have given the connection long ago.
  let left = answerMs - waitedMs
  return {
    client,
    limits,
    settings,
    async ask(work) {
      try {
        if (answerMs === 0) return await work({})
        const ms = Math.max(left, SHORTEST_MS)
        left = answerMs
        const asked = work({ query_timeout: ms })
        return await (probeAfterMs > 0 ? whileAlive(probeAfterMs, settings, asked) : within(ms + 100, asked))
      } catch (error) {
        const known = asSqlError(error)
        if (known instanceof DatabaseUnreachable) abandoned = true
        throw known
      }
    },
    release: broken => client.release(broken === true || abandoned),
  }
}

/** The version of the keys that the database was under when the connection was made. @throws KeysReplaced while they are being changed */
const versionSeen = async (client: pg.PoolClient): Promise<number> => {
  try {
    // Several statements give several results, which the driver's types do not say.
    const results: unknown = await client.query(ASK_KEYS)
    const [lock, version] = results as readonly pg.QueryResult[]
    if (lock?.rows[0]?.free !== true) throw new KeysReplaced()
    return Number(version?.rows[0]?.value ?? 1)
  } catch (error) {
    // Before the first migration there is no such table.
    if (error instanceof pg.DatabaseError && error.code === '42P01') return 1
    throw error
  }
}

/** Asks once for each connection, and at each use compares with the keys of this process. */
const expectKeys = async (client: pg.PoolClient, versions: WeakMap<pg.PoolClient, number>, keys: KeyFence): Promise<void> => {
  const seen = versions.get(client) ?? (await versionSeen(client))
  versions.set(client, seen)
  keys.expectBound(seen)
}

export const openPools = (url: string, maxConnections: number, keys: KeyFence): Pools => {
  const versions = new WeakMap<pg.PoolClient, number>()
  const pools = new Map<WorkKind, { pool: pg.Pool; settings: pg.ClientConfig }>()
  for (const kind of WORK_KINDS) {
    const settings = settingsOf(url, WORK_LIMITS[kind])
    const pool = new pg.Pool({ ...settings, max: kind === 'batch' ? Math.ceil(maxConnections / 2) : maxConnections })
    // A connection that the server ends is replaced at the next use. Without a listener its `error` event would end this process: the pool
    // listens only to idle connections, so each gets a listener for the time that it is in use.
    pool.on('error', () => undefined)
    pool.on('connect', client => client.on('error', () => undefined))
    pools.set(kind, { pool, settings })
  }

  return {
    async lease() {
      const kind = workKind()
      const limits = WORK_LIMITS[kind]
      const { pool, settings } = pools.get(kind) as { pool: pg.Pool; settings: pg.ClientConfig }
      const began = performance.now()
      // The pool's own limit begins anew when it makes a connection for who waited in its queue.
      const connecting = pool.connect()
      let late = false
      connecting.then(
        client => late && client.release(),
        () => undefined,
      )
      try {
        const client = await within(limits.connectionMs, connecting)
        try {
          await within(limits.connectionMs, expectKeys(client, versions, keys))
        } catch (error) {
          client.release(true)
          throw error
        }
        return leaseOf(client, limits, settings, performance.now() - began)
      } catch (error) {
        late = true
        throw asSqlError(error)
      }
    },
    use: () =>
      [...pools].map(([kind, { pool }]) => ({
        kind,
        open: pool.totalCount,
        idle: pool.idleCount,
        waiting: pool.waitingCount,
      })),
    async end() {
      await Promise.all([...pools.values()].map(({ pool }) => pool.end()))
    },
  }
}
