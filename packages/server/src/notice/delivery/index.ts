/** Messages to people by SMS and e-mail, kept until a gateway has taken them. Knows no election: the sender says what a message is about. */
export { openCarrier } from './service.carry.ts'
export { openOutbox, openRecipient, type Reach } from './service.deliver.ts'
export { inDaytime, mailbox, type Outgoing } from './service.gateways.ts'
export { type Gateways, gatewaysFrom } from './service.settings.ts'
export { type Channel, type MessageState, type NewMessage, queueMessage, queueMessages } from './store.queue.ts'
export type { TakenMessage } from './store.ts'
