/** The storage of the demo's issuer: in memory, until an entry expires or the server stops. */
import type { Adapter, AdapterPayload } from 'oidc-provider'

interface Entry {
  readonly payload: AdapterPayload
  readonly until: number
}

/** Beyond so many things of one kind the oldest are forgotten. */
const MOST = 2_000

/** One store of each kind of thing, for one issuer. */
export const memoryAdapters = (): ((kind: string) => Adapter) => {
  const kinds = new Map<string, Map<string, Entry>>()

  return kind => {
    const entries = kinds.get(kind) ?? new Map<string, Entry>()
    kinds.set(kind, entries)
    const get = (id: string): AdapterPayload | undefined => {
      const entry = entries.get(id)
      return entry && entry.until > Date.now() ? entry.payload : undefined
    }
    const search = (matches: (payload: AdapterPayload) => boolean): AdapterPayload | undefined => {
      for (const { payload, until } of entries.values()) if (until > Date.now() && matches(payload)) return payload
      return undefined
    }
    return {
      async upsert(id, payload, expiresIn) {
        entries.delete(id)
        entries.set(id, { payload, until: Date.now() + (expiresIn || 3_600) * 1_000 })
        for (const oldest of entries.keys()) {
          if (entries.size <= MOST) break
          entries.delete(oldest)
        }
      },
      find: async id => get(id),
      findByUid: async uid => search(payload => payload.uid === uid),
      findByUserCode: async () => undefined,
      async consume(id) {
        const payload = get(id)
        if (payload) payload.consumed = Math.floor(Date.now() / 1_000)
      },
      async destroy(id) {
        entries.delete(id)
      },
      async revokeByGrantId(grantId) {
        for (const [id, { payload }] of entries) if (payload.grantId === grantId) entries.delete(id)
      },
    }
  }
}
