export { confirmProposal, proposeNumber } from './service.ts'
