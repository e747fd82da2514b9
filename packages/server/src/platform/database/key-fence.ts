/**
 * The fence around a change of person keys (docs/adr/0015). A process that has the keys of one version in memory may send statements only
 * while the database is under that version: otherwise it would find nobody, and register everybody a second time.
 *
 * Whoever changes the keys holds `KEYS_LOCK` in its transaction and ends all other connections. A new connection asks for the lock and the
 * version before it is used: it is refused while the lock is held, and afterwards where the version is another one.
 */
import { DatabaseUnreachable } from './errors.ts'

/** Key of PostgreSQL's advisory lock. */
export const KEYS_LOCK = 7_072_618_901

/** Row of `installation` with the version; without it, 1. */
export const KEYS_VERSION = 'key-version'

/** Two statements, so that the second sees what was committed before the first had the lock. */
export const ASK_KEYS = `SELECT pg_try_advisory_xact_lock_shared(${KEYS_LOCK}) AS free; SELECT value FROM installation WHERE name = '${KEYS_VERSION}'`

/** The person keys are being changed, or this process still has those before. Like a lost connection: jobs run again, requests may be repeated. */
export class KeysReplaced extends DatabaseUnreachable {
  constructor() {
    super('08006', undefined, {
      zh: '安装密钥和人员键刚刚更换，本程序须重新打开数据库。请几秒钟后再试；如果刚才正在保存，请先查看是否已经保存。',
      en: 'The keys of the installation were just changed, and this program has to open the database anew. Try again in a few seconds; if something was being saved, check first whether it was.',
    })
  }
}

/** What one process knows of the keys that it works with. */
export class KeyFence {
  #bound: number | undefined
  #isReplaced = false
  #isChanging = false
  #announce: () => void = () => undefined
  /** Resolves when the keys that this process is bound to were replaced. */
  readonly replaced: Promise<void> = new Promise(resolve => {
    this.#announce = resolve
  })

  /** From now on only connections under this version are used. */
  bind(version: number): void {
    this.#bound = version
  }

  /** Whether this process is about to change the keys. */
  get isChanging(): boolean {
    return this.#isChanging
  }

  /** Runs the change of keys; what is asked of the embedded store meanwhile looks at the keys when its turn comes. */
  async whileChanging<T>(change: () => Promise<T>): Promise<T> {
    this.#isChanging = true
    try {
      return await change()
    } finally {
      this.#isChanging = false
    }
  }

  /** This process itself changes the keys, and its other work still has those before: it ends with the transaction. */
  replace(): void {
    if (this.#bound !== undefined) this.#isReplaced = true
  }

  /** The change failed. */
  keep(): void {
    this.#isReplaced = false
  }

  /** @throws KeysReplaced */
  expectBound(version?: number): void {
    if (version !== undefined && this.#bound !== undefined && version !== this.#bound) this.#isReplaced = true
    if (!this.#isReplaced) return
    this.#announce()
    throw new KeysReplaced()
  }
}
