/** Calls of the API about training videos and frequent questions. All throw ApiError. */
import { api, bodyOf, once, upload } from './request.ts'
import type { components, operations } from './schema.d.ts'

type Schemas = components['schemas']
export type HelpVideo = Schemas['HelpVideo']
export type EditedVideo = Schemas['DeskVideo']
export type EditedQuestion = Schemas['DeskQuestion']
export type QuestionBody = operations['addHelpQuestion']['requestBody']['content']['application/json']
export type VideoBody = operations['changeHelpVideo']['requestBody']['content']['application/json']

export const readHelpVideos = () => bodyOf(api.GET('/api/help/videos'))
export const readHelpQuestions = (lang: 'zh' | 'en') => bodyOf(api.GET('/api/help/questions', { params: { query: { lang } } }))
export const readEditedHelp = () => bodyOf(api.GET('/api/help/desk'))
export const addHelpVideo = (form: FormData, onSent: (share: number) => void) =>
  upload<{ id: string }>('/api/help/videos', form, onSent)
export const changeHelpVideo = (id: string, body: VideoBody, requestId: string) =>
  bodyOf(api.PUT('/api/help/videos/{id}', { params: { path: { id } }, body, headers: once(requestId) }))
export const removeHelpVideo = (id: string, requestId: string) =>
  bodyOf(api.DELETE('/api/help/videos/{id}', { params: { path: { id } }, headers: once(requestId) }))
export const setHelpPoster = (id: string, form: FormData) =>
  upload<{ ok: true }>(`/api/help/videos/${encodeURIComponent(id)}/poster`, form, () => undefined)
export const setHelpCaptions = (id: string, language: 'zh' | 'en', text: string, requestId: string) =>
  bodyOf(
    api.PUT('/api/help/videos/{id}/captions/{language}', {
      params: { path: { id, language } },
      body: { text },
      headers: once(requestId),
    }),
  )
/** Adds a question, or changes the one with this id. */
export const saveHelpQuestion = (id: string | null, body: QuestionBody, requestId: string) =>
  id === null
    ? bodyOf(api.POST('/api/help/questions', { body, headers: once(requestId) }))
    : bodyOf(api.PUT('/api/help/questions/{id}', { params: { path: { id } }, body, headers: once(requestId) }))
export const removeHelpQuestion = (id: string, requestId: string) =>
  bodyOf(api.DELETE('/api/help/questions/{id}', { params: { path: { id } }, headers: once(requestId) }))
export const orderHelp = (what: 'videos' | 'questions', ids: string[], requestId: string) =>
  bodyOf(api.PUT('/api/help/order/{what}', { params: { path: { what } }, body: { ids }, headers: once(requestId) }))
export const previewAnswer = (markdown: string) => bodyOf(api.POST('/api/help/preview', { body: { markdown } }))
