/** Lets the processes and threads of a test run start from the build where it is of these sources (vitest globalSetup). */
import { isBuilt } from './processes.ts'

export default function setup(): void {
  // The processes that run the tests start later, with this environment.
  if (isBuilt()) process.env.MINGCE_BUILT = '1'
  else delete process.env.MINGCE_BUILT
}
