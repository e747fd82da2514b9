/** Lists as files, and posters that open the portal. */
import { api, bodyOf, once } from './request.ts'
import type { components } from './schema.d.ts'
import type { SecondGiven } from './types.ts'

type Schemas = components['schemas']
export type ListExport = Schemas['ListExport']
export type NewListExport = Schemas['NewListExportInput']

const base = (id: string): string => `/api/elections/${encodeURIComponent(id)}`

export const readListKinds = (id: string) => bodyOf(api.GET('/api/elections/{id}/lists', { params: { path: { id } } }))
export const readListExports = (id: string) => bodyOf(api.GET('/api/elections/{id}/lists/exports', { params: { path: { id } } }))
export const askListExport = (id: string, body: NewListExport, requestId: string) =>
  bodyOf(api.POST('/api/elections/{id}/lists/exports', { params: { path: { id } }, body, headers: once(requestId) }))
export const confirmListExport = (id: string, exportId: string, requestId: string, second?: SecondGiven) =>
  bodyOf(
    api.POST('/api/elections/{id}/lists/exports/{exportId}/confirm', {
      params: { path: { id, exportId } },
      body: second ? { second } : {},
      headers: once(requestId),
    }),
  )
export const listFileUrl = (id: string, exportId: string): string => `${base(id)}/lists/exports/${exportId}/file`

export const entrancePostersUrl = (id: string, of: 'stations' | 'communities', area?: string): string =>
  `${base(id)}/entrance-posters?${new URLSearchParams({ of, ...(area ? { area } : {}) })}`
export const rollPostersUrl = (id: string, version: number, which: 'all' | 'changed'): string =>
  `${base(id)}/rolls/${version}/posters?which=${which}`
