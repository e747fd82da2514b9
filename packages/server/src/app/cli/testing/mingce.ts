/** `mingce …` as a child process for tests: `mingce ARGUMENTS`. */
import { main } from '../main.ts'

process.exitCode = await main(process.argv.slice(3))
