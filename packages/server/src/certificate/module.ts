import type { Module } from '../access/index.ts'
import { visibleArea } from '../access/index.ts'
import { LISTS, RECORD_SECTIONS, WAITING_WORK, type WaitingWork } from '../election/index.ts'
import { ARRIVALS, CERTIFICATE_HOLDERS, PURGE_PARTS } from '../registration/index.ts'
import {
  acceptAtStation,
  acceptancesList,
  acceptMyCertificate,
  findCertificateFigures,
  listAcceptances,
  openArrivals,
  verifyCertificate,
} from './accept/index.ts'
import { openExchange, receiveEnvelope, registerExchangeRoutes } from './exchange/index.ts'
import * as issue from './issue/index.ts'
import { certificatesList } from './issue/index.ts'
import { countStates, findCertificateSection, findIssuedTo, purgeCertificates } from './ledger/index.ts'
import { registerCertificateRoutes } from './routes.ts'
import { addCheckpoint, findCosigned, openWitnessing, registerWitnessRoutes } from './witness/index.ts'

export const certificateModule: Module = {
  name: 'certificate',
  contribute({ extensions, services }) {
    extensions.add(CERTIFICATE_HOLDERS, (electionId, people) => findIssuedTo(services.database, electionId, people))
    extensions.add(ARRIVALS, openArrivals(services))
    extensions.add(PURGE_PARTS, purgeCertificates)
    extensions.add(LISTS, certificatesList)
    extensions.add(LISTS, acceptancesList)
    extensions.add(RECORD_SECTIONS, findCertificateSection)
    extensions.add(WAITING_WORK, async (ctx, election): Promise<WaitingWork[]> => {
      const area = visibleArea(ctx.actor, election.areaCode)
      const { requested = 0 } = area === null ? {} : await countStates(ctx.database, election.id, area)
      return requested > 0 ? [{ task: 'certificate.requested', count: requested, due: 0 }] : []
    })
  },
  register(app, { services, jobs }) {
    registerCertificateRoutes(app, {
      ...issue,
      acceptAtStation,
      acceptMyCertificate,
      findCertificateFigures,
      listAcceptances,
      verifyCertificate,
    })
    registerExchangeRoutes(app, { receiveEnvelope: envelope => receiveEnvelope(services, envelope) })
    const exchange = openExchange(jobs, services)
    registerWitnessRoutes(app, {
      addCheckpoint: body => addCheckpoint(services, body),
      findCosigned: originHash => findCosigned(services, originHash),
    })
    const witnessing = openWitnessing(services)
    app.addHook('onListen', async () => {
      exchange.start()
      witnessing.start()
    })
    app.addHook('onClose', async () => {
      await witnessing.stop()
      await exchange.stop()
    })
  },
}
