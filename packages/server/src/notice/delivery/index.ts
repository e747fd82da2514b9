/** Messages by SMS and e-mail, stored until a gateway accepts them. Independent of elections: the sender supplies the texts. */
export { openCarrier } from './service.carry.ts'
export { openOutbox, openRecipient, type Reach } from './service.deliver.ts'
export { inDaytime, mailbox, type Outgoing } from './service.gateways.ts'
export { holdAfterRestore } from './service.restore.ts'
export { type Gateways, gatewaysFrom } from './service.settings.ts'
export { findMessagesTo } from './store.person.ts'
export { type MessageState, type NewMessage, queueMessage, queueMessages } from './store.queue.ts'
export type { TakenMessage } from './store.ts'
