/** The program that `readAreas` runs in a process of its own. */
import { answerIsolated } from '../../platform/files/index.ts'
import { parseAreas } from './service.areas-file.ts'

answerIsolated(parseAreas)
