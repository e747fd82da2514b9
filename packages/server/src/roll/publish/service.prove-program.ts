/** The thread that proves a published version as it stands in the database. */
import { answerInThread } from '../../platform/threads/index.ts'
import { openProof } from './service.prove.ts'

answerInThread(openProof())
