/** The PDF of a certificate over real HTTP, on both stores. */
import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { describeStores } from '../../platform/testing/stores.ts'
import { startServer } from './testing/running.ts'

describeStores('the PDF of a certificate', open => {
  it('is available only to those who may decide', async () => {
    const database = await open()
    const server = await startServer(database)
    try {
      const send = await server.signIn('district', 'district', '110105')
      const election = { areaCode: '110105', day: '2026-12-20', levels: ['county'], name: '朝阳区换届选举' }
      const { id } = (await send('POST', '/api/elections', election)).json
      const certificate = randomUUID()
      await database.run(
        `INSERT INTO certificate (county_code, id, election_id, round, person_key, name, area_code, via, state, requested_at, issued_on, valid_until, text)
         VALUES ('110105', $1, $2, '2026', $3, '李小明', '110105021021', 'portal', 'issued', now(), '2026-11-20', '2026-12-20', 'MC1.line.key.signature')`,
        [certificate, String(id), randomUUID()],
      )
      const paper = `/api/elections/${id}/certificates/${certificate}/certificate.pdf`
      const printed = await send('GET', paper)
      expect([printed.status, printed.type, printed.text.slice(0, 5)]).toEqual([200, 'application/pdf', '%PDF-'])
      const station = await server.signIn('station', 'station', '110105021')
      expect((await station('GET', paper)).status).toBe(403)
    } finally {
      await server.stop()
    }
  })
})
