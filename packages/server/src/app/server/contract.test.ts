/** Every route declares its access, and the committed API description matches the server. */
import { readFile } from 'node:fs/promises'
import openapiTS, { astToString, COMMENT_HEADER } from 'openapi-typescript'
import { expect, it } from 'vitest'
import { buildBare, describeServer } from './describe.ts'

const STALE = 'the API changed: run `npm run api -w packages/server` and commit openapi.json and schema.d.ts'
const fileOf = (name: string) => readFile(new URL(name, import.meta.url), 'utf8')

it('every route declares who may call it', async () => {
  const routes: { route: string; access: unknown }[] = []
  await buildBare(app => {
    app.addHook('onRoute', ({ method, url, config }) => {
      if (method !== 'HEAD') routes.push({ route: `${String(method)} ${url}`, access: config?.access })
    })
  })
  const table = routes.map(({ route, access }) => `${route} · ${Array.isArray(access) ? access.join(' | ') : String(access)}`)
  expect(routes.filter(({ access }) => access === undefined)).toEqual([])
  expect(`\n${table.sort().join('\n')}\n`).toMatchInlineSnapshot(`
    "
    DELETE /api/help/questions/:id · content
    DELETE /api/help/videos/:id · content
    DELETE /api/import-batches/:batchId/files/:fileId · import-registrations
    GET /api/account · own-account
    GET /api/accounts · accounts | audit
    GET /api/areas · read
    GET /api/areas/added · read
    GET /api/clock · set-up
    GET /api/devices · accounts | register
    GET /api/devices/this · public
    GET /api/elections · read
    GET /api/elections/:id/audit · audit
    GET /api/elections/:id/certificates · read
    GET /api/elections/:id/certificates/:cid/certificate.pdf · decide
    GET /api/elections/:id/certificates/accepted · read
    GET /api/elections/:id/certificates/figures · read
    GET /api/elections/:id/committees · read
    GET /api/elections/:id/community-parts · read
    GET /api/elections/:id/community-parts/table.csv · read
    GET /api/elections/:id/district-plans · read
    GET /api/elections/:id/district-plans/:planId · read
    GET /api/elections/:id/district-plans/:planId/announcement.pdf · read
    GET /api/elections/:id/district-plans/:planId/comparison · read
    GET /api/elections/:id/district-plans/:planId/moves · set-up
    GET /api/elections/:id/district-plans/:planId/shapes · read
    GET /api/elections/:id/electorate · read
    GET /api/elections/:id/electorate/people · decide
    GET /api/elections/:id/electorate/table.csv · read
    GET /api/elections/:id/entrance-posters · read
    GET /api/elections/:id/households · contact
    GET /api/elections/:id/imports · read
    GET /api/elections/:id/lists · read
    GET /api/elections/:id/lists/exports · read
    GET /api/elections/:id/lists/exports/:exportId/file · read
    GET /api/elections/:id/not-yet-registered · contact
    GET /api/elections/:id/not-yet-registered/communities · contact
    GET /api/elections/:id/notices · notify
    GET /api/elections/:id/notices/messages · notify
    GET /api/elections/:id/objections · decide | register | audit
    GET /api/elections/:id/objections/:countyCode/:objectionId · decide | register
    GET /api/elections/:id/overview · read
    GET /api/elections/:id/practice · decide
    GET /api/elections/:id/practice/:runId/file · decide
    GET /api/elections/:id/refused · read
    GET /api/elections/:id/reviews · read
    GET /api/elections/:id/reviews/officers · decide
    GET /api/elections/:id/rolls · read
    GET /api/elections/:id/rolls/:version/archive · read
    GET /api/elections/:id/rolls/:version/files · read
    GET /api/elections/:id/rolls/:version/files/:name · read
    GET /api/elections/:id/rolls/:version/posters · read
    GET /api/elections/:id/rolls/preview · read
    GET /api/elections/:id/rolls/preview/entries · publish
    GET /api/elections/:id/rule-set · read
    GET /api/elections/:id/search · read
    GET /api/elections/:id/seats · read
    GET /api/elections/:id/seats/:level/:areaCode/sheet.pdf · read
    GET /api/elections/:id/senders · read
    GET /api/elections/:id/senders/table.xlsx · read
    GET /api/elections/:id/shift · register
    GET /api/elections/:id/stations · read
    GET /api/elections/:id/timetable · read
    GET /api/elections/:id/timetable.ics · read
    GET /api/elections/:id/townships · read
    GET /api/elections/:id/voters · read
    GET /api/elections/:id/voters/count · read
    GET /api/elections/:id/voters/districts · read
    GET /api/elections/:id/voting-places · read
    GET /api/elections/:id/work · read
    GET /api/feeds/authorities · read
    GET /api/findings · signed-in
    GET /api/health · public
    GET /api/help/desk · content
    GET /api/help/desk/videos/:id/content · content
    GET /api/help/questions · public
    GET /api/help/videos · public
    GET /api/help/videos/:id/captions/:language · public
    GET /api/help/videos/:id/content · public
    GET /api/help/videos/:id/poster · public
    GET /api/households/:handle · contact
    GET /api/import-batches/:batchId · import-registrations
    GET /api/import-batches/:batchId/files/:fileId/preview · import-registrations
    GET /api/import-templates/:kind · import-registers | import-registrations
    GET /api/imports/:importId · read
    GET /api/imports/:importId/report · import-registers | import-registrations
    GET /api/jobs/:jobId · signed-in
    GET /api/log · signed-in
    GET /api/openapi.json · public
    GET /api/registrations/:countyCode/:registrationId · contact
    GET /api/registrations/:countyCode/:registrationId/record · contact
    GET /api/rule-sets · read
    GET /api/second-officer/changes/:change · decide | set-up
    GET /api/session · own-account
    GET /api/sources · read
    GET /api/voter/callback/:id · public
    GET /api/voter/certificates · voter
    GET /api/voter/contact · voter
    GET /api/voter/elections · voter
    GET /api/voter/elections/:id/form · voter
    GET /api/voter/elections/:id/places · voter
    GET /api/voter/elections/:id/places/:community · voter
    GET /api/voter/login/:id · public
    GET /api/voter/logins · public
    GET /api/voter/looked · voter
    GET /api/voter/me · voter
    GET /api/voter/objections · voter
    GET /api/voter/refusals · voter
    GET /api/voter/registrations · voter
    GET /api/voter/registrations/:electionId · voter
    GET /api/voter/registrations/:electionId/card · voter
    GET /api/voter/registrations/:electionId/list · voter
    GET /api/voter/registrations/:electionId/proof · voter
    GET /healthz · public
    GET /log/checkpoint · public
    GET /log/tile/* · public
    GET /log/witness/:originHash/checkpoint · public
    GET /metrics · public
    GET /readyz · public
    POST /api/account/app/finish · own-account
    POST /api/account/app/remove · own-account
    POST /api/account/app/start · own-account
    POST /api/account/backup-codes · own-account
    POST /api/account/passkeys · own-account
    POST /api/account/passkeys/:passkeyId/remove · own-account
    POST /api/account/passkeys/offer · own-account
    POST /api/account/password · own-account
    POST /api/account/proof · own-account
    POST /api/account/sessions/:sessionId/end · own-account
    POST /api/account/sessions/end-others · own-account
    POST /api/accounts · accounts
    POST /api/accounts/:accountId/change · accounts
    POST /api/accounts/:accountId/disable · accounts
    POST /api/accounts/:accountId/enable · accounts
    POST /api/accounts/:accountId/reset-factors · accounts
    POST /api/accounts/:accountId/reset-password · accounts
    POST /api/areas/added · set-up
    POST /api/auth/activate · public
    POST /api/auth/passkey · public
    POST /api/auth/passkey/offer · public
    POST /api/auth/second-step · public
    POST /api/auth/sign-in · public
    POST /api/auth/sign-out · public
    POST /api/certificates/verify · register
    POST /api/clock/confirm · set-up
    POST /api/devices · register
    POST /api/devices/:deviceId/deactivate · accounts | register
    POST /api/elections · set-up
    POST /api/elections/:id/certificates · register
    POST /api/elections/:id/certificates/:cid/issue · decide
    POST /api/elections/:id/certificates/:cid/refuse · decide
    POST /api/elections/:id/certificates/:cid/reprint · decide
    POST /api/elections/:id/certificates/:cid/revoke · decide
    POST /api/elections/:id/certificates/accept · register
    POST /api/elections/:id/check · import-registrations
    POST /api/elections/:id/committees/members · set-up | publish
    POST /api/elections/:id/committees/members/:memberId/leave · set-up | publish
    POST /api/elections/:id/disqualifications/list · decide
    POST /api/elections/:id/disqualifications/look-up · decide
    POST /api/elections/:id/district-plans · set-up
    POST /api/elections/:id/district-plans/:planId/changes · set-up
    POST /api/elections/:id/district-plans/:planId/freeze · set-up
    POST /api/elections/:id/district-plans/:planId/propose · set-up
    POST /api/elections/:id/district-plans/:planId/undo · set-up
    POST /api/elections/:id/district-plans/files · set-up
    POST /api/elections/:id/electorate/units/remove · set-up | publish
    POST /api/elections/:id/households/sheets · contact
    POST /api/elections/:id/import-batches · import-registrations
    POST /api/elections/:id/imports · import-registers | import-registrations
    POST /api/elections/:id/imports/preview · import-registers | import-registrations
    POST /api/elections/:id/lists/exports · read
    POST /api/elections/:id/lists/exports/:exportId/confirm · read
    POST /api/elections/:id/notices · notify
    POST /api/elections/:id/notices/preview · notify
    POST /api/elections/:id/notices/retry · notify
    POST /api/elections/:id/objections · register
    POST /api/elections/:id/objections/:countyCode/:objectionId/close · decide
    POST /api/elections/:id/objections/:countyCode/:objectionId/decision · decide
    POST /api/elections/:id/objections/:countyCode/:objectionId/judgment · decide
    POST /api/elections/:id/objections/:countyCode/:objectionId/served · decide
    POST /api/elections/:id/objections/:countyCode/:objectionId/suit · decide
    POST /api/elections/:id/objections/:countyCode/:objectionId/undo · decide
    POST /api/elections/:id/practice · decide
    POST /api/elections/:id/practice/:runId/answers · decide
    POST /api/elections/:id/practice/:runId/finish · decide
    POST /api/elections/:id/refused/:countyCode/:digest/confirmation · decide
    POST /api/elections/:id/refused/:countyCode/:digest/mend · import-registrations
    POST /api/elections/:id/refused/:countyCode/:digest/proposal · decide
    POST /api/elections/:id/registrations · register
    POST /api/elections/:id/registrations/:countyCode/:registrationId/second-officer · register
    POST /api/elections/:id/reviews/assignments · decide
    POST /api/elections/:id/rolls · publish
    POST /api/elections/:id/rolls/:version/files · read
    POST /api/elections/:id/rolls/:version/verify · read
    POST /api/elections/:id/rolls/preview · publish
    POST /api/elections/:id/sync · register
    POST /api/elections/:id/timetable/:step · set-up | publish
    POST /api/elections/:id/timetable/:step/take-back · set-up | publish
    POST /api/elections/:id/timetable/move · set-up
    POST /api/elections/:id/visits · visit
    POST /api/elections/:id/voters/by-number · reveal
    POST /api/elections/:id/voting-places/removal · set-up | publish
    POST /api/exchange · public
    POST /api/feeds/disqualifications · public
    POST /api/help/preview · content
    POST /api/help/questions · content
    POST /api/help/videos · content
    POST /api/help/videos/:id/poster · content
    POST /api/import-batches/:batchId/files · import-registrations
    POST /api/import-batches/:batchId/start · import-registrations
    POST /api/imports/:importId/held · decide
    POST /api/registrations/:countyCode/:registrationId/correction · decide
    POST /api/registrations/:countyCode/:registrationId/removal · decide
    POST /api/registrations/:countyCode/:registrationId/removal/confirm · decide
    POST /api/registrations/:countyCode/:registrationId/removal/withdraw · decide
    POST /api/reviews/:countyCode/:registrationId/decision · decide
    POST /api/reviews/:countyCode/:registrationId/number · reveal
    POST /api/reviews/:countyCode/:registrationId/undo · decide
    POST /api/reviews/decisions · decide
    POST /api/rule-sets · set-up
    POST /api/rule-sets/:set/:version/confirm · set-up
    POST /api/rule-sets/:set/:version/withdraw · set-up
    POST /api/second-officer/changes · decide | register | set-up
    POST /api/second-officer/changes/:change/code · decide | set-up
    POST /api/voter/certificates · voter
    POST /api/voter/certificates/accept · voter
    POST /api/voter/elections/:id/registrations · voter
    POST /api/voter/objections · voter
    POST /api/voter/sign-out · voter
    POST /log/witness/add-checkpoint · public
    PUT /api/elections/:id/committees · set-up | publish
    PUT /api/elections/:id/community-parts/:community · set-up | publish
    PUT /api/elections/:id/electorate/communities · set-up | publish
    PUT /api/elections/:id/electorate/people/:countyCode/:registrationId · decide
    PUT /api/elections/:id/electorate/units · set-up | publish
    PUT /api/elections/:id/glyphs · publish
    PUT /api/elections/:id/seats · set-up
    PUT /api/elections/:id/stations · set-up | publish
    PUT /api/elections/:id/voting-places · set-up | publish
    PUT /api/help/order/:what · content
    PUT /api/help/questions/:id · content
    PUT /api/help/videos/:id · content
    PUT /api/help/videos/:id/captions/:language · content
    PUT /api/import-batches/:batchId/files/:fileId/choice · import-registrations
    PUT /api/voter/contact · voter
    "
  `)
})

it('refuses a route without declared access', async () => {
  const app = await buildBare()
  expect(() => app.get('/api/stray', async () => ({}))).toThrow('GET /api/stray does not say who may call it')
  await app.close()
})

it('the committed API description is up to date', async () => {
  const openapi = await describeServer()
  expect(openapi === (await fileOf('../../../openapi.json')), STALE).toBe(true)
  const types = COMMENT_HEADER + astToString(await openapiTS(openapi, { alphabetize: true }))
  expect(types === (await fileOf('../../../../web/src/api/schema.d.ts')), STALE).toBe(true)
})

it('the API description is OpenAPI 3.1 with a response and an error for every operation', async () => {
  const { openapi, paths } = JSON.parse(await describeServer()) as {
    openapi: string
    paths: Record<string, Record<string, { operationId?: string; summary?: string; responses: Record<string, unknown> }>>
  }
  expect(openapi).toMatch(/^3\.1/)
  const operations = Object.values(paths).flatMap(path => Object.values(path))
  expect(new Set(operations.map(operation => operation.operationId)).size).toBe(operations.length)
  for (const { operationId, summary, responses } of operations) {
    expect(summary, operationId).toBeTruthy()
    expect(Object.keys(responses), operationId).toEqual(expect.arrayContaining([expect.stringMatching(/^20/), '4XX', '5XX']))
  }
})
