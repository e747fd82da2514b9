/** Calls of the API about the practice course of a demo. All throw ApiError. */
import { api, bodyOf, once } from './request.ts'
import type { components } from './schema.d.ts'

type Schemas = components['schemas']
export type PracticeRun = Schemas['PracticeRun']
export type Practice = Schemas['Practice']

export const readPractice = (id: string) => bodyOf(api.GET('/api/elections/{id}/practice', { params: { path: { id } } }))
export const startPractice = (id: string, requestId: string) =>
  bodyOf(api.POST('/api/elections/{id}/practice', { params: { path: { id } }, headers: once(requestId) }))
export const finishPractice = (id: string, runId: string, requestId: string) =>
  bodyOf(api.POST('/api/elections/{id}/practice/{runId}/finish', { params: { path: { id, runId } }, headers: once(requestId) }))
export const answerPracticeCall = (
  id: string,
  runId: string,
  body: { readonly call: number; readonly community: string | null },
  requestId: string,
) =>
  bodyOf(
    api.POST('/api/elections/{id}/practice/{runId}/answers', {
      params: { path: { id, runId } },
      body,
      headers: once(requestId),
    }),
  )
export const practiceFileUrl = (id: string, runId: string): string =>
  `/api/elections/${encodeURIComponent(id)}/practice/${runId}/file`
