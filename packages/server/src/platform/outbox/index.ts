/** Messages to people by SMS and e-mail, kept until a gateway has taken them. Knows no election: the sender says what a message is about. */
export { type Channel, type MessageState, type NewMessage, queueMessage } from './queue.ts'
