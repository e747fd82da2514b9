export { messageOfNotice, type NewNotice, queueNotice } from './service.ts'
