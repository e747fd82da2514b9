import type { Module } from '../access/index.ts'
import { CERTIFICATE_HOLDERS, PURGE_PARTS } from '../registration/index.ts'
import * as accept from './accept/index.ts'
import { openExchange, receiveEnvelope, registerExchangeRoutes } from './exchange/index.ts'
import * as issue from './issue/index.ts'
import { findIssuedTo, purgeCertificates } from './ledger/index.ts'
import { registerCertificateRoutes } from './routes.ts'

export const certificateModule: Module = {
  name: 'certificate',
  contribute({ extensions, services }) {
    extensions.add(CERTIFICATE_HOLDERS, (electionId, people) => findIssuedTo(services.database, electionId, people))
    extensions.add(PURGE_PARTS, purgeCertificates)
  },
  register(app, { services, jobs }) {
    registerCertificateRoutes(app, { ...issue, ...accept })
    registerExchangeRoutes(app, { receiveEnvelope: envelope => receiveEnvelope(services, envelope) })
    const exchange = openExchange(jobs, services)
    app.addHook('onListen', async () => exchange.start())
    app.addHook('onClose', () => exchange.stop())
  },
}
