/** People not yet registered by building and door, and household sheets. */
import { api, bodyOf, fileOf, type NamedFile } from './request.ts'
import type { components, paths } from './schema.d.ts'

type Schemas = components['schemas']
export type Household = Schemas['Household']
export type Building = Schemas['Households']['buildings'][number]
type Place = NonNullable<paths['/api/elections/{id}/households']['get']['parameters']['query']>

export const readHouseholds = (id: string, query: Place) =>
  bodyOf(api.GET('/api/elections/{id}/households', { params: { path: { id }, query } }))
export const printHouseholds = (id: string, body: { community: string; building?: string | undefined }): Promise<NamedFile> =>
  fileOf(
    api.POST('/api/elections/{id}/households/sheets', {
      params: { path: { id } },
      body: body.building === undefined ? { community: body.community } : { community: body.community, building: body.building },
      parseAs: 'blob',
    }),
  )
export const readHousehold = (handle: string) => bodyOf(api.GET('/api/households/{handle}', { params: { path: { handle } } }))
