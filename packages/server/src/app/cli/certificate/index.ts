export { addCertificateCommands } from './certificate.ts'
export { addPartnerCommands } from './partner.ts'
